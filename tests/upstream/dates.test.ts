import { describe, expect, onTestFinished, test } from "vitest";
import { omise } from "../../src/connectors/omise/upstream.ts";
import type { Upstream, UpstreamBank } from "../../src/connectors/upstream.ts";
import { dateInBangkok } from "../../src/domain/base/bangkok.ts";
import { days, seconds, type Time } from "../../src/domain/base/time.ts";
import { transferableAtIn } from "../../src/operations/payment/bank.ts";
import { createRefund } from "../../src/operations/payment/refund.ts";
import { reconcile, reconcileFile } from "../../src/operations/upstream/reconcile.ts";
import { aGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { advanceBoth, aPair, type Pair, paidByCard } from "./live.ts";

/** Omise, with some of its answers as the test has them. */
const omiseWith = (own: (bank: UpstreamBank) => Partial<UpstreamBank>): Upstream => ({
  ...omise,
  connect: (way) => {
    const bank = omise.connect(way);
    return { ...bank, ...own(bank) };
  },
});

/** A pair whose upstream holds money for three days: in test mode it holds none, so its clock is three days ahead. */
async function aHoldingPair(upstream: Upstream = omise, databaseUrl?: string): Promise<Pair> {
  const pair = await aPair(["card"], { upstreams: [upstream], ...(databaseUrl !== undefined && { databaseUrl }) });
  await pair.theirs.advance(days(3));
  return pair;
}

/** Days from now until each transaction of ours can be transferred, the oldest first. */
async function heldDays({ ask, ours }: Pair): Promise<number[]> {
  const { json } = await ask("GET", "/transactions?order=chronological");
  return json.data.map(({ transferable_at }: { transferable_at: string }) =>
    Math.round((Date.parse(transferable_at) - ours.now()) / days(1)),
  );
}

const balance = async ({ ask }: Pair) => {
  const { total, transferable, on_hold } = (await ask("GET", "/balance")).json;
  return { total, transferable, on_hold };
};

const refund = async ({ ask }: Pair, charge: string, amount: number) =>
  (await ask("POST", `/charges/${charge}/refunds`, { body: { amount } })).json;

/** Reconciles the day of the pair's first payment, which its upstream has three days later. */
async function reconciled(pair: Pair): Promise<void> {
  const day = dateInBangkok(pair.theirs.now());
  await advanceBoth(pair, days(4));
  await reconcile(pair.ours.gateway, pair.live, "omise", day);
}

/** Omise, which does not answer when it is asked for a date. */
const deaf = omiseWith(() => ({ transferableAt: () => Promise.reject(new Error("no answer")) }));

/** A token of the upstream's vault. */
const aToken = async ({ theirs }: Pair) => {
  const card = { name: "S", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
  return (await theirs.call("POST", "/tokens", { key: theirs.publicKey, body: { card } })).json.id;
};

test("the money of a live charge is transferable when the upstream says, in balance, transactions and search, and not after a week of ours", async () => {
  const pair = await aHoldingPair();
  const { json: charge } = await paidByCard(pair, 100_000);
  const { json: ours } = await pair.ask("GET", `/transactions/${charge.transaction}`);
  const { json: theirs } = await pair.theirs.call("GET", "/transactions");
  expect(theirs.data).toMatchObject([{ key: "charge.captured.net", transferable_at: ours.transferable_at }]);
  expect(await heldDays(pair)).toEqual([3]);
  expect(await balance(pair)).toEqual({ total: 96_094, transferable: 0, on_hold: 96_094 });
  const day = ours.transferable_at.slice(0, 10);
  const { json: found } = await pair.ask("GET", `/transactions/search?filters[hold_until]=${day}`);
  expect(found.data.map(({ id }: { id: string }) => id)).toEqual([charge.transaction]);

  await pair.ours.advance(days(3) + seconds(1));
  expect(await balance(pair)).toEqual({ total: 96_094, transferable: 96_094, on_hold: 0 });
});

test("what is captured later is held from then on, and a refund leaves the balance with its charge's money", async () => {
  const pair = await aHoldingPair();
  const body = { amount: 100_000, currency: "THB", capture: false, card: await aToken(pair) };
  const { json: held } = await pair.ask("POST", "/charges", { body });
  await advanceBoth(pair, days(1));
  expect((await pair.ask("POST", `/charges/${held.id}/capture`)).json).toMatchObject({ paid: true });
  expect(await heldDays(pair)).toEqual([3]);
  expect(await refund(pair, held.id, 40_000)).toMatchObject({ status: "closed" });
  expect(await heldDays(pair)).toEqual([3, 3]);
  expect(await balance(pair)).toEqual({ total: 56_094, transferable: 0, on_hold: 56_094 });
});

test("a refund is taken when the upstream says, where it says another time than the charge's", async () => {
  const dates: Time[] = [];
  const pair = await aHoldingPair(omiseWith(() => ({ transferableAt: async () => dates.shift() ?? 0 })));
  const now = pair.ours.now();
  dates.push(now + days(5), now + days(2));
  const { json: charge } = await paidByCard(pair, 100_000);
  await refund(pair, charge.id, 40_000);
  expect(await heldDays(pair)).toEqual([5, 2]);
});

test("a payment whose date is not told is paid all the same; its day's reconciliation brings the date, which its refund has too, and a repeat changes nothing", async () => {
  const pair = await aHoldingPair(deaf);
  const { json: charge } = await paidByCard(pair, 100_000);
  expect(charge).toMatchObject({ status: "successful", paid: true });
  expect(await refund(pair, charge.id, 40_000)).toMatchObject({ status: "closed" });
  expect(await heldDays(pair)).toEqual([7, 7]);
  await reconciled(pair);
  expect(await heldDays(pair)).toEqual([-1, -1]);
  expect(await balance(pair)).toEqual({ total: 56_094, transferable: 56_094, on_hold: 0 });
  const booked = await entriesOf(pair);
  await reconcile(pair.ours.gateway, pair.live, "omise", dateInBangkok(pair.theirs.now() - days(4)));
  expect(await entriesOf(pair)).toEqual(booked);
});

test("a date is waited for three seconds, and an approval without one stands", async () => {
  const pair = await aHoldingPair(omiseWith(() => ({ transferableAt: () => new Promise<never>(() => {}) })));
  const held = { amount: 100_000, currency: "THB", capture: false, card: await aToken(pair) };
  const { json } = await pair.ask("POST", "/charges", { body: held });
  const charge = await pair.ours.gateway.store.charge.get(pair.live.id, json.id);
  if (!charge) throw new Error("the charge is not there");
  const waited: number[] = [];
  const pause = async (ms: number) => void waited.push(ms);
  const answer = { answer: "approved", reference: "chrg_1", approvalCode: null, transaction: "trxn_1" } as const;
  expect(await transferableAtIn({ ...pair.ours.gateway, pause }, charge, answer)).toBeUndefined();
  expect(waited).toEqual([seconds(3)]);
});

test("a refund that is booked while the date of its charge is put right has the date that stands", async () => {
  const pair = await aHoldingPair(deaf);
  const { gateway } = pair.ours;
  const { json: charge } = await paidByCard(pair, 100_000);
  const day = dateInBangkok(pair.theirs.now());
  await pair.theirs.advance(days(4));
  pair.ours.pass(days(4));
  let asked = 0;
  const heldUntil: typeof gateway.store.ledger.heldUntil = async (account, of) => {
    const at = await gateway.store.ledger.heldUntil(account, of);
    asked += 1;
    if (asked === 1) await reconcile(gateway, pair.live, "omise", day);
    return at;
  };
  const slow = { ...gateway, store: { ...gateway.store, ledger: { ...gateway.store.ledger, heldUntil } } };
  const request = { amount: 40_000, metadata: {}, voidOnly: false };
  await createRefund(slow, { account: pair.live, intention: null }, charge.id, request);
  expect(asked).toBe(2);
  const [captured, refunded] = await entriesOf(pair);
  expect(captured?.transferableAt).toBeLessThan(pair.ours.now());
  expect(refunded?.transferableAt).toBe(refunded?.createdAt);
});

const everything = { limit: 100, offset: 0, from: 0, to: 9e12, order: "chronological" } as const;
const entriesOf = async ({ ours, live }: Pair) => (await ours.gateway.store.ledger.list(live.id, everything)).rows;

test("a date that the upstream puts off holds money that was transferable, under the version of the balance", async () => {
  let later = 0;
  const pair = await aHoldingPair(
    omiseWith((bank) => ({
      settled: async (period) =>
        ((await bank.settled?.(period)) ?? []).map((each) => ({
          ...each,
          transferableAt: (each.transferableAt ?? 0) + later,
        })),
    })),
  );
  await paidByCard(pair, 100_000);
  const { ledger } = pair.ours.gateway.store;
  const before = await ledger.balanceRow(pair.live.id, "THB");
  later = days(10);
  await reconciled(pair);
  expect(await heldDays(pair)).toEqual([9]);
  const after = await ledger.balanceRow(pair.live.id, "THB");
  expect(after.version).toBe(before.version + 1); // who has read the balance before loses
  expect(await balance(pair)).toEqual({ total: 96_094, transferable: 0, on_hold: 96_094 });
});

test("a file's day of payout is the date of its payments", async () => {
  const settlementFile = { ...omise.settlementFile, payment: ["id"], reference: ["ours"], amount: ["amount"] } as const;
  const pair = await aHoldingPair({
    ...omise,
    settlementFile: { ...settlementFile, paidAt: ["paid_at"], paidOutAt: ["paid_out"] },
  });
  await paidByCard(pair, 100_000);
  const { json: theirs } = await pair.theirs.call("GET", "/charges");
  const paidAt = pair.theirs.now();
  await advanceBoth(pair, days(4));
  const line = `${theirs.data[0].id},,1000.00,THB,39.06,${new Date(paidAt).toISOString()},${dateInBangkok(paidAt + days(9))}`;
  const file = `id,ours,amount,currency,fee,paid_at,paid_out\n${line}\n`;
  await reconcileFile(pair.ours.gateway, pair.live, "omise", file, dateInBangkok(paidAt));
  const { json: ours } = await pair.ask("GET", "/transactions");
  expect(dateInBangkok(Date.parse(ours.data[0].transferable_at))).toBe(dateInBangkok(paidAt + days(9)));
});

describe("on PostgreSQL", () => {
  test("two gateways that reconcile one day put its dates right once, and the books hold", async () => {
    const database = await freshDatabase({ migrated: true });
    onTestFinished(() => database.drop());
    const pair = await aHoldingPair(deaf, database.url);
    const environment = { CHAMRA_UPSTREAMS: `omise.api=${pair.theirs.url}` };
    const second = await aGateway({ databaseUrl: database.url, environment, upstreams: [deaf] });
    const { json: charge } = await paidByCard(pair, 100_000);
    await refund(pair, charge.id, 40_000);
    const day = dateInBangkok(pair.theirs.now());
    await pair.theirs.advance(days(4));
    for (const each of [pair.ours, second]) each.pass(days(4));
    await Promise.all([pair.ours, second].map(({ gateway }) => reconcile(gateway, pair.live, "omise", day)));
    expect(await heldDays(pair)).toEqual([-1, -1]);
    expect((await entriesOf(pair)).map(({ version }) => version)).toEqual([2, 2]);
  });
});
