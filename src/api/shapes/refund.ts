import { z } from "zod";
import type { Refund } from "../../domain/refund.ts";
import * as common from "./common.ts";
import { type Shape, wireTime } from "./shape.ts";

export const refundShape = {
  name: "refund",
  schema: z.object({
    object: z.literal("refund"),
    id: common.id("rfnd"),
    location: z.string(),
    livemode: z.boolean(),
    voided: z.boolean(),
    currency: common.currency,
    amount: common.minor,
    metadata: common.metadata,
    charge: common.id("chrg"),
    capture: z.null(),
    terminal: z.null(),
    transaction: common.id("trxn").nullable(),
    status: z.enum(["pending", "closed"]),
    funding_amount: common.minor,
    funding_currency: common.currency,
    created_at: common.time,
    acquirer_reference_number: z.null(),
    approval_code: z.null(),
  }),
} satisfies Shape;

export function presentRefund(refund: Refund) {
  return {
    object: "refund",
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
    status: refund.state,
    funding_amount: refund.amount,
    funding_currency: refund.currency,
    created_at: wireTime(refund.createdAt),
    acquirer_reference_number: null,
    approval_code: null,
  };
}
