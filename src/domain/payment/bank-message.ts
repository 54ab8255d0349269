import type { AccountId } from "../base/id.ts";
import { withoutSecrets } from "../base/mask.ts";
import type { Time } from "../base/time.ts";

/** The questions to a bank about a charge. */
export const bankSteps = [
  "open",
  "authenticate",
  "authorize",
  "capture",
  "reverse",
  "refund",
  "inquire",
  "cancel",
] as const;
export type BankStep = (typeof bankSteps)[number];

/** The answers of a bank; only an issuer says `challenge`, about a cardholder. */
export const bankWords = ["approved", "declined", "pending", "unknown", "challenge"] as const;
export type BankWord = (typeof bankWords)[number];

/** One question to a bank about a charge, and its answer. Without card data. */
export type BankMessage = {
  charge: string;
  id: string;
  account: AccountId;
  /** Name of the bank, or `three_ds` for the issuer of a card. */
  bank: string;
  step: BankStep;
  /** The reference of the question. */
  reference: string;
  answer: BankWord;
  /** Why the bank declined, or why its answer was not understood. */
  reason: string | null;
  bankReference: string | null;
  approvalCode: string | null;
  /** Whether an unknown answer shows that the bank certainly did not take the question: another upstream may be asked then. */
  notTaken: boolean;
  latencyMs: number;
  /** The time of the question. */
  createdAt: Time;
};

type Question = Pick<BankMessage, "bank" | "step" | "reference">;
type Said = {
  answer: BankWord;
  reason?: string;
  why?: string;
  reference?: string | null;
  approvalCode?: string | null;
  notTaken?: boolean;
};

const reasonMax = 200;

/** The reason of a declined or unclear answer, without secrets: text from a broken connection may contain anything. */
export function reasonIn({ reason, why }: Said): string | null {
  const words = reason ?? why;
  return words === undefined ? null : withoutSecrets(words).slice(0, reasonMax);
}

/** The record of a question at `at` and its answer. */
export function bankMessage(
  id: string,
  { id: charge, account }: { id: string; account: AccountId },
  question: Question,
  said: Said,
  at: Time,
  latencyMs: number,
): BankMessage {
  return {
    charge,
    id,
    account,
    ...question,
    answer: said.answer,
    reason: reasonIn(said),
    bankReference: said.reference ?? null,
    approvalCode: said.approvalCode ?? null,
    notTaken: said.notTaken ?? false,
    latencyMs,
    createdAt: at,
  };
}
