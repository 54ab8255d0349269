import { z } from "zod";
import { parseDuration } from "../../domain/base/duration.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { Json, Shop } from "../../operations/sandbox/month.ts";

/** Upper bounds of a description, so that one request ends. */
const chargesMax = 500;

const text = z.string().max(255);
const amount = z.int().positive();
const duration = z.string().refine((written) => parseDuration(written) !== null, "must be such as 90s, 10m, 2h or 31d");

/** What a described account has; everything is done in the order in which it is written, customers first. */
const description = z.strictObject({
  customers: z
    .array(
      z.strictObject({
        email: text,
        description: text.optional(),
        card: text.optional(),
        metadata: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .max(100)
    .default([]),
  charges: z
    .array(
      z.strictObject({
        method: text.default("card"),
        amount: amount.optional(),
        outcome: text.default("successful"),
        card: text.optional(),
        customer: text.optional(),
        description: text.optional(),
        metadata: z.record(z.string(), z.unknown()).optional(),
        refund: amount.optional(),
        count: z.int().min(1).max(chargesMax).default(1),
        after: duration.optional(),
      }),
    )
    .default([]),
  schedules: z
    .array(
      z.strictObject({
        customer: text,
        amount,
        every: z.int().min(1).default(1),
        period: z.enum(["day", "week", "month"]).default("month"),
        on: z.record(z.string(), z.unknown()).optional(),
        end_date: text,
        description: text.optional(),
      }),
    )
    .max(100)
    .default([]),
  advance: duration.optional(),
});

type Described = z.output<typeof description>;
type Charge = Described["charges"][number];

/** @throws Refusal `bad_request` naming each fault by its place */
export function readDescription(given: unknown): Described {
  const read = description.safeParse(given);
  if (read.success) {
    if (read.data.charges.reduce((sum, { count }) => sum + count, 0) <= chargesMax) return read.data;
    throw new Refusal("bad_request", `a description has at most ${chargesMax} charges`);
  }
  const faults = read.error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`);
  throw new Refusal("bad_request", `the description is wrong: ${faults.join("; ")}`);
}

const expiry = { expiration_month: 9, expiration_year: 2029, security_code: "123" };

/** Makes what is described, by requests of the API. @throws Refusal of the first request that was refused */
export async function playDescribed(shop: Shop, { customers, charges, schedules, advance }: Described): Promise<void> {
  const met = new Map<string, string>();
  for (const { email, card, ...others } of customers) {
    const token = card === undefined ? {} : { card: await aToken(shop, email, card) };
    met.set(email, (await shop.ask("POST", "/customers", { email, ...others, ...token })).id);
  }
  const named = (email: string): string => {
    const customer = met.get(email);
    if (customer === undefined) throw new Refusal("bad_request", `the description has no customer ${email}`);
    return customer;
  };
  for (const charge of charges)
    for (let count = 0; count < charge.count; count += 1) {
      if (charge.after) await shop.advance(parseDuration(charge.after) ?? 0);
      await playCharge(shop, charge, named);
    }
  for (const { customer, amount, description, ...others } of schedules) {
    const charge = { customer: named(customer), amount, ...(description !== undefined && { description }) };
    await shop.ask("POST", "/schedules", { ...others, charge });
  }
  if (advance) await shop.advance(parseDuration(advance) ?? 0);
}

async function playCharge(shop: Shop, given: Charge, named: (email: string) => string): Promise<void> {
  const { method, outcome, card, customer, description, metadata, refund } = given;
  const example: Json = await shop.ask("GET", `/test/methods/${method}`);
  const payer = customer === undefined ? await tokenOf(shop, example, card) : { customer: named(customer) };
  const charge = await shop.ask("POST", "/charges", {
    amount: given.amount ?? example.amount,
    currency: example.currency,
    return_uri: "https://shop.example/orders/1/complete",
    ...(example.source && { source: example.source }),
    ...payer,
    ...(description !== undefined && { description }),
    ...(metadata && { metadata }),
  });
  const ended = charge.status === "pending" && outcome !== "pending" ? await decide(shop, charge, outcome) : charge;
  if (refund !== undefined && ended.refundable)
    await shop.ask("POST", `/charges/${charge.id}/refunds`, { amount: refund });
}

const decide = ({ ask }: Shop, { id }: Json, outcome: string): Promise<Json> =>
  ask("POST", `/test/charges/${id}/pay`, { outcome });

const tokenOf = async (shop: Shop, example: Json, card = "4242424242424242"): Promise<object> =>
  example.card ? { card: await aToken(shop, "Somchai Prasert", card) } : {};

async function aToken({ ask }: Shop, name: string, number: string): Promise<string> {
  return (await ask("POST", "/tokens", { card: { name, number, ...expiry } })).id;
}
