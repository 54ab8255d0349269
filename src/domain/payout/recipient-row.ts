import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";
import type { BankCode } from "./thai-bank.ts";

export const recipientTypes = ["individual", "corporation"] as const;
export type RecipientType = (typeof recipientTypes)[number];

/** Why a bank account was not verified. Source: Recipients API, "failure_code". */
export type RecipientFailure = "name_mismatch" | "account_not_found" | "bank_not_found";

/** An account at a bank, to which money is paid out. Its number is personal data: logs do not have it. */
export type BankAccount = {
  bank: BankCode;
  number: string;
  lastDigits: string;
  name: string;
  createdAt: Time;
};

/** Somebody to whom a merchant's money is paid out: the merchant, or another. Paying takes both, verification and activation. */
export type Recipient = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  /** Whether a transfer goes here that names no recipient: one of each test account, made with it. */
  isDefault: boolean;
  name: string;
  type: RecipientType;
  email: string | null;
  description: string | null;
  taxId: string;
  bankAccount: BankAccount;
  metadata: Record<string, unknown>;
  createdAt: Time;
  verifiedAt: Time | null;
  activatedAt: Time | null;
  failureCode: RecipientFailure | null;
  /** When the bank account is looked at; null once it was, and where nobody can. */
  dueAt: Time | null;
  deletedAt: Time | null;
};

/** Whether money can be paid out to a recipient. */
export const isPayable = ({ verifiedAt, activatedAt, deletedAt }: Recipient): boolean =>
  verifiedAt !== null && activatedAt !== null && deletedAt === null;
