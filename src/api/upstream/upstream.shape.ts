import { z } from "zod";
import type { Account } from "../../domain/merchant/account.ts";
import type { Choice, Passed, Trial } from "../../domain/upstream/route.ts";
import { sentenceOf } from "../../domain/upstream/route-reason.ts";
import type { Standing } from "../../operations/upstream/connection.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const text = z.object({ en: z.string(), th: z.string() });

const terms = z.object({
  methods: z.array(z.string()).nullable().meta({ description: "Types and families; null for all others." }),
  rate: z.string().meta({ description: "Percent of the amount." }),
  flat: value.minor.meta({ description: "Fixed part, in satang." }),
  min: value.minor.meta({ description: "Smallest fee before VAT, in satang." }),
  vat: z.string().meta({ description: "Percent of the fee." }),
});

/** An upstream as a merchant sees it: what it asks for, and the account's connection. */
export const upstreamShape = {
  name: "upstream",
  schema: z.object({
    object: z.literal("upstream"),
    name: z.string(),
    label: text,
    tells: z.enum(["signed", "unsigned", "nothing"]),
    credentials: z.array(
      z.object({
        name: z.string(),
        label: text,
        hint: text,
        secret: z.boolean(),
        lines: z.boolean(),
        required: z.boolean(),
      }),
    ),
    notify_uri: z.string().meta({ description: "Address for its notifications, to be entered there." }),
    connection: z
      .object({
        shown: z.record(z.string(), z.string()).meta({ description: "Secrets by their last four characters." }),
        connected_at: value.time,
        changed_at: value.time,
        contract: z
          .array(terms)
          .meta({ description: "What the upstream may take, by the merchant's contract with it." }),
      })
      .nullable(),
    assumed: z
      .array(z.object({ fact: z.string(), confirmed_by: z.string() }))
      .meta({ description: "What to check on the first live day." }),
  }),
} as const satisfies Shape;

export const upstreamsShape = {
  name: "upstreams",
  schema: z.object({ object: z.literal("upstreams"), data: z.array(upstreamShape.schema) }),
} as const satisfies Shape;

export function presentUpstream({ upstream, connection, notifyUri }: Standing): z.output<typeof upstreamShape.schema> {
  const { name, label, tells, credentials, assumed } = upstream;
  return {
    object: "upstream",
    name,
    label: { en: label.en, th: label.th },
    tells,
    credentials: credentials.map((field) => ({
      name: field.name,
      label: field.label,
      hint: field.hint,
      secret: field.secret,
      lines: field.lines ?? false,
      required: !field.optional,
    })),
    notify_uri: notifyUri,
    connection: connection && {
      shown: connection.shown,
      connected_at: wireTime(connection.createdAt),
      changed_at: wireTime(connection.changedAt),
      contract: connection.contract.map(({ methods, rate, flat, min, vat }) => ({
        ...{ methods: methods && [...methods], rate, flat, min, vat },
      })),
    },
    assumed: assumed.map(({ fact, confirmedBy }) => ({ fact, confirmed_by: confirmedBy })),
  };
}

export const presentUpstreams = (standings: readonly Standing[]) => ({
  object: "upstreams" as const,
  data: standings.map(presentUpstream),
});

const route = z.object({
  upstream: z.string(),
  methods: z.array(z.string()).nullable(),
  min: value.minor.nullable(),
  max: value.minor.nullable(),
  banks: z
    .array(z.string())
    .optional()
    .meta({ description: "Banks of payers that it is for, by codes or words of names." }),
  brands: z.array(z.string()).optional().meta({ description: "Brands of cards that it is for." }),
  weight: z.int().optional().meta({ description: "Its part of what it shares with routes beside it that have one." }),
  cost: z
    .object({ rate: z.string(), fixed: value.minor })
    .optional()
    .meta({ description: "What the upstream takes: percent and, for each payment, satang. The cheapest is taken." }),
});

export const routesShape = {
  name: "routes",
  schema: z.object({ object: z.literal("routes"), data: z.array(route) }),
} as const satisfies Shape;

export const presentRoutes = ({ routes }: Account) => ({
  object: "routes" as const,
  data: routes.map(({ upstream, methods, min, max, banks, brands, weight, cost }) => ({
    ...{ upstream, methods: methods && [...methods], min, max },
    ...(banks && { banks: [...banks] }),
    ...(brands && { brands: [...brands] }),
    ...(weight !== undefined && { weight }),
    ...(cost && { cost: { ...cost } }),
  })),
});

const said = z.object({ upstream: z.string(), why: z.string(), reason: value.routeReason });

export const routeTrialShape = {
  name: "route_trial",
  schema: z.object({
    object: z.literal("route_trial"),
    choice: said.nullable(),
    passed: z.array(said).meta({ description: "Routes that were left, with why." }),
    shares: z
      .array(z.object({ upstream: z.string(), weight: z.int() }))
      .optional()
      .meta({
        description: "Routes that share such payments by their weights. The choice is then the one with the greatest.",
      }),
    costs: z
      .array(z.object({ upstream: z.string(), cost: value.minor }))
      .optional()
      .meta({ description: "What the payment costs by the routes that were compared. The choice is the cheapest." }),
  }),
} as const satisfies Shape;

export const presentTrial = ({ choice, passed, shares, costs }: Trial) => ({
  object: "route_trial" as const,
  choice: choice ? saidOf(choice) : null,
  passed: passed.map(saidOf),
  ...(shares.length > 0 && { shares: [...shares] }),
  ...(costs.length > 0 && { costs: [...costs] }),
});

const saidOf = ({ upstream, reason }: Choice | Passed) => ({
  upstream,
  why: sentenceOf(reason),
  reason: { ...reason },
});
