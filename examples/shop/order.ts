import { randomBytes, randomInt } from "node:crypto";
import type { Charge } from "./omise-client.ts";
import { type Language, products } from "./products.ts";

export type Order = NonNullable<ReturnType<typeof placeOrder>>;

/** In memory, so that this example needs nothing; a real shop keeps its orders in a database. */
export const orders = new Map<string, Order>();

/** @returns undefined where nothing is chosen */
export function placeOrder(quantities: URLSearchParams, language: Language) {
  const lines = products
    .map((product) => ({ product, quantity: Number(quantities.get(product.id)) }))
    .filter(({ quantity }) => /^[1-9]$/.test(String(quantity)));
  if (lines.length === 0) return undefined;
  const order = {
    number: `DF-${randomInt(100_000, 1_000_000)}`, // what people quote
    token: randomBytes(16).toString("base64url"), // in the order's address, so that nobody can guess it
    lines,
    language,
    amount: lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0), // by our own prices
    charges: new Map<string, Charge>(), // what the gateway last said of each
    paidBy: null as string | null,
    trouble: null as string | null, // why the last attempt to pay could not even begin
    tried: new Set<string>(), // tokens and sources
    turn: Promise.resolve(), // where attempts to pay wait for each other
    timeline: [] as { at: number; what: string; about: string }[],
  };
  orders.set(order.token, order);
  note(order, "order.placed", order.number);
  return order;
}

/**
 * Takes in what the gateway just said of a charge: when it was created, after a webhook, at the payer's return. These come in any order,
 * twice, at once, and a slow answer may be old. So what is over stays as it is, and only one call ever sees it become so: with a database,
 * the one whose `update … where charge = … and status = 'pending'` changed a row.
 */
export function settle(order: Order, charge: Charge): void {
  const known = order.charges.get(charge.id);
  if (known && known.status !== "pending") return;
  order.charges.set(charge.id, charge);
  if (!known) note(order, "charge.created", charge.id);
  if (charge.status === "pending") return;
  const paid = charge.status === "successful" && charge.amount === order.amount && charge.currency === "THB";
  if (!paid) return note(order, "charge.over", charge.failure_code ?? charge.status);
  if (order.paidBy) return note(order, "order.paid_twice", charge.id); // for a person to look at and refund
  order.paidBy = charge.id;
  note(order, "order.paid", charge.id);
  console.log(`Order ${order.number} is paid: ship it.`); // once, whatever happens
}

export const openCharge = ({ charges }: Order) => [...charges.values()].find(({ status }) => status === "pending");

export function note({ timeline }: Pick<Order, "timeline">, what: string, about = "", at = Date.now()): void {
  timeline.push({ at, what, about });
}
