import { z } from "zod";
import { type Link, usedAt } from "../../domain/link/link.ts";
import { linkAddress } from "../../operations/link/link.ts";
import { chargeShape, presentCharge } from "../payment/charge.shape.ts";
import type { View } from "../wire/endpoint.ts";
import { listSchema, nestedRange, presentList } from "../wire/list.shape.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const linkShape = {
  name: "link",
  schema: z.object({
    object: z.literal("link"),
    id: value.id("link"),
    livemode: z.boolean(),
    location: z.string(),
    deleted: z.boolean(),
    multiple: z.boolean(),
    used: z.boolean().meta({ description: "Whether a link that is paid once was paid." }),
    currency: value.currency,
    amount: value.minor,
    charges: listSchema(chargeShape.schema),
    description: z.string(),
    title: z.string(),
    payment_uri: z.string().meta({ description: "The page where payers pay." }),
    created_at: value.time,
    used_at: value.time.nullable(),
    deleted_at: value.time.nullable(),
  }),
} satisfies Shape;

/** Presents a link with the keys, in the order, of the recordings of 2025. */
export function presentLink(link: Link, view: Pick<View, "publicUrl" | "now" | "methods" | "upstreams">) {
  const location = `/links/${link.id}`;
  const used = usedAt(link);
  return {
    object: "link" as const,
    id: link.id,
    livemode: link.livemode,
    location,
    deleted: link.deletedAt !== null,
    multiple: link.multiple,
    used: used !== null,
    currency: link.currency,
    amount: link.amount,
    charges: presentList(link.charges, nestedRange(view.now), `${location}/charges`, (charge) =>
      presentCharge(charge, view),
    ),
    description: link.description,
    title: link.title,
    payment_uri: linkAddress(view.publicUrl, link),
    created_at: wireTime(link.createdAt),
    used_at: wireTime(used),
    deleted_at: wireTime(link.deletedAt),
  };
}
