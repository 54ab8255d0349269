import { z } from "zod";
import { payoutOrigins, payoutStates, type UpstreamPayout } from "../../domain/upstream/payout-row.ts";
import type { UpstreamHolding } from "../../operations/upstream/payout.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

/** Where the money of each upstream is. */
export const upstreamHoldingsShape = {
  name: "upstream_holdings",
  schema: z.object({
    object: z.literal("upstream_holdings"),
    data: z.array(
      z.object({
        upstream: z.string(),
        label: z.object({ en: z.string(), th: z.string() }),
        currency: value.currency,
        held: value.minor.meta({
          description:
            "What the upstream has for the merchant, after its costs. Below zero where more was paid out than came in through this gateway.",
        }),
        in_transit: value.minor.meta({ description: "Sent to the merchant's bank, and not seen there yet." }),
        settled: value.minor.meta({ description: "Come to the merchant's bank, to date." }),
        kept: value.minor.meta({ description: "Kept by the upstream for its costs, of payments and of payouts." }),
      }),
    ),
  }),
} satisfies Shape;

export const presentHoldings = (holdings: readonly UpstreamHolding[]) => ({
  object: "upstream_holdings" as const,
  data: holdings.map(({ upstream, label, currency, held, in_transit, settled, kept }) => ({
    upstream,
    label: { en: label.en, th: label.th },
    ...{ currency, held, in_transit, settled, kept },
  })),
});

/** A payout of an upstream to the merchant's bank. */
export const upstreamPayoutShape = {
  name: "upstream_payout",
  schema: z.object({
    object: z.literal("upstream_payout"),
    id: z.string().meta({ description: "The upstream and its id of the payout, such as `omise_trsf_5z4y`." }),
    upstream: z.string(),
    payout: z.string().meta({ description: "The upstream's id." }),
    state: z.enum(payoutStates),
    currency: value.currency,
    amount: value.minor.meta({ description: "What left the upstream, with its fee." }),
    fee: value.minor,
    net: value.minor.meta({ description: "What comes to the bank." }),
    origin: z
      .enum(payoutOrigins)
      .meta({ description: "Whether the upstream was asked, its file was read, or somebody has entered it." }),
    sent_at: value.time,
    settled_at: value.time.nullable(),
    settled_by: value
      .id("memb")
      .nullable()
      .meta({ description: "Who has seen it at the bank; null where nobody had to." }),
    created_at: value.time,
  }),
} satisfies Shape;

export const presentUpstreamPayout = (payout: UpstreamPayout) => ({
  object: "upstream_payout" as const,
  id: payout.id,
  upstream: payout.upstream,
  payout: payout.payout,
  state: payout.state,
  currency: payout.currency,
  amount: payout.amount,
  fee: payout.fee,
  net: payout.amount - payout.fee,
  origin: payout.origin,
  sent_at: wireTime(payout.sentAt),
  settled_at: wireTime(payout.settledAt),
  settled_by: payout.settledBy,
  created_at: wireTime(payout.createdAt),
});
