import { z } from "zod";
import type { Receipt } from "../../domain/receipt/receipt-row.ts";
import type { ReceiptMonth } from "../../storage/receipt/receipt.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const receiptShape = {
  name: "receipt",
  schema: z.object({
    object: z.literal("receipt"),
    id: value.id("rcpt"),
    livemode: z.boolean(),
    location: z.string(),
    credit_note: z.boolean(),
    charge_fee: value.minor,
    transaction_fee: value.minor,
    subtotal: value.minor,
    transfer_fee: value.minor,
    voided_fee: value.minor,
    vat: value.minor,
    wht: value.minor,
    total: value.minor,
    company_address: z.string().nullable(),
    company_name: z.string(),
    company_tax_id: z.string().nullable(),
    currency: value.currency,
    customer_address: z.string().nullable(),
    customer_email: z.string(),
    customer_name: z.string(),
    customer_statement_name: z.string(),
    customer_tax_id: z.string().nullable(),
    number: z.string(),
    created_at: value.time,
    issued_on: value.day,
    adjustment_transaction: z.null(),
  }),
} satisfies Shape;

/** A receipt, in the order of the newest recording. `transaction_fee` was recorded with the value of `charge_fee`. */
export function presentReceipt(receipt: Receipt) {
  const { id, seller, buyer } = receipt;
  return {
    object: "receipt" as const,
    id,
    livemode: receipt.livemode,
    location: `/receipts/${id}`,
    credit_note: receipt.creditNote,
    charge_fee: receipt.chargeFee,
    transaction_fee: receipt.chargeFee,
    subtotal: receipt.subtotal,
    transfer_fee: receipt.transferFee,
    voided_fee: receipt.voidedFee,
    vat: receipt.vat,
    wht: receipt.wht,
    total: receipt.total,
    company_address: seller.address,
    company_name: seller.name,
    company_tax_id: seller.taxId,
    currency: receipt.currency,
    customer_address: buyer.address,
    customer_email: buyer.email,
    customer_name: buyer.name,
    customer_statement_name: buyer.statementName,
    customer_tax_id: buyer.taxId,
    number: receipt.number,
    created_at: wireTime(receipt.createdAt),
    issued_on: receipt.issuedOn,
    adjustment_transaction: null, // the VAT is what was booked with each payment, so nothing is adjusted
  };
}

const sums = { subtotal: value.minor, vat: value.minor, wht: value.minor, total: value.minor };
const monthName = z.string().regex(/^\d{4}-\d\d$/);

export const receiptMonthsShape = {
  name: "receipt_months",
  schema: z.object({
    object: z.literal("receipt_months"),
    data: z.array(z.object({ month: monthName, receipts: z.int(), ...sums })),
  }),
} satisfies Shape;

export const presentReceiptMonths = (months: readonly ReceiptMonth[]) => ({
  object: "receipt_months" as const,
  data: months.map(({ count, ...month }) => ({ ...month, receipts: count })),
});

export const receiptMonthShape = {
  name: "receipt_month",
  schema: z.object({
    object: z.literal("receipt_month"),
    month: monthName,
    account: value.id("account").meta({ description: "Whose receipts: numbers are unique in an account." }),
    data: z.array(z.object(receiptShape.schema.shape)), // in the newest form, whatever the version of the account
  }),
} satisfies Shape;

type Month = { month: string; account: string; receipts: readonly Receipt[] };

export const presentReceiptMonth = ({ month, account, receipts }: Month) => ({
  object: "receipt_month" as const,
  month,
  account,
  data: receipts.map(presentReceipt),
});
