import type { Minor } from "../../domain/base/money.ts";
import type { Receipt } from "../../domain/receipt/receipt-row.ts";
import { amountColumns, type Columns, type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";

/** Export of receipts. Subtotal + VAT − tax withheld is the total; of a credit note the operator owes it. */
export const receiptSheet: Sheet<Receipt> = {
  columns: {
    id: ({ id }) => id,
    number: ({ number }) => number,
    issued_on: ({ issuedOn }) => issuedOn,
    ...timeColumns("created_at", ({ createdAt }) => createdAt),
    credit_note: ({ creditNote }) => String(creditNote),
    currency: ({ currency }) => currency,
    ...both("charge_fee", ({ chargeFee }) => chargeFee),
    ...both("transfer_fee", ({ transferFee }) => transferFee),
    ...both("voided_fee", ({ voidedFee }) => voidedFee),
    ...both("subtotal", ({ subtotal }) => subtotal),
    ...both("vat", ({ vat }) => vat),
    ...both("wht", ({ wht }) => wht),
    ...both("total", ({ total }) => total),
    company_name: ({ seller }) => textOf(seller.name),
    company_tax_id: ({ seller }) => textOf(seller.taxId),
    customer_name: ({ buyer }) => textOf(buyer.name),
    customer_tax_id: ({ buyer }) => textOf(buyer.taxId),
  },
  metadataOf: () => ({}),
};

function both(name: string, amountOf: (receipt: Receipt) => Minor): Columns<Receipt> {
  return amountColumns(name, amountOf, ({ currency }) => currency);
}
