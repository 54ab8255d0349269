import { z } from "zod";
import { fundingCurrencyOf, fundingOfRefund } from "../../domain/payment/funding.ts";
import type { Refund } from "../../domain/payment/refund-row.ts";
import { transactionShape } from "../ledger/ledger.shape.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const refundShape = {
  name: "refund",
  schema: z.object({
    object: z.literal("refund"),
    id: value.id("rfnd"),
    location: z.string(),
    livemode: z.boolean(),
    voided: z.boolean(),
    currency: value.currency,
    amount: value.minor,
    metadata: value.metadata,
    charge: value.expandable("chrg", z.looseObject({ object: z.literal("charge") })),
    capture: z.null(),
    terminal: z.null(),
    transaction: value.expandable("trxn", transactionShape.schema).nullable(),
    status: z.enum(["pending", "closed"]),
    funding_amount: value.minor,
    funding_currency: value.currency,
    created_at: value.time,
    acquirer_reference_number: z.null(),
    approval_code: z.null(),
  }),
} satisfies Shape;

export function presentRefund(refund: Refund) {
  return {
    object: "refund" as const,
    id: refund.id,
    location: `/charges/${refund.charge}/refunds/${refund.id}`,
    livemode: refund.livemode,
    voided: refund.voided,
    currency: refund.currency,
    amount: refund.amount,
    metadata: refund.metadata,
    charge: refund.charge,
    capture: null,
    terminal: null,
    transaction: refund.transaction,
    status: statusOf(refund),
    funding_amount: fundingOfRefund(refund),
    funding_currency: fundingCurrencyOf(refund),
    created_at: wireTime(refund.createdAt),
    acquirer_reference_number: null,
    approval_code: null,
  };
}

/** @throws Error for a refund that its bank refused: the API does not show it, and its request was answered with the refusal */
function statusOf({ id, state }: Refund): "pending" | "closed" {
  if (state === "failed") throw new Error(`refund ${id} was refused by its bank and is not to be shown`);
  return state;
}
