import type { Minor } from "../domain/base/money.ts";
import type { Time } from "../domain/base/time.ts";
import type { CardFacts, LentCard } from "../domain/card/card.ts";
import type { Limits } from "../domain/payment/method.ts";
import type { TheirPayout } from "../domain/upstream/payout.ts";
import type { TheirPayment, TheirRefund } from "../domain/upstream/reconciliation.ts";
import type { Bank, Verb } from "./bank.ts";

/**
 * A bank or gateway that takes live money under a merchant's own contract. What it can do is data; offered methods, the forms of the dashboard,
 * routing, health and the page of the first live day derive from it.
 */
export type Upstream = {
  /** Name in the database, in addresses and metrics; never changed. */
  name: string;
  label: { en: string; th: string; ja: string };
  /** Base addresses of its servers by a name of ours. A setting of the operator replaces them, for a simulator. */
  hosts: Readonly<Record<string, string>>;
  /** What a merchant enters to connect, in the order of the form. */
  credentials: readonly CredentialField[];
  /** How it carries the charges of a method; undefined where it has not the method. */
  offer(type: string): UpstreamOffer | undefined;
  /** Time limits of its verbs in milliseconds: of the question to take a payment always, of others where they differ from the default. */
  answersWithin: Readonly<{ open: number } & Partial<Record<Verb, number>>>;
  /**
   * Where payers' browsers take cards to, for methods whose offer has the card "by its token": the server, by its name in `hosts`, the path that makes
   * a token, and the credential that opens it, which is no secret. The request is that of the Omise API.
   */
  cardVault?: { host: string; path: string; key: string };
  /** How it tells of payments. Whatever it tells is only a reason to ask. */
  tells: "signed" | "unsigned" | "nothing";
  /** Facts that no document of theirs settles, and what confirms each on the first live day. */
  assumed: readonly Assumption[];
  /** The file of paid payments that its merchants can download; absent where no form of one is known. */
  settlementFile?: SettlementFile;
  connect(way: Way): UpstreamBank;
  /** How the requests of a test account are sent to a test account there; absent where it does not speak our API. */
  mirror?: MirrorOffer;
};

/** What a test account at an upstream is reached with. */
type MirrorOffer = {
  credentials: readonly CredentialField[];
  open(way: Pick<Way, "credentials" | "hosts" | "send">): Mirror;
};

/** A test account at an upstream that speaks our API. Requests reject as those of `Send` do. */
export type Mirror = {
  /** Asks something harmless with each key to see whether it is good, and of test mode. */
  check(): Promise<{ good: true } | { good: false; why: string }>;
  /** Why a request of a key cannot be sent; undefined where it can be. */
  lacks(key: MirroredRequest["key"]): string | undefined;
  send(request: MirroredRequest): Promise<Received>;
  /** The body of a request for a token of a lent card; undefined unless it is a test card that the upstream documents. */
  tokenOf(card: LentCard, details: Readonly<Record<string, unknown>>): string | undefined;
};

/** A request of a merchant's program, with the ids of the upstream. */
export type MirroredRequest = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With the query. */
  path: string;
  /** What the entry takes: secret keys, public keys at the vault's host, or the key of either kind that the program has used. */
  key: "secret" | "public" | "either as public";
  headers: Readonly<Record<string, string>>;
  body: string;
};

/** One value of the credentials. */
export type CredentialField = {
  name: string;
  label: { en: string; th: string };
  /** Where the merchant finds it. */
  hint: { en: string; th: string };
  /** Secrets are sealed, and afterwards shown by their last four characters only. */
  secret: boolean;
  /** Spans lines, as keys and certificates in PEM do. */
  lines?: true;
  form: RegExp;
  /** What the refusal says of a value without that form, after the field's name. */
  says: string;
  optional?: true;
};

/** What an upstream does for the charges of one method. */
export type UpstreamOffer = {
  /** Smallest and largest amount by currency, in minor units, where they are narrower than the method's. */
  limits?: Readonly<Record<string, Limits>>;
  /** Verbs that it has for them beside `inquire` and `cancel`. */
  verbs: readonly Exclude<Verb, "inquire" | "cancel">[];
  /** Why there are no refunds, where `verbs` has none; shown to who asks for one. */
  noRefunds?: string;
  /** Where the card is typed in, for methods that carry one: on a page of the upstream, or in the shop's page, which gets a token of the upstream. */
  card?: "on its page" | "by its token";
};

/** Columns of a file of payments, each by the names that its head may have; small and capital letters are one. Amounts are in main units. */
export type SettlementFile = {
  /** Whether it has no payments of a method, so that none of them is missing there; by default it has all. */
  leavesOut?: (type: string) => boolean;
  payment: readonly string[];
  reference: readonly string[];
  /** What the upstream has of our reference, where it takes no such text; and back, where that can be told. */
  referenceAs?: (reference: string) => string;
  referenceIn?: (text: string) => string | undefined;
  amount: readonly string[];
  /** Baht where there is none. */
  currency?: readonly string[];
  /** What the upstream takes, without interest: the columns that the file has are summed. */
  costs?: readonly string[];
  /** What of an installment's interest the merchant pays, in the same way. */
  interest?: readonly string[];
  paidAt: readonly string[];
  /** When the upstream pays a line out to the merchant's bank; an empty cell is not paid out yet. */
  paidOutAt?: readonly string[];
  /** The column that tells paid payments from others, and its values for them, in small letters. Without it all are paid. */
  paid?: { column: readonly string[]; values: readonly string[] };
  /** The column that tells refunds from payments, and its values for them, in small letters. A negative amount is a refund anyway. */
  refunds?: { column: readonly string[]; values: readonly string[] };
};

