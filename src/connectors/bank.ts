import type { Minor } from "../domain/base/money.ts";
import type { Time } from "../domain/base/time.ts";
import type { LentCard } from "../domain/card/card.ts";
import type { DeclineReason } from "../domain/payment/failure.ts";
import type { NextStep } from "../domain/payment/next-step.ts";
import type { Source } from "../domain/payment/source.ts";
import type { Proof } from "../domain/payment/three-ds.ts";
import type { ThreeDsConnector } from "./three-ds/connector.ts";

/**
 * A bank has four answers. `unknown` (a time-out, a torn connection, nonsense) is never read as a decline: the bank is asked again until it says.
 * `next` says what the payer needs to do; a bank that is asked again says the same, or leaves it out.
 */
export type BankAnswer =
  | { answer: "approved"; reference: string | null; approvalCode: string | null }
  | { answer: "declined"; reason: DeclineReason }
  | { answer: "pending"; next?: NextStep }
  | { answer: "unknown"; why: string };

/** What a bank is asked about, and for which merchant's account. */
export type BankReference = { reference: string; account: string };

/** One request to a bank. The same `reference` asked twice is carried out once and answered alike. `amount` in minor units. */
export type AmountRequest = BankReference & { amount: Minor; currency: string };

/** A request that opens or authorizes a payment, with all that a bank may want to know of it. */
export type BankRequest = AmountRequest & {
  merchant: { id: string; name: string };
  description: string | null;
  /** When the merchant stops waiting for the payer. */
  expiresAt: Time;
  /** Id of the payer's page, by which a bank tells that the payment is over; null where there is none. */
  page: string | null;
  /** Where the bank sends the payer back to, an address of ours; null where the payer goes nowhere. */
  returnUri: string | null;
  /** What the payer reads in; null where that is not known. */
  locale: string | null;
  /** What the merchant said of the payment, such as a telephone number or a scanned barcode; null for a plain card. */
  source: Source | null;
};

/** A notification of a bank, as it came over HTTP; `body` is its text. */
export type Notification = { headers: Readonly<Record<string, unknown>>; query: unknown; body: string };

/** Whose payment a notification is about, and what the bank is answered, as JSON. */
type Notified = { reference: string; answer: object };

/**
 * Reaches a bank, by the verbs that it has. One that is missing is never asked for: a method that needs it cannot be given to a gateway.
 * What a verb throws counts as `unknown`, but for a `TypeError` and the like, which are defects.
 */
export type Bank = {
  /** Tells the bank to expect the payer. `pending` while the payer has not decided, with what the payer needs. */
  open?(request: BankRequest): Promise<BankAnswer>;
  /**
   * Asks for the money at once.
   *
   * @param card null where the method carries none
   * @param proof of the cardholder's authentication by 3-D Secure, where there was one
   */
  authorize?(request: BankRequest, card: LentCard | null, proof: Proof | null): Promise<BankAnswer>;
  capture?(request: AmountRequest, authorization: string): Promise<BankAnswer>;
  reverse?(request: AmountRequest, authorization: string): Promise<BankAnswer>;
  refund?(request: AmountRequest, authorization: string): Promise<BankAnswer>;
  /** What became of a request; `pending` when the payer has not decided, or the bank never got it. */
  inquire(about: BankReference): Promise<BankAnswer>;
  /**
   * Ends a payment. `pending` means that it is over and was not decided; an approval or decline that came first stands. An authorization that may
   * still be on its way is declined from now on.
   */
  cancel(about: BankReference): Promise<BankAnswer>;
  /** Reads a notification. It is not believed: all that it does is that the bank is asked. Undefined for one that cannot be read. */
  notified?(notification: Notification): Promise<Notified | undefined>;
  /** How long an answer of a verb may take, in milliseconds, where this bank is given another time than all. */
  answersWithin?: Readonly<Partial<Record<Verb, number>>>;
};

/** What a bank can be asked to do. */
export const verbs = ["open", "authorize", "capture", "reverse", "refund", "inquire", "cancel"] as const;
export type Verb = (typeof verbs)[number];

/** The banks that one account reaches, by their names, and the issuers of its payers' cards. */
export type Connectors = { banks: Record<string, Bank>; threeDs?: ThreeDsConnector };

/** What the issuers are called among banks: in bank messages, health and traces. */
export const threeDsName = "three_ds";
export const threeDsLabel = { en: "3-D Secure", th: "3-D Secure", ja: "3-D セキュア" };
