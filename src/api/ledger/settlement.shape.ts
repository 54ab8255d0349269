import { z } from "zod";
import { type Settled, settledBy } from "../../domain/ledger/settlement.ts";
import type { SettlementOfAccount } from "../../operations/ledger/settlement.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const row = z.object({
  from: value.time,
  to: value.time,
  payout: value.id("trsf").nullable().meta({ description: "The transfer that ends the row; null for days." }),
  count: z.int().meta({ description: "Transactions." }),
  gross: value.minor.meta({ description: "Captured charges." }),
  refunded: value.minor.meta({ description: "Refunds and voids." }),
  disputed: value.minor.meta({ description: "Taken by disputes, less what came back." }),
  fee: value.minor,
  fee_vat: value.minor,
  interest: value.minor,
  interest_vat: value.minor,
  net: value.minor.meta({
    description: "gross − refunded − disputed − fee − fee_vat − interest − interest_vat.",
  }),
  paid_out: value.minor.meta({ description: "What the bank account received, less what came back." }),
  payout_fee: value.minor,
  payout_fee_vat: value.minor,
  opening: value.minor.meta({ description: "The balance before." }),
  closing: value.minor.meta({
    description: "opening + net − paid_out − payout_fee − payout_fee_vat: the balance after.",
  }),
});

export const settlementShape = {
  name: "settlement_report",
  schema: z.object({
    object: z.literal("settlement_report"),
    livemode: z.boolean(),
    currency: value.currency,
    by: z.enum(settledBy),
    rows: z.array(row),
    total: row,
  }),
} satisfies Shape;

export const presentSettlement = ({ account, by, rows, total }: SettlementOfAccount) => ({
  object: "settlement_report" as const,
  livemode: account.livemode,
  currency: account.currency,
  by,
  rows: rows.map(presentRow),
  total: presentRow(total),
});

function presentRow(settled: Settled) {
  const { from, to, payout, count, feeVat, interestVat, paidOut, payoutFee, payoutFeeVat, ...amounts } = settled;
  return {
    from: wireTime(from),
    to: wireTime(to),
    payout,
    count,
    gross: amounts.gross,
    refunded: amounts.refunded,
    disputed: amounts.disputed,
    fee: amounts.fee,
    fee_vat: feeVat,
    interest: amounts.interest,
    interest_vat: interestVat,
    net: amounts.net,
    paid_out: paidOut,
    payout_fee: payoutFee,
    payout_fee_vat: payoutFeeVat,
    opening: amounts.opening,
    closing: amounts.closing,
  };
}
