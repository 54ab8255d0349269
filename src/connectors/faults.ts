import { seconds, type Time } from "../domain/base/time.ts";
import type { DeclineReason } from "../domain/payment/failure.ts";
import type { BankReference } from "./bank.ts";

/** What rules of test accounts want of the simulated banks. Each answer counts as one application. */
export type BankRules = {
  /**
   * The fault of an answer that a bank has just given.
   * @param answer as text, by which an answer that is late is told from the next one
   */
  answer(about: BankReference, answer: string): Promise<AnswerFault | undefined>;
  /** The reason for which a payment is declined in place of being paid. */
  declines(about: BankReference): Promise<DeclineReason | undefined>;
  /** The reason for which a refund is refused. */
  refusesRefund(about: BankReference): Promise<DeclineReason | undefined>;
  /** The time of the payer's approval where it comes after the charge has expired; `before` is when it expires. */
  paidAfterExpiry(about: BankReference): Promise<{ before: Time; at: Time; now: Time } | undefined>;
};

/** `waits`: milliseconds until the answer is there; null where it is not worth waiting for. */
export type AnswerFault =
  | { fault: "answer_late"; waits: number | null }
  | { fault: "answer_never" | "answer_twice" | "answer_out_of_order" | "answer_nonsense" };

/** Makes the answers of simulated banks faulty, as rules want it. A bank always carries out the request; only its answer is faulty. */
export type Misbehaviour = {
  /** Gives the answers of an account that wait for being overtaken. */
  letGo(account: string): void;
  /** Wraps a bank so that its answers can be faulty. Wrap what the connector uses; the payer's acts stay direct. */
  behind<Bank extends Verbs<Bank>>(bank: Bank, whose: (...asked: Asked<Bank>) => BankReference): Bank;
};

/** A bank as a set of verbs. */
type Verbs<Bank> = Record<keyof Bank, (...asked: never[]) => Promise<unknown>>;
type Asked<Bank extends Verbs<Bank>> = Parameters<Bank[keyof Bank]>;

/** How long an answer waits to be overtaken. */
const heldForMs = seconds(30);

/** @param pause waits for some time */
export function createMisbehaviour(
  rules: Pick<BankRules, "answer">,
  pause: (ms: number) => Promise<unknown>,
): Misbehaviour {
  /** Answers that are held, by account and reference; other processes hold their own. */
  const held = new Map<string, Map<string, Set<() => void>>>();

  /** Waits until the time is up or the reference is let go. */
  async function hold({ account, reference }: BankReference): Promise<void> {
    const ofAccount = held.get(account) ?? new Map<string, Set<() => void>>();
    held.set(account, ofAccount);
    const waiting = ofAccount.get(reference) ?? new Set();
    ofAccount.set(reference, waiting);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    waiting.add(release);
    await Promise.race([released, pause(heldForMs)]);
    waiting.delete(release);
    if (waiting.size === 0) ofAccount.delete(reference);
    if (ofAccount.size === 0) held.delete(account);
  }

  const isHeld = ({ account, reference }: BankReference): boolean => held.get(account)?.has(reference) ?? false;

  const letGo = ({ account, reference }: BankReference) => {
    for (const free of held.get(account)?.get(reference) ?? []) free();
  };

  async function carry(about: BankReference, carryOut: () => Promise<unknown>): Promise<unknown> {
    const answer = await carryOut();
    const wanted = await rules.answer(about, JSON.stringify(answer) ?? "");
    switch (wanted?.fault) {
      case "answer_late":
        if (wanted.waits === null) throw new Error("the bank has not answered in time");
        await pause(wanted.waits);
        return answer;
      case "answer_never":
        throw new Error("the bank did not answer in time");
      case "answer_twice":
        return carryOut();
      case "answer_out_of_order":
        if (!isHeld(about)) await hold(about);
        else setImmediate(() => letGo(about)); // after this answer has been taken
        return answer;
      case "answer_nonsense":
        return "<html><body>502 Bad Gateway</body></html>";
      case undefined:
        return answer;
    }
  }

  return {
    letGo: (account) => {
      for (const reference of [...(held.get(account)?.keys() ?? [])]) letGo({ account, reference });
    },
    behind: (bank, whose) => {
      const verbs = bank as unknown as Record<string, Verb>; // what `Verbs` says, without the arguments' types
      const line = Object.entries(verbs).map(([name, verb]) => [
        name,
        (...asked: unknown[]) => carry(whose(...(asked as Parameters<typeof whose>)), () => verb(...asked)), // each verb gets the arguments of its type
      ]);
      return Object.fromEntries(line) as typeof bank; // the same verbs; only a faulty answer can have another type
    },
  };
}

type Verb = (...asked: unknown[]) => Promise<unknown>;
