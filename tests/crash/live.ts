import { setTimeout as pause } from "node:timers/promises";
import { besideGateway } from "../../src/commands/with-gateway.ts";
import { readConfig } from "../../src/config.ts";
import type { SimulatedPayment } from "../../src/connectors/upstream-simulator.ts";
import type { Route } from "../../src/domain/upstream/route.ts";
import { addKey } from "../../src/operations/merchant/key.ts";
import { upstreamAddress } from "../../src/operations/upstream/address.ts";
import { connect } from "../../src/operations/upstream/connection.ts";
import { setRoutes } from "../../src/operations/upstream/route.ts";
import { enable } from "../upstream/live.ts";
import type { Acknowledged, Ask, Doing, Json } from "./clients.ts";
import type { LiveUpstream, LiveUpstreams } from "./upstreams.ts";

/** A live account that takes money through upstreams: its secret key, and the path for the notifications of each upstream. */
export type LiveAccount = { key: string; notifyPaths: ReadonlyMap<string, string> };

const methods = ["card", "promptpay", "mobile_banking_kbank", "mobile_banking_scb", "mobile_banking_bbl"];

const to = (upstream: string, types: readonly string[] | null, weight?: number): Route => ({
  ...{ upstream, methods: types === null ? null : [...types], min: null, max: null },
  ...(weight !== undefined && { weight }),
});

/** Every upstream has payments of its own and some that others would take, so that one stands in for another. */
const routes: readonly Route[] = [
  to("omise", ["card"]),
  to("scb", ["mobile_banking_scb"]),
  to("2c2p", ["mobile_banking_bbl"]),
  to("omise", null, 3),
  to("2c2p", ["promptpay", "mobile_banking_kbank", "mobile_banking_scb"], 3),
  to("scb", ["promptpay"], 1),
];

/** Connects the live account of the first merchant as an operator does, on the data of a running gateway. */
export function takeLive(
  environment: Readonly<Record<string, string>>,
  upstreams: readonly LiveUpstream[],
): Promise<LiveAccount> {
  return besideGateway(readConfig({ ...environment, CHAMRA_LOG_LEVEL: "fatal" }), async ({ gateway }) => {
    const live = (await gateway.store.account.all()).find(({ livemode }) => livemode);
    if (!live) throw new Error("the first merchant has no live account");
    for (const type of methods) await enable({ gateway } as Parameters<typeof enable>[0], live, type); // it takes no more of it
    for (const { name, credentials } of upstreams) await connect(gateway, live, name, credentials);
    const connected = await gateway.store.account.get(live.id);
    if (!connected) throw new Error("the live account has vanished");
    await setRoutes(gateway, connected, routes);
    const paths = upstreams.map(
      ({ name }) => [name, new URL(upstreamAddress(gateway, name, live.id)).pathname] as const,
    );
    return { key: await addKey(gateway, connected, "secret"), notifyPaths: new Map(paths) };
  });
}

const referenceOf = (charge: Json): string => {
  const { source } = charge as { source?: { provider_references?: { reference_number_1: string } | null } | null };
  return source?.provider_references?.reference_number_1 ?? charge.id;
};

/** How often a payer pays; the others refuse, or leave. */
const pays = 0.7;
const refuses = 0.15;

/** What merchants of the live account and their payers do. */
export function liveDoings({ all, cardToken }: LiveUpstreams, { key }: LiveAccount): Doing[] {
  const create = async (ask: Ask, { charges }: Acknowledged, body: object): Promise<Json> => {
    const made = await ask("POST", "/charges", { amount: 150_000, currency: "THB", ...body }, key);
    charges.set(made.id, made.status);
    return made;
  };
  const change = async (ask: Ask, { charges }: Acknowledged, { id }: Json, verb: string): Promise<void> => {
    charges.set(id, (await ask("POST", `/charges/${id}/${verb}`, {}, key)).status);
  };
  const refund = async (ask: Ask, { refunds }: Acknowledged, charge: Json, amount: number): Promise<void> => {
    refunds.set((await ask("POST", `/charges/${charge.id}/refunds`, { amount }, key)).id, charge.id);
  };
  const return_uri = "https://shop.example/orders/1/complete";

  /** A charge whose payer decides at the upstream that has it, and comes back, now and then. */
  const bySource =
    (type: string): Doing =>
    async (ask, acknowledged) => {
      const charge = await create(ask, acknowledged, { return_uri, source: { type } });
      if (charge.status !== "pending") return;
      const mood = Math.random();
      if (mood > pays + refuses) return;
      for (const upstream of all) await upstream.decide(referenceOf(charge), mood < pays);
      const after = await ask("GET", `/charges/${charge.id}`, undefined, key);
      acknowledged.charges.set(charge.id, after.status);
      if (after["paid"] && after["refundable"] && Math.random() < 0.4) await refund(ask, acknowledged, after, 50_000);
    };

  /** A charge by a token of the upstream's. Nothing is done where nobody gave one. */
  const byCard =
    (capture: boolean, then: (ask: Ask, acknowledged: Acknowledged, charge: Json) => Promise<void>): Doing =>
    async (ask, acknowledged) => {
      const card = await cardToken().catch(() => undefined);
      if (card === undefined) return void (await pause(100));
      await then(ask, acknowledged, await create(ask, acknowledged, { card, capture }));
    };

  return [
    ...["promptpay", "mobile_banking_kbank", "mobile_banking_scb", "mobile_banking_bbl"].map(bySource),
    byCard(true, async (ask, acknowledged, charge) => {
      if (charge["paid"]) for (const amount of [30_000, 120_000]) await refund(ask, acknowledged, charge, amount);
    }),
    byCard(false, async (ask, acknowledged, charge) => {
      if (charge["authorized"]) await change(ask, acknowledged, charge, Math.random() < 0.7 ? "capture" : "reverse");
    }),
  ];
}

