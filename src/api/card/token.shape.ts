import { z } from "zod";
import { isSpent } from "../../domain/card/card.ts";
import type { TokenResult } from "../../operations/card/token.ts";
import { chargeStatus } from "../payment/source.shape.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";
import { cardShape, presentOwnCard } from "./card.shape.ts";

export const tokenShape = {
  name: "token",
  schema: z.object({
    object: z.literal("token"),
    id: value.id("tokn"),
    livemode: z.boolean(),
    location: z.string(),
    used: z.boolean(),
    charge_status: chargeStatus,
    card: cardShape.schema.nullable(),
    created_at: value.time,
  }),
} satisfies Shape;

/** A spent token no longer shows its card, as recorded from the original in 2025. */
export function presentToken({ token, card, status }: TokenResult, { publicUrl }: View) {
  return {
    object: "token" as const,
    id: token.id,
    livemode: token.livemode,
    location: `${publicUrl}/tokens/${token.id}`,
    used: isSpent(token),
    charge_status: status,
    card: isSpent(token) ? null : presentOwnCard(card),
    created_at: wireTime(token.createdAt),
  };
}
