import type { Minor } from "../../domain/base/money.ts";
import type { ReconciliationItem } from "../../domain/upstream/reconciliation-row.ts";
import { amountColumns, type Columns, type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";

/** Export of the payments that are not the same on both sides, for finance. */
export const reconciliationSheet: Sheet<ReconciliationItem> = {
  columns: {
    id: ({ id }) => id,
    reconciliation: ({ reconciliation }) => reconciliation,
    kind: ({ kind }) => kind,
    state: ({ state }) => state,
    about: ({ about }) => about,
    charge: ({ charge }) => charge,
    refund: ({ refund }) => refund,
    reference: ({ reference }) => textOf(reference),
    payment: ({ payment }) => textOf(payment),
    here_currency: ({ ourCurrency }) => ourCurrency,
    ...both(
      "here",
      ({ ourAmount }) => ourAmount,
      ({ ourCurrency }) => ourCurrency,
    ),
    ...both(
      "here_costs",
      ({ ourCosts }) => ourCosts,
      ({ ourCurrency }) => ourCurrency,
    ),
    ...timeColumns("here_paid_at", ({ ourPaidAt }) => ourPaidAt),
    there_currency: ({ theirCurrency }) => textOf(theirCurrency),
    ...both(
      "there",
      ({ theirAmount }) => theirAmount,
      ({ theirCurrency }) => theirCurrency,
    ),
    ...both(
      "there_costs",
      ({ theirCosts }) => theirCosts,
      ({ theirCurrency }) => theirCurrency,
    ),
    ...timeColumns("there_paid_at", ({ theirPaidAt }) => theirPaidAt),
    note: ({ note }) => textOf(note),
    worked_off_by: ({ workedOffBy }) => workedOffBy,
    ...timeColumns("worked_off_at", ({ workedOffAt }) => workedOffAt),
  },
  metadataOf: () => ({}),
};

function both(
  name: string,
  amountOf: (item: ReconciliationItem) => Minor | null,
  currencyOf: (item: ReconciliationItem) => string | null,
): Columns<ReconciliationItem> {
  return amountColumns(name, amountOf, (item) => currencyOf(item) ?? "THB");
}
