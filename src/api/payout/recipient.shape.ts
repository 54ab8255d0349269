import { z } from "zod";
import { type BankAccount, type Recipient, recipientTypes } from "../../domain/payout/recipient-row.ts";
import { bankName } from "../../domain/payout/thai-bank.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const bankAccountSchema = z.object({
  object: z.literal("bank_account"),
  livemode: z.boolean(),
  last_digits: z.string(),
  account_number: z.string(),
  name: z.string(),
  type: z.null(),
  created_at: value.time,
  brand: z.string(),
  bank_code: z.string(),
  branch_code: z.null(),
});

/** Presents an account at a bank as recorded in 2025: `brand` is the bank's name, `bank_code` its code. */
export const presentBankAccount = (bankAccount: BankAccount, livemode: boolean) => ({
  object: "bank_account" as const,
  livemode,
  last_digits: bankAccount.lastDigits,
  account_number: bankAccount.number,
  name: bankAccount.name,
  type: null,
  created_at: wireTime(bankAccount.createdAt),
  brand: bankName(bankAccount.bank),
  bank_code: bankAccount.bank,
  branch_code: null,
});

export const recipientShape = {
  name: "recipient",
  schema: z.object({
    object: z.literal("recipient"),
    id: value.id("recp"),
    livemode: z.boolean(),
    location: z.string(),
    deleted: z.boolean(),
    bank_account: bankAccountSchema,
    active: z.boolean(),
    default: z.boolean(),
    verified: z.boolean(),
    description: z.string().nullable(),
    email: z.string().nullable(),
    failure_code: z.enum(["name_mismatch", "account_not_found", "bank_not_found"]).nullable(),
    name: z.string(),
    tax_id: z.string(),
    type: z.enum(recipientTypes),
    created_at: value.time,
    schedule: z.null(),
    metadata: value.metadata,
    verified_at: value.time.nullable(),
    activated_at: value.time.nullable(),
  }),
} satisfies Shape;

export function presentRecipient(recipient: Recipient) {
  return {
    object: "recipient" as const,
    id: recipient.id,
    livemode: recipient.livemode,
    location: `/recipients/${recipient.id}`,
    deleted: recipient.deletedAt !== null,
    bank_account: presentBankAccount(recipient.bankAccount, recipient.livemode),
    active: recipient.activatedAt !== null,
    default: recipient.isDefault,
    verified: recipient.verifiedAt !== null,
    description: recipient.description,
    email: recipient.email,
    failure_code: recipient.failureCode,
    name: recipient.name,
    tax_id: recipient.taxId,
    type: recipient.type,
    created_at: wireTime(recipient.createdAt),
    schedule: null,
    metadata: recipient.metadata,
    verified_at: wireTime(recipient.verifiedAt),
    activated_at: wireTime(recipient.activatedAt),
  };
}
