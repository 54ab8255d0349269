import { randomBytes, randomInt } from "node:crypto";
import type { Charge } from "./omise-client.ts";
import { type Language, products } from "./products.ts";

export type Order = NonNullable<ReturnType<typeof placeOrder>>;

/** In memory, so that this example needs nothing; a real shop keeps its orders in a database. */
export const orders = new Map<string, Order>();

/** @returns undefined if nothing is chosen */
export function placeOrder(quantities: URLSearchParams, language: Language) {
  const lines = products
    .map((product) => ({ product, quantity: Number(quantities.get(product.id)) }))
    .filter(({ quantity }) => /^[1-9]$/.test(String(quantity)));
  if (lines.length === 0) return undefined;
  const order = {
    number: `DF-${randomInt(100_000, 1_000_000)}`, // the number that people quote
    token: randomBytes(16).toString("base64url"), // part of the order's URL, so that it cannot be guessed
    lines,
    language,
    amount: lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0), // by our own prices
    charges: new Map<string, Charge>(), // the gateway's last state of each charge
    paidBy: null as string | null,
    trouble: null as string | null, // why the last attempt could not start
    tried: new Set<string>(), // tokens and sources
    turn: Promise.resolve(), // queue of attempts, so that one runs at a time
    timeline: [] as { at: number; what: string; about: string }[],
  };
  orders.set(order.token, order);
  note(order, "order.placed", order.number);
  return order;
}

/**
 * Records a charge's state from the gateway: after creation, a webhook, or the payer's return. These come in any order,
 * twice, at once, and a slow answer may be old. A final state therefore never changes, and only one call sets it: with a database,
 * the one whose `update … where charge = … and status = 'pending'` changed a row.
 */
export function settle(order: Order, charge: Charge): void {
  const known = order.charges.get(charge.id);
  if (known && known.status !== "pending") return noteRefund(order, known, charge);
  order.charges.set(charge.id, charge);
  if (!known) note(order, "charge.created", charge.id);
  if (charge.status === "pending") return;
  const paid = charge.status === "successful" && charge.amount === order.amount && charge.currency === "THB";
  if (!paid) return note(order, "charge.over", charge.failure_code ?? charge.status);
  if (order.paidBy) return note(order, "order.paid_twice", charge.id); // a person must look at it and refund
  order.paidBy = charge.id;
  note(order, "order.paid", charge.id);
  console.log(`Order ${order.number} is paid: ship it.`); // exactly once
}

/** Records what was returned of a paid charge. It only grows, so a smaller amount is an old answer. */
function noteRefund(order: Order, known: Charge, charge: Charge): void {
  if (!(charge.refunded_amount > known.refunded_amount)) return;
  order.charges.set(charge.id, charge);
  note(order, "charge.refunded", charge.id);
}

/** What has become of an order, in one word. */
export function statusOf(order: Order): "open" | "pending" | "paid" | "failed" | "refunded" {
  const paid = order.charges.get(order.paidBy ?? "");
  if (paid) return paid.refunded_amount < paid.amount ? "paid" : "refunded";
  if (openCharge(order)) return "pending";
  return order.charges.size > 0 ? "failed" : "open";
}

export const openCharge = ({ charges }: Order) => [...charges.values()].find(({ status }) => status === "pending");

export function note({ timeline }: Pick<Order, "timeline">, what: string, about = "", at = Date.now()): void {
  timeline.push({ at, what, about });
}