/** How the books and the upstreams agree. */
export type Compared = {
  /** Payments with money, by upstream. */
  paidAt: Record<string, number>;
  /** Charges whose upstream has still to be asked, each with what is on both sides. */
  waiting: readonly string[];
  faults: string[];
};

/** Payers who come back at the same time. */
const payersAtOnce = 8;

/**
 * Lets the payers of all live charges come back, so that each upstream is asked, and compares what it holds with what is booked. What is not over here
 * is compared again until `waitMs` are over; then it is counted, and a fault where `settles`.
 */
export async function compare(
  upstreams: readonly LiveUpstream[],
  charges: () => Promise<Json[]>,
  comeBack: (path: string) => Promise<unknown>,
  { waitMs, settles }: { waitMs: number; settles: boolean },
): Promise<Compared> {
  const startedAt = performance.now();
  const pages = (await charges()).flatMap(({ authorize_uri: uri, status }) =>
    status === "pending" && typeof uri === "string" ? [new URL(uri).pathname] : [],
  );
  for (let at = 0; at < pages.length; at += payersAtOnce)
    await Promise.allSettled(pages.slice(at, at + payersAtOnce).map(comeBack));
  for (;;) {
    const compared = await compareOnce(upstreams, await charges());
    const { waiting, faults } = compared;
    if (faults.length > 0 || waiting.length === 0) return compared;
    if (performance.now() - startedAt > waitMs) return settles ? { ...compared, faults: [...waiting] } : compared;
    await pause(500);
  }
}

type Theirs = SimulatedPayment & { at: string };
type Booked = Json & {
  amount: number;
  captured_amount?: number;
  paid: boolean;
  authorized: boolean;
  refunds: { data: { amount: number; status: string }[] };
};

const finals = ["successful", "failed", "expired", "reversed"];

async function compareOnce(upstreams: readonly LiveUpstream[], charges: readonly Json[]): Promise<Compared> {
  const held = await Promise.all(upstreams.map(async (each) => ({ ...each, payments: await each.holdings() })));
  const faults: string[] = [];
  const paidAt: Record<string, number> = {};
  const waiting: string[] = [];
  for (const charge of charges as Booked[]) {
    const theirs = held.flatMap(({ name, known, payments }): Theirs[] =>
      (payments.get(known(referenceOf(charge))) ?? []).map((payment) => ({ ...payment, at: name })),
    );
    for (const { at } of theirs.filter(hadMoney)) paidAt[at] = (paidAt[at] ?? 0) + 1;
    const verdict = judge(charge, theirs);
    const refunds = charge.refunds.data.map(({ amount, status }) => `${amount} ${status}`);
    const there = theirs.map(({ at, state, amount, refunded }) => `${at} ${state} ${amount}, ${refunded} back`);
    if (verdict === "waits")
      waiting.push(`live charge ${charge.id} waits as ${charge.status}, ${refunds.join()} back; ${there.join("; ")}`);
    else if (verdict !== "agrees")
      faults.push(`live charge ${charge.id} is ${charge.status}: ${verdict} (${JSON.stringify({ charge, theirs })})`);
  }
  for (const { name, known, payments } of held) {
    const ours = new Set(charges.map((charge) => known(referenceOf(charge))));
    for (const [reference, all] of payments)
      if (!ours.has(reference) && all.some(hadMoney))
        faults.push(`${name} has money for ${reference}, which is no charge`);
  }
  return { paidAt, waiting, faults };
}

const hasMoney = ({ state }: SimulatedPayment): boolean => state === "held" || state === "taken";
/** One that was returned whole may be shown as over. */
const hadMoney = (payment: SimulatedPayment): boolean => hasMoney(payment) || payment.refunded > 0;

/** What is wrong between a charge and the payments under its reference. "waits" where the upstream has still to be asked. */
function judge(charge: Booked, theirs: readonly Theirs[]): string {
  const paid = theirs.filter(hadMoney);
  if (paid.length > 1) return `paid ${paid.length} times, at ${paid.map(({ at }) => at).join(" and ")}`;
  const [only] = paid;
  const captured = charge.captured_amount ?? charge.amount;
  const refunded = (status: RegExp) =>
    charge.refunds.data.filter((refund) => status.test(refund.status)).reduce((sum, { amount }) => sum + amount, 0);
  if (charge.status === "successful") {
    if (!only || only.state === "held") return "no upstream took the money";
    if (only.amount !== captured) return `${only.at} took ${only.amount} and not ${captured}`;
    if (only.refunded < refunded(/closed/))
      return `${only.at} gave ${only.refunded} back and not ${refunded(/closed/)}`;
    if (only.refunded > refunded(/./)) return `${only.at} gave ${only.refunded} back and not ${refunded(/./)}`;
    return refunded(/pending/) > 0 || only.refunded > refunded(/closed/) ? "waits" : "agrees";
  }
  if (finals.includes(charge.status)) return only && hasMoney(only) ? `${only.at} holds the money` : "agrees";
  const isAsItWas = charge.authorized ? only?.state === "held" : only === undefined;
  return isAsItWas ? "agrees" : "waits";
}
