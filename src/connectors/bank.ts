import type { Minor } from "../domain/base/money.ts";
import type { Time } from "../domain/base/time.ts";
import type { LentCard } from "../domain/card/card.ts";
import type { CardOnFile } from "../domain/payment/card-on-file.ts";
import type { DeclineReason } from "../domain/payment/failure.ts";
import type { Shows } from "../domain/payment/journey.ts";
import type { NextStep } from "../domain/payment/next-step.ts";
import type { Source } from "../domain/payment/source.ts";
import type { Proof } from "../domain/payment/three-ds.ts";
import type { ThreeDsConnector } from "./three-ds/connector.ts";

/**
 * The four answers of a bank. `unknown` (a time-out, a broken connection, nonsense) is never read as a decline: the bank is asked again until it
 * decides.
 * `notTaken`: the request certainly did not reach the bank, or was refused before anything was carried out.
 * `arrived`: the payer's money has come straight into the merchant's own bank account, so nobody has to pay it out.
 * `transaction`: the upstream's id of what a payment or refund has moved on the merchant's balance there; it can be asked for the date of that.
 * `others`: further payments under the same reference. They are money that no charge is for.
 * `voided`: whether a refund has undone the payment before it was settled, so that its costs come back, too; left out where the bank does not say.
 * `next` says what the payer needs to do; a repeated answer has the same `next` or none.
 */
export type BankAnswer =
  | {
      answer: "approved";
      reference: string | null;
      approvalCode: string | null;
      costs?: Costs;
      arrived?: true;
      transaction?: string;
      others?: readonly OtherPayment[];
      voided?: boolean;
    }
  | { answer: "declined"; reason: DeclineReason }
  | { answer: "pending"; next?: NextStep; upstreamId?: string }
  | { answer: "unknown"; why: string; notTaken?: true };

/** A payment by the upstream's id, in minor units of the charge's currency. */
export type OtherPayment = { id: string; amount: Minor };

/** What an upstream takes for a payment, in minor units of the charge's currency, where its answer says so. */
type Costs = { fee: Minor; feeVat: Minor; interest: Minor; interestVat: Minor };

/** A payment at the bank, and the merchant's account. */
export type BankReference = { reference: string; account: string };

/** A payment that is asked about, with what an upstream may need to find it. */
export type PaymentReference = BankReference & {
  amount: Minor;
  currency: string;
  /** Type of the payment method. */
  method: string;
  /** When the charge was made. */
  openedAt: Time;
  /** What is asked about: the payment itself, or what followed it. */
  step: "pay" | "capture" | "reverse";
  /** The time when the merchant stops waiting for the payer. */
  expiresAt: Time;
  /** The upstream's own id of the payment, as its `pending` answer said; null where none was given or the answer never came. */
  upstreamId: string | null;
  /** Ids that it told before, oldest first: they may have been paid. */
  earlierIds: readonly string[];
};

/** A request to a bank. A repeated `reference` is carried out once and gets the same answer. `amount` in minor units. */
export type AmountRequest = BankReference & { amount: Minor; currency: string };

/** A request that opens or authorizes a payment, with everything that a bank may need. */
export type BankRequest = PaymentReference & {
  merchant: { id: string; name: string };
  description: string | null;
  /** Id of the payer's page, which the bank names when the payment is over; null where there is none. */
  page: string | null;
  /** Our address to which the bank sends the payer back; null where the payer is not sent anywhere. */
  returnUri: string | null;
  /** The payer's language; null where unknown. */
  locale: string | null;
  /** What the merchant said of a payment by a card on file; the charge that it names has its id as reference. */
  cardOnFile: CardOnFile | null;
  /** The bank's own reference of the first charge that `cardOnFile` names; null where there is none, or another bank carried it. */
  firstPayment: string | null;
  /** What the bank is asked to give, for the merchant to show the payer. */
  shows: Shows;
  /** The source of the payment, with parameters such as a telephone number or a scanned barcode; null for a plain card. */
  source: Source | null;
  /** Whether the bank may have been asked before, so that it must be searched for the payment first. */
  again: boolean;
  /** Whether the money is claimed at once; false holds it until a capture. */
  capture: boolean;
  /** Whether less than the amount may be captured later. */
  preAuth: boolean;
  /** Whether the merchant pays the interest of an installment plan. */
  zeroInterest: boolean;
  /** The upstream's own stand-in for a card that never came to us; null where there is none. */
  cardToken: string | null;
  /** The upstream's id of the customer whose card that is; null where it is a token. */
  cardCustomer: string | null;
  /** The bank's reference of what the owner of the account to debit has agreed to; null where none is debited. */
  mandate: string | null;
};

/** A bank's notification as it came over HTTP; `body` is its text. */
export type Notification = { headers: Readonly<Record<string, unknown>>; query: unknown; body: string };

/** The payment that a notification is about, what it says in a form that people can read, and our answer to the bank as JSON. */
type Notified = { reference: string; says: string; answer: object };

/**
 * Reaches a bank by the verbs that it has. A missing verb is never called: a gateway refuses a method that needs it.
 * An error of a verb counts as `unknown`, except a `TypeError` and the like, which are defects.
 */
export type Bank = {
  /** Tells the bank to expect the payer. `pending` until the payer decides, with what the payer needs. */
  open?(request: BankRequest): Promise<BankAnswer>;
  /**
   * Asks for the money at once.
   *
   * @param card null where the method carries none
   * @param proof of the cardholder's authentication by 3-D Secure, if any
   */
  authorize?(request: BankRequest, card: LentCard | null, proof: Proof | null): Promise<BankAnswer>;
  capture?(request: AmountRequest, authorization: string): Promise<BankAnswer>;
  reverse?(request: AmountRequest, authorization: string): Promise<BankAnswer>;
  refund?(request: AmountRequest, authorization: string): Promise<BankAnswer>;
  /** The outcome of a request; `pending` when the payer has not decided, or the bank never received it. */
  inquire(about: PaymentReference): Promise<BankAnswer>;
  /**
   * Ends a payment. `pending` means: it has ended undecided. An earlier approval or decline stands. An authorization that may still be under way is
   * declined from now on.
   */
  cancel(about: PaymentReference): Promise<BankAnswer>;
  /** Reads a notification. It is not trusted; it only makes us ask the bank. Undefined for one that cannot be read. */
  notified?(notification: Notification): Promise<Notified | undefined>;
  /** Time limits of verbs in milliseconds, where this bank's differ from the default. */
  answersWithin?: Readonly<Partial<Record<Verb, number>>>;
};

/** The verbs of banks. */
export const verbs = ["open", "authorize", "capture", "reverse", "refund", "inquire", "cancel"] as const;
export type Verb = (typeof verbs)[number];

/** The banks of one account by name, and the connector to card issuers. */
export type Connectors = { banks: Record<string, Bank>; threeDs?: ThreeDsConnector };

/** The name of the issuers among banks: in bank messages, health and traces. */
export const threeDsName = "three_ds";
export const threeDsLabel = { en: "3-D Secure", th: "3-D Secure", ja: "3-D セキュア" };
