import { z } from "zod";
import { type ContractTerms, termsMax } from "../../domain/upstream/contract.ts";
import { type Route, weightMax } from "../../domain/upstream/route.ts";
import { connect, disconnect, setContract, standingsOf } from "../../operations/upstream/connection.ts";
import { routesMax, routeTrial, setRoutes } from "../../operations/upstream/route.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import {
  presentRoutes,
  presentTrial,
  presentUpstream,
  presentUpstreams,
  routesShape,
  routeTrialShape,
  upstreamShape,
  upstreamsShape,
} from "./upstream.shape.ts";

const tag = "Dashboard: upstreams";
const one = { returns: upstreamShape, present: presentUpstream } as const;
const routes = { returns: routesShape, present: presentRoutes } as const;

const route = z.object({
  upstream: field.text("Name of the upstream.", 64),
  methods: z
    .array(field.text("Type of a method.", 64))
    .max(100, "must have at most 100 entries")
    .nullish()
    .meta({ description: "Types of methods that it is for; all that the upstream has, by default." }),
  min: field.integer("Smallest amount, in the smallest unit: satang.").nullish(),
  max: field.integer("Largest amount.").nullish(),
  banks: z
    .array(field.text("Code of a payer's bank, such as `ktc`, or words of its name.", 32))
    .max(100, "must have at most 100 entries")
    .nullish()
    .meta({
      description:
        "Banks of payers that it is for, where the method tells the bank, or the upstream tells that of its token; all, by default.",
    }),
  brands: z
    .array(field.text("Brand of a card, such as `Visa`.", 32))
    .max(20, "must have at most 20 entries")
    .nullish()
    .meta({
      description: "Brands of cards that it is for, where the upstream tells the brand of its token; all, by default.",
    }),
  weight: field
    .integer(`Its part of the payments that it shares with routes beside it that have a weight, 1 to ${weightMax}.`)
    .refine((weight) => weight >= 1 && weight <= weightMax, `must be 1 to ${weightMax}`)
    .nullish(),
  cost: z
    .object({
      rate: z
        .string()
        .regex(/^\d{1,2}(\.\d{1,4})?$/, 'must be a decimal below 100, such as "1.60"')
        .meta({ description: "Percent of the amount that the upstream takes, such as `1.60`." }),
      fixed: field
        .integer("Satang that it takes for each payment.")
        .refine((fixed) => fixed >= 0, "must not be below 0"),
    })
    .nullish()
    .meta({
      description: "What such a payment costs. Of routes beside each other that have a cost the cheapest is taken.",
    }),
});

/** Routes as they are given: what is listed can be given again. */
export const givenRoutes = z.array(route).max(routesMax, `must have at most ${routesMax} entries`);

export const routesIn = (given: z.output<typeof givenRoutes>): Route[] =>
  given.map(({ upstream, methods, min, max, banks, brands, weight, cost }) => ({
    upstream,
    methods: methods ?? null,
    min: min ?? null,
    max: max ?? null,
    ...(banks && { banks }),
    ...(brands && { brands }),
    ...(typeof weight === "number" && { weight }),
    ...(cost && { cost }),
  }));

const percent = (about: string) =>
  field
    .text(about, 9)
    .refine((text) => /^(100|\d{1,2}(\.\d{1,6})?)$/.test(text), "must be 0 to 100 percent, such as 3.65");
const satang = (about: string) =>
  field.integer(about).refine((amount) => amount >= 0 && amount <= satangMax, `must be 0 to ${satangMax}`);
const satangMax = 100_000_00;

const terms = z.object({
  methods: z
    .array(field.text("Type or family of methods, such as `promptpay` or `card`.", 64))
    .min(1, "must name a method")
    .max(termsMax, `must have at most ${termsMax} entries`)
    .nullish()
    .meta({ description: "Methods that the terms are for; all that no others name, by default." }),
  rate: percent("Percent of the amount, such as `3.65`."),
  flat: satang("Fixed part, in satang.").nullish(),
  min: satang("Smallest fee before VAT, in satang.").nullish(),
  vat: percent("Percent of the fee; 7 by default.").nullish(),
});

/** A contract as it is given: what is listed can be given again. */
export const givenContract = z.array(terms).max(termsMax, `must have at most ${termsMax} entries`);

/** VAT of Thailand, in percent. */
const usualVat = "7";

export const contractIn = (given: z.output<typeof givenContract>): ContractTerms[] =>
  given.map(({ methods, rate, flat, min, vat }) => ({
    methods: methods ?? null,
    rate,
    flat: flat ?? 0,
    min: min ?? 0,
    vat: vat ?? usualVat,
  }));

export const upstreamEndpoints = [
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/upstreams",
    right: "upstreams",
    summary: "List upstreams",
    description: "Every upstream of this server, what it asks for, and the account's connection to it.",
    returns: upstreamsShape,
    refuses: [],
    run: async ({ gateway, account }) => standingsOf(gateway, account),
    present: presentUpstreams,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/upstreams/:name/connect",
    right: "upstreams",
    summary: "Connect to an upstream",
    description:
      "The credentials are tried at the upstream by a harmless question, sealed, and shown by their last four characters from then on.",
    body: z.object({
      credentials: z
        .record(z.string().max(64), z.string().trim().max(10_000))
        .meta({ description: "Values by the names that the upstream's `credentials` have." }),
    }),
    ...one,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, params, body }) => connect(gateway, account, params.name, body.credentials),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/upstreams/:name/disconnect",
    right: "upstreams",
    summary: "Disconnect from an upstream",
    description: "Its routes end and the credentials are erased. Refused while charges wait for its answer.",
    ...one,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, params }) => disconnect(gateway, account, params.name),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/upstreams/:name/contract",
    right: "upstreams",
    summary: "Replace the contract with an upstream",
    description:
      "What it may take by method. The costs that it takes are held against it when a day is reconciled; an empty list ends that.",
    body: z.object({ contract: givenContract }),
    ...one,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, account, params, body }) => setContract(gateway, account, params.name, contractIn(body.contract)),
  }),
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/routes",
    right: "upstreams",
    summary: "List routes",
    description: "Where charges of live mode go: the first route that fits is taken.",
    ...routes,
    refuses: [],
    run: async ({ account }) => account,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/routes",
    right: "upstreams",
    summary: "Replace routes",
    description: "New charges follow them at once; those under way stay where they are.",
    body: z.object({ routes: givenRoutes }),
    ...routes,
    refuses: ["bad_request"],
    run: async ({ gateway, account, body }) => setRoutes(gateway, account, routesIn(body.routes)),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/routes/try",
    right: "upstreams",
    summary: "Try routes",
    description: "Says where a payment would go now, and why. Nothing is charged.",
    body: z.object({
      method: field.text("Type of the method.", 64),
      amount: field.integer("Amount in the smallest unit: satang."),
      currency: field.text("Currency; the account's by default.", 3).optional(),
      bank: field
        .text("Code or name of the payer's bank: one that they choose, or that of their card.", 100)
        .optional(),
      brand: field.text("Brand of the payer's card.", 32).optional(),
    }),
    returns: routeTrialShape,
    refuses: [],
    run: async ({ gateway, account, body: { currency = account.currency, brand = null, bank = null, ...asked } }) =>
      routeTrial(gateway, account, { ...asked, currency, brand, bank }),
    present: presentTrial,
  }),
];
