import type { Minor } from "../../domain/base/money.ts";
import type { Settled } from "../../domain/ledger/settlement.ts";
import { amountColumns, type Columns, type Sheet, timeColumns } from "../wire/csv-columns.ts";

/** Export of the settlement report: a line for each day or payout. */
export const settlementSheet = (currency: string): Sheet<Settled> => {
  const amount = (name: string, amountOf: (row: Settled) => Minor): Columns<Settled> =>
    amountColumns(name, amountOf, () => currency);
  return {
    columns: {
      ...timeColumns("from", ({ from }) => from),
      ...timeColumns("to", ({ to }) => to),
      payout: ({ payout }) => payout,
      transactions: ({ count }) => count,
      currency: () => currency,
      ...amount("opening", ({ opening }) => opening),
      ...amount("gross", ({ gross }) => gross),
      ...amount("refunded", ({ refunded }) => refunded),
      ...amount("disputed", ({ disputed }) => disputed),
      ...amount("fee", ({ fee }) => fee),
      ...amount("fee_vat", ({ feeVat }) => feeVat),
      ...amount("interest", ({ interest }) => interest),
      ...amount("interest_vat", ({ interestVat }) => interestVat),
      ...amount("net", ({ net }) => net),
      ...amount("paid_out", ({ paidOut }) => paidOut),
      ...amount("payout_fee", ({ payoutFee }) => payoutFee),
      ...amount("payout_fee_vat", ({ payoutFeeVat }) => payoutFeeVat),
      ...amount("closing", ({ closing }) => closing),
    },
    metadataOf: () => ({}),
  };
};
