import type { Time } from "../domain/base/time.ts";
import type { DeclineReason } from "../domain/payment/failure.ts";
import type { Bank, BankReference } from "./bank.ts";
import type { BankRules, Misbehaviour } from "./faults.ts";
import type { ChangeableMemory } from "./simulator-memory.ts";

/** A bank of test mode, simulated in this process. */
export type Sandbox = {
  /** The bank as the gateway reaches it, over a line that can be faulty. */
  connector: Bank;
  /**
   * Plays the payer: decides the payment at the bank, opened there or not; the first decision stands. Missing where a bank has no payers of its own,
   * such as an acquirer of cards.
   */
  play?(about: BankReference, outcome: "paid" | DeclineReason): Promise<void>;
};

/** The surroundings of one simulated bank. */
type Surroundings = {
  /** The bank's own memory. */
  memory: ChangeableMemory;
  /** Time of a merchant's account; without a merchant, the server's. */
  now: (merchantId?: string) => Time;
  /** Letters and digits for references that banks print. */
  randomText: (length: number) => string;
  /** The reason for which a payer's payment is declined, where a rule of the account wants it. */
  declines: BankRules["declines"];
  /** Puts a line that can be faulty in front of a bank. */
  behind: Misbehaviour["behind"];
};

/** A bank for a gateway: one folder, and one line of the list in `index.ts`. */
export type BankEntry = {
  /** The bank's name in the database, in metrics and in methods; never changed. */
  name: string;
  label: { en: string; th: string; ja: string };
  sandbox(surroundings: Surroundings): Sandbox;
  /** Connects a live account to the real bank; a bank without it is not offered in live mode. */
  live?(account: string): Bank;
};
