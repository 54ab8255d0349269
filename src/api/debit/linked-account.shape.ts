import { z } from "zod";
import { type LinkedAccount, linkedAccountStatuses, statusOfLinked } from "../../domain/debit/linked-account.ts";
import { codeOfLink } from "../../domain/link/link.ts";
import { failureMessageOf } from "../../domain/payment/method.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const linkedAccountShape = {
  name: "linked_account",
  schema: z.object({
    object: z.literal("linked_account"),
    id: value.id("lnac"),
    livemode: z.boolean(),
    location: z.string(),
    registration_uri: z.string().meta({ description: "Where the payer agrees, at their bank." }),
    return_uri: z.string(),
    type: z.string(),
    status: z.enum(linkedAccountStatuses),
    last_digits: z.string().nullable(),
    metadata: value.metadata,
    failure_code: z.string().nullable(),
    failure_message: z.string().nullable(),
    registered_at: value.time.nullable(),
    expires_at: value.time,
    created_at: value.time,
  }),
} satisfies Shape;

/** A linked account in the order of the documentation's sample. */
export function presentLinkedAccount(
  linked: LinkedAccount,
  { publicUrl, now, methods }: Pick<View, "publicUrl" | "now" | "methods">,
) {
  const { failureCode } = linked;
  return {
    object: "linked_account" as const,
    id: linked.id,
    livemode: linked.livemode,
    location: `/linked_accounts/${linked.id}`,
    registration_uri: `${publicUrl}/phone/register/${codeOfLink(linked)}`,
    return_uri: linked.returnUri,
    type: linked.type,
    status: statusOfLinked(linked, now),
    last_digits: linked.lastDigits,
    metadata: linked.metadata,
    failure_code: failureCode,
    failure_message: failureCode && failureMessageOf(methods.of(linked.type), failureCode),
    registered_at: wireTime(linked.registeredAt),
    expires_at: wireTime(linked.expiresAt),
    created_at: wireTime(linked.createdAt),
  };
}
