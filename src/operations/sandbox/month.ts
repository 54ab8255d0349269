import { createHash } from "node:crypto";
import { percentOf } from "../../domain/base/money.ts";
import { hours } from "../../domain/base/time.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape; the entries that make them hold to their own
export type Json = any;

/** Asks an endpoint of the API by its address. */
export type Ask = (method: string, path: string, body?: object) => Promise<Json>;

/** A shop whose month is played: by requests of the API, by a clock that goes on, and by dice that always fall alike. */
export type Shop = {
  ask: Ask;
  advance(ms: number): Promise<void>;
  /** The next number from 0 to 1 of a fixed sequence. */
  dice(): number;
};

/** Dice that fall alike for the same seed. */
export function diceOf(seed: string): () => number {
  let turn = 0;
  return () => createHash("sha256").update(`${seed} ${turn++}`).digest().readUInt32BE() / 2 ** 32;
}

/** A month of a small shop: regular customers, payment links, disputes, and thirty days of payments, of which some fail or expire. */
export async function playMonth(shop: Shop): Promise<void> {
  await meetRegulars(shop);
  for (let day = 30; day > 0; day--) await oneDay(shop, chargesOf(shop, day));
  await offerLinks(shop);
  await disputePayments(shop);
}

/** Number of payments of a day: more of them once a week. @param day days before the last */
export const chargesOf = ({ dice }: Shop, day: number): number => 4 + Math.floor(dice() * 9) + (day % 7 === 2 ? 5 : 0);

const expiry = { expiration_month: 9, expiration_year: 2029 };

/** Customers with cards on file, two of whom pay by a schedule. */
export async function meetRegulars({ ask }: Shop): Promise<{ customer: string; schedule: string }> {
  const met: Json[] = [];
  for (const [name, email, number] of [
    ["Ploy Rattana", "ploy@example.com", "4242424242424242"],
    ["Nattapong Chai", "nattapong@example.com", "5555555555554444"],
    ["Siriporn Kaew", "siriporn@example.com", "4111111111111111"],
    ["James Miller", "james@example.com", "3530111333300000"],
  ] as const) {
    const { id: card } = await ask("POST", "/tokens", { card: { name, number, ...expiry, security_code: "123" } });
    const metadata = { tier: met.length === 0 ? "gold" : "silver" };
    met.push(await ask("POST", "/customers", { email, description: name, metadata, card }));
  }
  const [ploy, nattapong] = met;
  const weekly = { every: 1, period: "week", on: { weekdays: ["monday"] }, end_date: await nextYear(ask, "06-30") };
  const monthly = { every: 1, period: "month", on: { days_of_month: [5] }, end_date: await nextYear(ask, "12-31") };
  const schedule = await ask("POST", "/schedules", {
    ...weekly,
    charge: { customer: ploy.id, amount: 49_000, description: "Weekly box" },
  });
  await ask("POST", "/schedules", {
    ...monthly,
    charge: { customer: nattapong.id, amount: 129_000, description: "Membership" },
  });
  return { customer: ploy.id, schedule: schedule.id };
}

/** A day of the year after the account's month has ended. */
async function nextYear(ask: Ask, day: string): Promise<string> {
  const { now } = await ask("GET", "/test/clock");
  return `${new Date(Date.parse(now) + hours(24 * 31)).getUTCFullYear() + (day < "07" ? 1 : 0)}-${day}`;
}

/** Payment links: one that many may pay, one that was removed, and one that still waits. */
export async function offerLinks({ ask }: Shop): Promise<string> {
  const link = (title: string, description: string, amount: number, multiple: boolean) =>
    ask("POST", "/links", { title, description, amount, currency: "THB", multiple });
  await link("Cooking class", "Saturday, 10:00, at the shop", 120_000, true);
  const { id: gone } = await link("Two bowls", "Order 7390", 89_000, false);
  await ask("DELETE", `/links/${gone}`);
  const { id } = await link("Teak table", "Deposit for order 7419", 450_000, false);
  return id;
}

/** Disputes: one that was won, one that is with the bank, and one that waits for an answer. */
export async function disputePayments({ ask }: Shop): Promise<string> {
  const dispute = async (amount: number, description: string): Promise<string> => {
    const card = { name: "Ploy Rattana", number: "4242424242424242", ...expiry, security_code: "123" };
    const { id: token } = await ask("POST", "/tokens", { card });
    const { id: charge } = await ask("POST", "/charges", { amount, currency: "THB", card: token, description });
    return (await ask("POST", `/charges/${charge}/disputes`)).id;
  };
  const won = await dispute(189_000, "Order 7203");
  await ask("PATCH", `/disputes/${won}/close`, { status: "won" });
  const answered = await dispute(89_000, "Order 7311");
  await ask("PATCH", `/disputes/${answered}`, { message: "Delivered on 3 November, signed for by the neighbour." });
  return dispute(245_000, "Order 7398");
}

