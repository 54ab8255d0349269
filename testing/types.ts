/** Where a test's accounts come from. */
export type StartOptions = {
  /**
   * A gateway that runs already, such as one of a global set-up or of a container; taken from `CHAMRA_URL` where it is set. Without it a gateway is
   * started in a process of its own, which all calls in this process share: the second one is ready in a few milliseconds.
   */
  url?: string;
  /** A secret test key of that gateway; taken from `CHAMRA_TEST_SECRET_KEY`, or `OMISE_SECRET_KEY`, which `chamra exec` sets. */
  secretKey?: string;
  /** Settings of a gateway of one's own, such as `{ CHAMRA_WEBHOOK_RETRIES: "1s for 1m" }`: it is shared with nobody, and ends with `close`. */
  settings?: Readonly<Record<string, string>>;
  /** Milliseconds that a start may take; 30,000 by default. */
  timeout?: number;
};

/** A test account, of which nothing is seen in any other. */
export type TestAccount = {
  /** Address of the gateway: what stands in the place of `https://api.omise.co` and `https://vault.omise.co`. */
  url: string;
  /** Id of the account. */
  id: string;
  publicKey: string;
  secretKey: string;
  /** Base64, as the dashboard shows it: the key of `Omise-Signature`. */
  webhookSecret: string;
  clock: TestClock;
  payer: Payer;
  webhooks: Webhooks;
  rules: Rules;
  /**
   * One request of the API with the secret key, or another one.
   * @throws RequestRefused where the answer is no success
   */
  request<Answer = Json>(method: string, path: string, body?: object, key?: string): Promise<Answer>;
  /** Fills the account: with the month of a shop, or with what is described. The same seed makes the same data. */
  seed(scenario: "month" | object, seed?: string): Promise<Json>;
  /** Snapshots of the account: `restore` puts it back to what it was when it was saved. */
  snapshots: { save(name: string): Promise<Json>; restore(name: string): Promise<Json> };
  /** Empties the account; keys and settings stay. */
  reset(): Promise<void>;
};

/** Countries of accounts. */
export type Country = "TH" | "JP" | "SG" | "MY";

/** A gateway with an account. */
export type Chamra = TestAccount & {
  /** Makes another account, for another test or another merchant. `country` decides its currency and methods; as the first account by default. */
  account(options?: { name?: string; country?: Country; expiresIn?: number }): Promise<TestAccount>;
  /** Ends the accounts. A gateway of one's own ends too. */
  close(): Promise<void>;
};

/** Time of the account: real, moved ahead, or standing still. */
export type TestClock = {
  now(): Promise<Date>;
  /** Moves it, such as by `"10m"` or `"31d"`, and plays what falls due on the way; resolves when all of it is done, webhooks delivered. */
  advance(by: string): Promise<ClockAnswer>;
  to(time: Date | string): Promise<ClockAnswer>;
  freeze(): Promise<ClockAnswer>;
  /** Lets a frozen clock go on. */
  run(): Promise<ClockAnswer>;
};
/** Answer of `POST /test/clock`. */
export type ClockAnswer = { now: string; frozen: boolean; played: Json };

/** The people who pay. A charge is named by its id, or by the object itself. */
export type Payer = {
  pay(charge: Named): Promise<Json>;
  /** @param code a failure code of the method, such as `insufficient_fund`; `failed_processing` by default */
  fail(charge: Named, code?: string): Promise<Json>;
  /** Answers the challenge of a card's issuer. */
  challenge(charge: Named, passed?: boolean): Promise<Json>;
  /**
   * Walks the payer's page in a browser of Playwright's to its end, at the shop's `return_uri`.
   * @param outcome `successful` by default, or a failure code of the method
   */
  walk(page: BrowserPage, charge: Charge, outcome?: string): Promise<void>;
};
export type Named = string | { id: string };
export type Charge = { id: string; authorize_uri: string | null };

/** Parts of Playwright's `Page` that are needed. */
export type BrowserPage = {
  goto(url: string): Promise<unknown>;
  locator(selector: string): { first(): { dispatchEvent(name: string): Promise<void> } };
  waitForURL(reached: (url: URL) => boolean): Promise<void>;
};

/** Events as they arrived at a webhook endpoint that belongs to the account. An endpoint of the app's own is set by `listenAt`. */
export type Webhooks = {
  /**
   * The oldest event of this key that no call has returned yet; waits for it where none has come.
   * @param options `timeout` in milliseconds, 5,000 by default
   */
  next(key: string, options?: { timeout?: number }): Promise<Json>;
  /** Every event that has arrived, oldest first. */
  all(): readonly Json[];
  /** Sends the account's events to an endpoint of the app's own from now on, instead of here. */
  listenAt(url: string): Promise<void>;
};

/** Faults on purpose, for this account only. They hold for every process of the gateway, until they are removed. */
export type Rules = {
  /** Adds one. What the names mean, and what each takes: docs/rules.md. */
  add(rule: NewRule): Promise<Rule>;
  /** Lists the rules of the account, oldest first, each with how often it was applied. */
  all(): Promise<readonly Rule[]>;
  /** Removes one, or all of them; what it holds is let go. */
  remove(rule?: Named): Promise<void>;
};

/** What goes wrong. */
export type Fault =
  | "answer_late"
  | "answer_never"
  | "answer_twice"
  | "answer_out_of_order"
  | "answer_nonsense"
  | "decline"
  | "paid_after_expiry"
  | "refund_refused"
  | "webhook_lost"
  | "webhook_twice"
  | "webhook_late"
  | "webhook_out_of_order"
  | "webhook_early"
  | "webhook_after_return"
  | "api_slow";

/** A rule to add. */
export type NewRule = {
  fault: Fault;
  /** What a payment must be; all that is given must match. Without it each payment of the account is meant. */
  on?: {
    /** A charge or a refund. */
    charge?: Named;
    /** Keys and their values; `true` stands for any value. */
    metadata?: Readonly<Record<string, unknown>>;
    /** Type of the payment method. */
    method?: string;
    /** The last four digits, or the whole number of a test card. */
    card?: string;
    phone?: string;
  };
  /** How long, such as `10m`. */
  by?: string;
  /** A failure code, for `decline`. */
  code?: string;
  /** A key or a pattern such as `charge.*`, for webhooks. */
  events?: string;
  /** How often it is applied; without end by default. */
  times?: number;
};

/** A rule that there is. */
export type Rule = { id: string; fault: Fault; times: number | null; applied: number; on: Json };

// biome-ignore lint/suspicious/noExplicitAny: answers of the API, whose shapes are those of Omise
export type Json = any;
