import { randomBytes, randomInt } from "node:crypto";
import type { Charge } from "./omise-client.ts";
import { type Language, products } from "./products.ts";

export type Order = NonNullable<ReturnType<typeof placeOrder>>;

/** In memory, so that this example needs nothing; a real shop keeps its orders in a database. */
export const orders = new Map<string, Order>();

/** @returns undefined where nothing is chosen */
export function placeOrder(quantityOf: (product: string) => number, language: Language) {
  const lines = products
    .map((product) => ({ product, quantity: quantityOf(product.id) }))
    .filter(({ quantity }) => Number.isInteger(quantity) && quantity >= 1 && quantity <= 9);
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
    turn: Promise.resolve(), // where attempts to pay wait for each other
    timeline: [] as { at: number; what: string; about: string }[],
  };
  orders.set(order.token, order);
  note(order, "order.placed", order.number);
  return order;
}

/**
 * Takes in what the gateway just said of a charge: when it was created, after a webhook, at the payer's return. These come in any order,
 * twice, at once, and an answer that was slow may be old. So what is over stays as it is, and only one call ever sees it become so:
 * with a database, the one whose `update … where charge = … and status = 'pending'` changed a row.
 *
 * @returns "complete" once in an order's life, "refund" once for each charge that paid it again
 */
export function settle(order: Order, charge: Charge): "complete" | "refund" | undefined {
  const known = order.charges.get(charge.id);
  if (known && known.status !== "pending") return undefined;
  order.charges.set(charge.id, charge);
  if (!known) note(order, "charge.created", charge.id);
  if (charge.status === "pending") return undefined;
  const paid = charge.status === "successful" && charge.amount === order.amount && charge.currency === "THB";
  if (!paid) return note(order, "charge.over", charge.failure_code ?? charge.status);
  note(order, order.paidBy ? "order.paid_twice" : "order.paid", charge.id);
  if (order.paidBy) return "refund";
  order.paidBy = charge.id;
  return "complete";
}

/** The charge that may still be paid. */
export const openCharge = ({ charges }: Order) => [...charges.values()].find(({ status }) => status === "pending");

export function note({ timeline }: Pick<Order, "timeline">, what: string, about = "", at = Date.now()): undefined {
  timeline.push({ at, what, about });
  timeline.sort((one, other) => one.at - other.at);
}
