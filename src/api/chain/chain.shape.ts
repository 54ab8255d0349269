import { z } from "zod";
import type { ChainConsent, OpenChain } from "../../operations/chain/chain.ts";
import { permissions } from "../merchant/key.shape.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const chainShape = {
  name: "chain",
  schema: z.object({
    object: z.literal("chain"),
    id: value.id("acch"),
    livemode: z.boolean(),
    location: z.string(),
    revoked: z.boolean(),
    email: z.string(),
    key: z.string().meta({ description: "Used as a secret key, it acts for the merchant; empty once it is revoked." }),
    created_at: value.time,
  }),
} satisfies Shape;

/** A chain, in the order of the recording of 2021. */
export function presentChain({ chain, key }: OpenChain) {
  return {
    object: "chain" as const,
    id: chain.id,
    livemode: chain.livemode,
    location: `/chains/${chain.id}`,
    revoked: chain.revokedAt !== null,
    email: chain.email,
    key,
    created_at: wireTime(chain.createdAt),
  };
}

export const chainConsentShape = {
  name: "chain_consent",
  schema: z.object({
    object: z.literal("chain_consent"),
    platform: z.object({ id: value.id("account"), name: z.string(), email: z.string() }),
    permissions: permissions.meta({ description: "What it could do, by resource." }),
    allowed: z.boolean(),
  }),
} satisfies Shape;

export const presentConsent = ({ platform: { id, name, email }, permissions, allowed }: ChainConsent) => ({
  object: "chain_consent" as const,
  platform: { id, name, email },
  permissions,
  allowed,
});

export const allowedChainShape = {
  name: "allowed_chain",
  schema: z.object({
    object: z.literal("allowed_chain"),
    chain: value.id("acch"),
    return_uri: z.string().nullable().meta({ description: "Where the platform wants the merchant back." }),
  }),
} satisfies Shape;
