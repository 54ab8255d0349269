import type { Time } from "../domain/base/time.ts";
import type { DeclineReason } from "../domain/payment/failure.ts";
import type { Bank, BankReference } from "./bank.ts";
import type { Misbehaviour } from "./faults.ts";
import type { ChangeableMemory } from "./simulator-memory.ts";

/** A bank of test mode, simulated in this process. */
export type Sandbox = {
  /** The bank as a gateway reaches it, behind a line that can misbehave. */
  connector: Bank;
  /**
   * Plays the payer: the payment is decided at the bank, whether it was opened there before or not, and the first decision stands. Where a bank has
   * no payers of its own, as an acquirer of cards, there is nothing to play.
   */
  play?(about: BankReference, outcome: "paid" | DeclineReason): Promise<void>;
};

/** What a simulated bank lives on. */
type Surroundings = {
  /** Its own memory. */
  memory: ChangeableMemory;
  now: () => Time;
  /** Letters and digits for references that banks print. */
  randomText: (length: number) => string;
  /** Puts a line that can misbehave before what the connector speaks to. */
  behind: Misbehaviour["behind"];
};

/** A bank as a gateway is given it: one folder, and one line of the list in `index.ts`. */
export type BankEntry = {
  /** Its name in the database, in metrics and in methods; never changed. */
  name: string;
  label: { en: string; th: string; ja: string };
  sandbox(surroundings: Surroundings): Sandbox;
  /** The way to the real one for an account of live mode; a bank without it is not offered there. */
  live?(account: string): Bank;
};
