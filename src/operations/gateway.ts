import { type Connectors, threeDsLabel, threeDsName } from "../connectors/bank.ts";
import type { Simulation } from "../connectors/index.ts";
import type { BankEntry } from "../connectors/sandbox.ts";
import type { Bounded } from "../domain/base/bounded.ts";
import type { Refusal } from "../domain/base/errors.ts";
import type { AccountId, Id, PlainKind } from "../domain/base/id.ts";
import type { PageIdMaker } from "../domain/base/page-id.ts";
import type { Time } from "../domain/base/time.ts";
import type { DomainEvent } from "../domain/event/domain-event.ts";
import type { Attempt, Delivery, Event } from "../domain/event/event.ts";
import type { Account, ApiVersion } from "../domain/merchant/account.ts";
import { isEnabled } from "../domain/merchant/enablement.ts";
import type { Method } from "../domain/payment/method.ts";
import type { Methods } from "../domain/payment/method-list.ts";
import type { Health } from "../observability/health.ts";
import type { Store } from "../storage/store.ts";
import type { Vault } from "../vault/vault.ts";
import type { Feed } from "./insight/listener.ts";
import type { RequestLog } from "./log/request-log.ts";

/** Everything an operation works with, put together once, in main/assemble.ts; nothing is assigned afterwards. */
export type Gateway = Readonly<{
  store: Store;
  /** The payment methods that it has. */
  methods: Methods;
  /** The banks that it has, of either mode. */
  banks: readonly BankEntry[];
  /** Notes an act that changes no row, such as a look at a secret, in the audit log before it goes on; of no consequence where no act is recorded. */
  note: (told: Record<string, unknown>) => Promise<void>;
  vault: Vault;
  /** What belongs to an account happens in the account's time, that of all accounts until one of them can be moved. */
  clock: { of(account: AccountId): Time };
  /** The server's time: for sessions, keys, pauses, leases, what falls due, and what is forgotten by its age. */
  now: () => Time;
  /** Lets some time go by, for whoever waits for a bank or another process. Rejects when nobody waits any more. */
  pause: (ms: number, over?: AbortSignal) => Promise<unknown>;
  newId: <Kind extends PlainKind>(kind: Kind, livemode: boolean) => Id<Kind>;
  newPageId: PageIdMaker;
  /** Letters and digits for references that banks print. */
  randomText: (length: number) => string;
  /** The banks of test mode, whose payers can be played. */
  simulation: Simulation;
  /** Whether these banks take new payments and show their pages. Where not, they still settle for the gateway what was begun before. */
  simulators: boolean;
  /** The banks of an account of live mode. */
  liveConnectors: (account: string) => Connectors;
  /** Base of the links that are given out. */
  publicUrl: () => string;
  /** JSON text of what an event is about, in an API version. */
  serialize: (about: DomainEvent["about"], apiVersion: ApiVersion, now: Time) => string;
  /** Whether members of every team must have one-time codes, whatever their team says. */
  codesRequired: boolean;
  /** Hears of events beside the accounts' own endpoints. */
  webhookUrl: string | null;
  /** These deliveries have become due. */
  wakeDeliveries: (due: readonly Delivery[]) => void;
  webhooks: Webhooks;
  /** Requests of keys on their way into the database; null where none are kept. */
  requestLog: RequestLog | null;
  /** Tells whoever has the dashboard open what happens. */
  feed: Feed;
  /** What banks said lately that decided nothing, by charge, step and reason: said again, it is no news. */
  undecided: Bounded<true>;
  /** How banks and background work are doing in this process. */
  health: Health;
}>;

/** The way to merchants' endpoints beside the queue of deliveries. */
type Webhooks = {
  waits: Waits;
  /** What is wrong with an address to send to, by its form and how far the mode may send; a sentence each. */
  check(uri: string, livemode: boolean): string[];
  /** Posts an event of which nothing is kept, once and now. */
  post(event: Event, uri: string, marks: Record<string, string>): Promise<Sent>;
  /** Sends an event once more, now, to each endpoint that it was for. */
  resend(account: AccountId, event: string): Promise<Attempt[]>;
  /** Makes deliveries of an account due that were given up, the oldest first, and says whether there are more of them. */
  takeUpAgain(account: AccountId): Promise<{ deliveries: Delivery[]; more: boolean }>;
};

/** The waits after tries that failed, the last one repeating, and how long in all, in milliseconds. */
export type Waits = { delays: readonly number[]; giveUpAfter: number };

/** What went out, and what came back. */
export type Sent = {
  status: number | null;
  error: string | null;
  latencyMs: number;
  headers: Record<string, string>;
  body: string;
};

/** Who asks, and under which idempotency key. */
export type Caller = { account: Account; intention: Intention | null };

/** One intention of a merchant: same key, same answer. */
export type Intention = {
  key: string;
  fingerprint: string;
  /** The answer's JSON text for what an operation returns. */
  answer: (result: unknown) => string;
  /** The answer's JSON text for a refusal. */
  refusal: (refusal: Refusal) => string;
  /** Whether the key is already on record, waiting for its answer. */
  started: boolean;
};

/** A reference of 16 letters and digits that banks print. It begins with the time, so that those of one moment lie side by side in indexes. */
export const newReference = ({ now, randomText }: Gateway): string =>
  now().toString(36).padStart(8, "0") + randomText(8);

/** What a bank is called, in every language; of one that the gateway no longer has, its name. */
export function bankLabel({ banks }: Pick<Gateway, "banks">, name: string): BankEntry["label"] {
  const label = name === threeDsName ? threeDsLabel : banks.find((bank) => bank.name === name)?.label;
  return label ?? { en: name, th: name, ja: name };
}

/** Whose banks are meant: in live mode each account has its own way to a bank. */
type Banking = Pick<Account, "id" | "livemode">;

export const connectorsOf = (gateway: Gateway, { id, livemode }: Banking): Connectors =>
  livemode ? gateway.liveConnectors(id) : gateway.simulation.connectors;

/** The methods that an account can use: those that are enabled for it and whose bank is connected in its mode. */
export function methodsFor(gateway: Gateway, account: Account): Method[] {
  return gateway.methods.all.filter((method) => isEnabled(account, method) && isConnected(gateway, account, method));
}

/** Whether there is a bank behind a method for the account. The banks of test mode take new payments only while the simulators are on. */
export const isConnected = (gateway: Gateway, account: Banking, { bank }: Method): boolean =>
  (account.livemode || gateway.simulators) && connectorsOf(gateway, account).banks[bank] !== undefined;