/** One day of a small shop: payments from morning to night, some of which fail or expire. */
export async function oneDay(shop: Shop, count: number): Promise<void> {
  const gap = Math.floor(hours(14) / count);
  for (let at = 0; at < count; at++) {
    await anyCharge(shop);
    await shop.advance(gap);
  }
  await shop.advance(hours(24) - gap * count);
}

export async function anyCharge(shop: Shop): Promise<Json> {
  const pick = shop.dice();
  const order = { description: `Order ${1000 + Math.floor(shop.dice() * 9000)}`, metadata: { channel: "web" } };
  const amount = 15_000 + Math.floor(shop.dice() * 400_000);
  if (pick < 0.5) return kplus(shop, amount, order);
  if (pick < 0.78) return byCard(shop, amount, order);
  return installments(shop, 250_000 + amount * 3, order);
}

const kplusEnds = ["insufficient_fund", "payment_rejected", "payment_expired", "invalid_account"];

async function kplus(shop: Shop, amount: number, order: object): Promise<Json> {
  const charge = await kplusOpened(shop, amount, order);
  const luck = shop.dice();
  if (luck < 0.8) return decide(shop, charge, "successful");
  if (luck < 0.95) return decide(shop, charge, kplusEnds[Math.floor(shop.dice() * kplusEnds.length)] ?? "successful");
  return charge; // and nobody pays
}

export function kplusOpened({ ask }: Shop, amount: number, order: object): Promise<Json> {
  const source = { type: "mobile_banking_kbank", platform_type: "IOS" };
  const return_uri = "https://baandinpao.example/thanks";
  return ask("POST", "/charges", { amount, currency: "THB", return_uri, source, ...order });
}

export const decide = ({ ask }: Shop, { id }: Json, outcome: string): Promise<Json> =>
  ask("POST", `/test/charges/${id}/pay`, { outcome });

const plainCards = ["4242424242424242", "5555555555554444", "4111111111111111", "3530111333300000"];
const badCards = ["4111111111140011", "5555551111100012", "4111111111190016", "4111111111110014"];

export async function aToken(shop: Shop, number: string): Promise<string> {
  const names = ["Ploy Rattana", "Nattapong Chai", "Siriporn Kaew", "James Miller"];
  const name = names[Math.floor(shop.dice() * names.length)];
  return (await shop.ask("POST", "/tokens", { card: { name, number, ...expiry, security_code: "123" } })).id;
}

export async function byCard(shop: Shop, amount: number, order: object, patch: object = {}): Promise<Json> {
  const cards = shop.dice() < 0.86 ? plainCards : badCards;
  const token = await aToken(shop, cards[Math.floor(shop.dice() * cards.length)] ?? "");
  const charge = await shop.ask("POST", "/charges", { amount, currency: "THB", card: token, ...order, ...patch });
  const half = percentOf(amount, "50");
  const part = shop.dice() < 0.5 ? amount : half - (half % 1_000);
  if (charge.refundable && shop.dice() < 0.15)
    await shop.ask("POST", `/charges/${charge.id}/refunds`, { amount: part });
  return charge;
}

const plans: [type: string, terms: number[]][] = [
  ["installment_wlb_ktc", [3, 6, 10]],
  ["installment_wlb_kbank", [3, 6]],
  ["installment_wlb_scb", [4, 10]],
  ["installment_wlb_first_choice", [6, 12]],
];

async function installments(shop: Shop, amount: number, order: object): Promise<Json> {
  const [type, terms] = plans[Math.floor(shop.dice() ** 2 * plans.length)] ?? ["installment_wlb_ktc", [3]];
  const term = terms[Math.floor(shop.dice() * terms.length)] ?? 3;
  const charge = await installmentOpened(shop, amount, type, term, order);
  const luck = shop.dice();
  if (luck < 0.9) await shop.ask("POST", `/charges/${charge.id}/${luck < 0.82 ? "mark_as_paid" : "mark_as_failed"}`);
  return charge;
}

/** The least that a plan of any of these banks takes a month, in satang. */
const monthMin = 50_000;

export async function installmentOpened(
  shop: Shop,
  amount: number,
  type: string,
  term: number,
  order: object,
): Promise<Json> {
  const zero = shop.dice() < 0.4;
  const token = await aToken(shop, "5555555555554444");
  return shop.ask("POST", "/charges", {
    amount: Math.max(amount, term * monthMin),
    currency: "THB",
    card: token,
    return_uri: "https://baandinpao.example/thanks",
    source: { type, installment_term: term, zero_interest_installments: zero },
    zero_interest_installments: zero,
    ...order,
  });
}
