import type { Minor } from "../../domain/base/money.ts";
import {
  type BookedRefund,
  type Movement,
  type Parts,
  partsOf,
  type StatementLine,
} from "../../domain/ledger/ledger.ts";
import { fundingCurrencyOf } from "../../domain/payment/funding.ts";
import { amountColumns, type Columns, type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";

/** Statement of the balance: gross less fee, interest and the VAT on both is net, and the balance after a line is that before it and its net. */
export const transactionSheet: Sheet<StatementLine> = {
  columns: {
    id: ({ entry }) => entry.id,
    ...timeColumns("created_at", ({ entry }) => entry.createdAt),
    kind: ({ entry }) => entry.key,
    charge: ({ charge }) => charge?.id ?? null,
    refund: ({ refund }) => refund?.id ?? null,
    transfer: ({ transfer }) => transfer?.id ?? null,
    dispute: ({ dispute }) => dispute?.id ?? null,
    method: ({ charge }) => charge?.method ?? null,
    currency: ({ entry }) => entry.currency,
    ...part("gross", ({ gross }) => gross),
    ...part("fee", ({ fee }) => fee),
    ...part("fee_vat", ({ feeVat }) => feeVat),
    ...part("interest", ({ interest }) => interest),
    ...part("interest_vat", ({ interestVat }) => interestVat),
    ...part("net", ({ net }) => net),
    ...amountColumns(
      "balance_after",
      ({ balanceAfter }) => balanceAfter,
      ({ entry }) => entry.currency,
    ),
    ...timeColumns("transferable_at", ({ entry }) => entry.transferableAt),
    description: ({ charge }) => textOf(charge?.description),
  },
  metadataOf: ({ charge, transfer }) => charge?.metadata ?? transfer?.metadata ?? {},
};

/** Export of refunds. A refund takes less than its amount from the balance if a void returned fees, and nothing while it is pending. */
export const refundSheet: Sheet<BookedRefund> = {
  columns: {
    id: ({ refund }) => refund.id,
    ...timeColumns("created_at", ({ refund }) => refund.createdAt),
    status: ({ refund }) => refund.state,
    voided: ({ refund }) => String(refund.voided),
    charge: ({ charge }) => charge.id,
    method: ({ charge }) => charge.method,
    currency: ({ refund }) => refund.currency,
    ...ofRefund("amount", ({ refund }) => refund.amount),
    ...amountColumns<BookedRefund>(
      "net",
      ({ entry }) => entry?.amount ?? null,
      ({ refund }) => fundingCurrencyOf(refund),
    ),
    transaction: ({ refund }) => refund.transaction,
    ...timeColumns("booked_at", ({ entry }) => entry?.createdAt ?? null),
    ...timeColumns("transferable_at", ({ entry }) => entry?.transferableAt ?? null),
    card_last_digits: ({ charge }) => textOf(charge.card?.lastDigits),
    charge_description: ({ charge }) => textOf(charge.description),
    funding_currency: ({ refund }) => fundingCurrencyOf(refund),
  },
  metadataOf: ({ refund }) => refund.metadata,
};

function part(name: string, amountOf: (parts: Parts) => Minor): Columns<Movement> {
  return amountColumns(
    name,
    (movement) => amountOf(partsOf(movement)),
    ({ entry }) => entry.currency,
  );
}

function ofRefund(name: string, amountOf: (row: BookedRefund) => Minor | null): Columns<BookedRefund> {
  return amountColumns(name, amountOf, ({ refund }) => refund.currency);
}