/** An unsettled fact. */
type Assumption = { fact: string; confirmedBy: string };

/** What a connection of one account is made with. */
export type Way = {
  credentials: Readonly<Record<string, string>>;
  /** The credentials before the last change, for a day after it: only for reading what was signed with them. */
  previous?: Readonly<Record<string, string>>;
  /** The addresses by the names of `hosts`, without a slash at the end. */
  hosts: Readonly<Record<string, string>>;
  send: Send;
  now: () => Time;
  /** Waits, where the upstream limits the requests of a second. */
  pause: (ms: number) => Promise<unknown>;
  /** Letters and digits for ids that the upstream wants to be unique. */
  randomText: (length: number) => string;
  /** Address to which the upstream sends its notifications of this account. */
  notifyUri: string;
};

/** Sends a request. Rejects where no whole answer came: with `NotTaken` where no connection was made, with another error where it was torn or took too long. */
export type Send = (request: {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Client certificate and its key, as PEM. */
  certificate?: { cert: string; key: string };
}) => Promise<Received>;

export type Received = { status: number; headers: Readonly<Record<string, string | undefined>>; body: string };

/**
 * An upstream as one account reaches it. A request that certainly never reached it, or was refused for a technical reason before anything was carried
 * out, is thrown as `NotTaken`: another upstream may be asked then. Any other error is an unknown answer.
 */
export type UpstreamBank = Omit<Bank, "answersWithin"> & {
  /**
   * Asks something harmless to see whether the credentials are good. `live: false` for credentials of the upstream's own test mode. `holder`: the
   * upstream's id of whose they are, where it is known: by those of another holder no payment of this one is found.
   */
  check(): Promise<{ good: true; live: boolean; name: string | null; holder?: string } | { good: false; why: string }>;
  /**
   * Looks up the payment of a slip that a payer shows. Like a notification it is only a reason to ask about the payment that it names. Null where the
   * bank knows of none.
   */
  slip?(slip: { sendingBank: string; transRef: string }): Promise<SlipPayment | null>;
  /** Cards that it takes and keeps; only where it takes them by its tokens. */
  cards?: UpstreamCards;
  /** When what a transaction has moved on the merchant's balance there can be paid out. @throws Error where it does not say */
  transferableAt?(transaction: string): Promise<Time>;
  /** All payments that were paid in a period, `until` exclusive, with what was taken for each. @throws Error where not all can be told */
  settled?(period: { from: Time; until: Time }): Promise<readonly TheirPayment[]>;
  /** All refunds that were made in a period, `until` exclusive, however they were asked for. @throws Error where not all can be told */
  refunded?(period: { from: Time; until: Time }): Promise<readonly TheirRefund[]>;
  /**
   * All payouts to the merchant's bank that were ordered in a period and sent, as they are now. Where it has none, they are read from files, or entered.
   * @throws Error where not all can be told
   */
  payouts?(period: { from: Time; until: Time }): Promise<readonly TheirPayout[]>;
};

/** Brand and bank of a card by the names that the upstream has for them; null where it does not tell. */
export type TokenCard = { brand: string | null; bank: string | null };

/**
 * Cards at an upstream that takes them by its tokens. A refusal is its whole answer. Where no answer came an error is thrown: the token may be spent then.
 */
export type UpstreamCards = {
  /** What the card behind a token is, before it is charged. */
  cardOf(token: string): Promise<TokenCard>;
  /** Makes a token of a card that a program brought. */
  tokenOf(card: LentCard, holder: Holder): Promise<Made<{ token: string; card: CardFacts }>>;
  /**
   * Keeps the card of a token for a customer, to charge it again.
   *
   * @param reference ours of the customer, where there is none of theirs yet
   */
  keep(token: string, customer: KnownCustomer | null, reference: string): Promise<Made<Kept>>;
  /** Deletes a card that it keeps; done also where it has it no more. @throws Error where it did not say so */
  forget(kept: Pick<Kept, "customer" | "id">): Promise<void>;
};

type Holder = Pick<
  CardFacts,
  "name" | "street1" | "street2" | "city" | "state" | "postalCode" | "phoneNumber" | "email"
> & {
  country: string | null;
};

/** A customer by the upstream's id, with its ids of the cards that are known. */
type KnownCustomer = { customer: string; cards: readonly string[] };

/** A card that an upstream keeps: its ids of customer and card, and what the card tells. */
type Kept = { customer: string; id: string; card: CardFacts };

type Made<What> = ({ made: true } & What) | { made: false; code: string; message: string };

/** A payment as the bank knows it by its slip. */
export type SlipPayment = {
  /** Our reference of the payment; null where it names none of ours. */
  reference: string | null;
  /** Minor units. */
  amount: Minor;
  currency: string;
  paidAt: Time | null;
  /** Whether the money went to this merchant; null where the bank does not say. */
  toUs: boolean | null;
};

/** The upstream certainly has not taken the request. */
export class NotTaken extends Error {
  override readonly name = "NotTaken";
}
