import { z } from "zod";
import { type CheckoutSession, sessionStanding } from "../../domain/link/checkout-session.ts";
import { statusOf } from "../../domain/payment/charge.ts";
import { sessionAddress } from "../../operations/link/checkout-session.ts";
import { chargeShape } from "../payment/charge.shape.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

/** A checkout session. No answer of the original is recorded: `id`, `redirect_url`, `status` and `payments` are what the shop plug-ins read. */
export const checkoutSessionShape = {
  name: "checkout_session",
  schema: z.object({
    object: z.literal("checkout_session"),
    id: value.id("chks"),
    livemode: z.boolean(),
    location: z.string(),
    status: z.enum(["pending", "successful", "cancelled", "expired"]),
    amount: value.minor,
    currency: value.currency,
    order_id: z.string().nullable(),
    description: z.string().nullable(),
    payment_methods: z.array(z.string()),
    redirect_urls: z.object({ complete_url: z.string(), cancel_url: z.string().nullable() }),
    redirect_url: z.string().meta({ description: "The page where the payer pays." }),
    metadata: value.metadata,
    style: value.metadata.nullable(),
    locale: z.string().nullable(),
    auto_capture: z.boolean(),
    payments: z
      .array(z.object({ status: chargeShape.schema.shape.status, charge_id: value.id("chrg") }))
      .meta({ description: "Each attempt to pay, oldest first." }),
    created_at: value.time,
    expires_at: value.time,
  }),
} satisfies Shape;

const statuses = {
  open: "pending",
  being_paid: "pending",
  used: "successful",
  cancelled: "cancelled",
  expired: "expired",
} as const;

export function presentCheckoutSession(
  session: CheckoutSession,
  { sessionsUrl, now }: Pick<View, "sessionsUrl" | "now">,
) {
  return {
    object: "checkout_session" as const,
    id: session.id,
    livemode: session.livemode,
    location: `/api/sessions/${session.id}`,
    status: statuses[sessionStanding(session, now)],
    amount: session.amount,
    currency: session.currency,
    order_id: session.orderId,
    description: session.description,
    payment_methods: session.methods,
    redirect_urls: { complete_url: session.completeUrl, cancel_url: session.cancelUrl },
    redirect_url: sessionAddress(sessionsUrl, session),
    metadata: session.metadata,
    style: session.style,
    locale: session.locale,
    auto_capture: session.autoCapture,
    payments: session.payments.map((charge) => ({ status: statusOf(charge), charge_id: charge.id })),
    created_at: wireTime(session.createdAt),
    expires_at: wireTime(session.expiresAt),
  };
}
