import type { AccountId } from "../base/id.ts";
import { withoutSecrets } from "../base/mask.ts";
import type { Time } from "../base/time.ts";

/** What a bank can be asked about a charge. */
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

/** What it can say; `challenge` only an issuer says, of a cardholder. */
export const bankWords = ["approved", "declined", "pending", "unknown", "challenge"] as const;
export type BankWord = (typeof bankWords)[number];

/** One question to a bank about a charge, and its answer. No card data: only what the question was about. */
export type BankMessage = {
  charge: string;
  id: string;
  account: AccountId;
  /** Name of the bank, or `three_ds` for the issuer of a card. */
  bank: string;
  step: BankStep;
  /** Under which reference it was asked. */
  reference: string;
  answer: BankWord;
  /** Why it declined, or could not be understood. */
  reason: string | null;
  bankReference: string | null;
  approvalCode: string | null;
  latencyMs: number;
  /** When it was asked. */
  createdAt: Time;
};

type Question = Pick<BankMessage, "bank" | "step" | "reference">;
type Said = {
  answer: BankWord;
  reason?: string;
  why?: string;
  reference?: string | null;
  approvalCode?: string | null;
};

const reasonMax = 200;

/** Why a bank declined, or could not be understood. A torn connection may say anything, so its words are looked through. */
export function reasonIn({ reason, why }: Said): string | null {
  const words = reason ?? why;
  return words === undefined ? null : withoutSecrets(words).slice(0, reasonMax);
}

/** The record of what was asked at `at` and what the bank said to it. */
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
    latencyMs,
    createdAt: at,
  };
}
