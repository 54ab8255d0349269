import type { Minor } from "../domain/base/money.ts";
import type { LentCard } from "../domain/card/card.ts";
import type { DeclineReason } from "../domain/payment/failure.ts";
import type { Proof } from "../domain/payment/three-ds.ts";
import type { ThreeDsConnector } from "./three-ds/connector.ts";

/**
 * A bank has four answers. `unknown` (a time-out, a torn connection, nonsense) is never read as a decline: the bank is asked again until it says.
 */
export type BankAnswer =
  | { answer: "approved"; reference: string | null; approvalCode: string | null }
  | { answer: "declined"; reason: DeclineReason }
  | { answer: "pending" }
  | { answer: "unknown"; why: string };

/** What a bank is asked about, and for which merchant's account. */
export type BankReference = { reference: string; account: string };

/** One request to a bank. The same `reference` asked twice is carried out once and answered alike. */
export type BankRequest = BankReference & { amount: Minor; currency: string };

/** What a payer's app additionally shows, and whom the bank tells when the payer has decided: the id of his page. */
export type AppRequest = BankRequest & { merchant: string; callback: string };

/** Reaches a bank whose payers confirm in its app. */
export type AppConnector = {
  kind: "app";
  /** Opens the payment at the bank, so that the payer's app finds it. */
  open(request: AppRequest): Promise<BankAnswer>;
  /** What became of it; `pending` while the payer has not decided. */
  inquire(about: BankReference): Promise<BankAnswer>;
  /** Ends the payment. `pending` means that it is over and was not decided; an approval or decline came first and stands. */
  cancel(about: BankReference): Promise<BankAnswer>;
};

/** Reaches the card networks through an acquirer. */
export type CardConnector = {
  kind: "card";
  /** @param proof of the cardholder's authentication by 3-D Secure, where there was one */
  authorize(request: BankRequest, card: LentCard, proof: Proof | null): Promise<BankAnswer>;
  capture(request: BankRequest, authorization: string): Promise<BankAnswer>;
  reverse(request: BankRequest, authorization: string): Promise<BankAnswer>;
  refund(request: BankRequest, authorization: string): Promise<BankAnswer>;
  /** What became of a request; `pending` when the acquirer never got it. */
  inquire(about: BankReference): Promise<BankAnswer>;
  /** Ends an authorization that may still be on its way: an approval or decline that came first stands, else it is declined from now on. */
  cancel(about: BankReference): Promise<BankAnswer>;
};

/** What is configured for one mode; a method whose connector is missing is not offered there. */
export type Connectors = { kplus?: AppConnector; card?: CardConnector; threeDs?: ThreeDsConnector };
