import { type Country, countries, countryCodes } from "../../src/domain/base/country.ts";
import type { Method } from "../../src/domain/payment/method.ts";
import type { Store } from "../../src/storage/store.ts";
import { standardMethods } from "../kit/methods.ts";

/** How a payment goes: the country of the account, the bank, the kind of method, what it carries, and what its payer does. */
export function wayOf(country: Country, { bank, family, journey, carries }: Method): string {
  const step = journey.kind === "page" ? journey.flow : journey.kind === "code" ? journey.shows : "at once";
  return [country, bank, family, ...(carries ? [`with ${carries}`] : []), step].join(" ");
}

/** The ways of every method that accounts of every country have. A long simulation must have paid by each. */
export const everyWay: readonly string[] = [
  ...new Set(
    countryCodes.flatMap((country) =>
      standardMethods.in(countries[country].currency).all.map((method) => wayOf(country, method)),
    ),
  ),
];

/** How many charges were paid in each way, in all accounts. */
export async function paidWays(store: Store): Promise<Record<string, number>> {
  const paid: Record<string, number> = {};
  const everything = { limit: 100, from: 0, to: Number.MAX_SAFE_INTEGER, order: "chronological" } as const;
  for (const { id, country, currency } of await store.account.all()) {
    const methods = standardMethods.in(currency);
    for (let offset = 0, more = true; more; offset += everything.limit) {
      const { rows, total } = await store.charge.list(id, { ...everything, offset });
      for (const { method, paidAt } of rows) {
        const way = wayOf(country, methods.of(method));
        if (paidAt !== null) paid[way] = (paid[way] ?? 0) + 1;
      }
      more = offset + everything.limit < total;
    }
  }
  return paid;
}

/** Events and acts that a long simulation must have seen, as its counts name them. */
const everyOutcome = [
  ...["charge.create", "charge.complete", "charge.capture", "charge.reverse", "charge.expire", "charge.update"].map(
    (key) => `heard ${key}`,
  ),
  "heard refund.create",
  ...["dispute.create", "dispute.update", "dispute.accept", "dispute.close"].map((key) => `heard ${key}`),
  "came back from the issuer",
  "charged for a merchant",
  "ended a chain",
  "ended a throw-away account",
  ...["moved to the next upstream", "drawn by weights", "kept from an upstream that rests"],
  ...["north", "south", "east", "scb", "omise", "2c2p"].map((name) => `paid at ${name}`),
  ...["omise", "2c2p"].flatMap((name) => [`captured at ${name}`, `refunded at ${name}`]),
  "paid out by an upstream",
  ...["heard a notification", "changed the routes", "replaced credentials", "ended a connection"],
];

/** What a simulation should have seen and has not: outcomes, and ways to pay. */
export const notVisited = ({ counts, paid }: Record<"counts" | "paid", Record<string, number>>): string[] => [
  ...everyOutcome.filter((what) => !counts[what]),
  ...everyWay.filter((way) => !paid[way]),
];
