import { describe, expect, onTestFinished, test } from "vitest";
import { omise } from "../../src/connectors/omise/upstream.ts";
import { days, hours, seconds } from "../../src/domain/base/time.ts";
import type { TheirPayout } from "../../src/domain/upstream/payout.ts";
import { bookPayout, enterPayout, holdingsOf, settlePayout, undoPayout } from "../../src/operations/upstream/payout.ts";
import { reconcile, reconcileFile } from "../../src/operations/upstream/reconcile.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aPayee } from "../kit/payout-builders.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { advanceBoth, aPair, type Pair, paidByCard } from "./live.ts";

/** From the start of the clocks, at ten in the morning, until the upstream is asked. */
const untilSix = hours(20) + seconds(1);

/** Where the money of the pair's upstream is, in satang. */
async function atOmise({ ours, live }: Pair) {
  const [holding] = await holdingsOf(ours.gateway, live);
  if (!holding) throw new Error("the account has no upstream");
  const { held, kept, in_transit, settled } = holding;
  return { held, kept, in_transit, settled };
}

/** A pair whose upstream tells of payouts as the test has them. */
const aTellingPair = (payouts: () => readonly TheirPayout[]): Promise<Pair> =>
  aPair(["card"], {
    upstreams: [{ ...omise, connect: (way) => ({ ...omise.connect(way), payouts: async () => payouts() }) }],
  });

const payoutsOf = async ({ ours, live }: Pair) => {
  const range = { limit: 100, offset: 0, from: 0, to: 9e12, order: "chronological" } as const;
  return (await ours.gateway.store.upstreamPayout.list(live.id, range)).rows;
};

/** A transfer that the merchant orders at the upstream, to their own bank account by default. */
const transferThere = async ({ theirs }: Pair, amount: number, recipient?: string): Promise<string> =>
  (await theirs.call("POST", "/transfers", { body: { amount, ...(recipient && { recipient }) } })).json.id;

const markedAsSent = ({ theirs }: Pair, id: string) => theirs.call("POST", `/transfers/${id}/mark_as_sent`);

test("money of a live charge is held by its upstream until its transfer there is seen here: on its way, then settled, while the balance and its transactions stay as they are", async () => {
  const pair = await aPair(["card"]);
  const { json: charge } = await paidByCard(pair, 100_000);
  expect(charge).toMatchObject({ status: "successful", fee: 3650, fee_vat: 256, net: 96_094 });
  expect(await atOmise(pair)).toEqual({ held: 96_094, kept: 3_906, in_transit: 0, settled: 0 });

  const { json: refund } = await pair.ask("POST", `/charges/${charge.id}/refunds`, { body: { amount: 20_000 } });
  expect(refund.status).toBe("closed");
  expect(await atOmise(pair)).toEqual({ held: 76_094, kept: 3_906, in_transit: 0, settled: 0 });
  const before = [(await pair.ask("GET", "/balance")).json.total, (await pair.ask("GET", "/transactions")).json.total];
  expect(before).toEqual([76_094, 2]);

  const transfer = await transferThere(pair, 50_000);
  await markedAsSent(pair, transfer);
  await advanceBoth(pair, untilSix);
  expect(await payoutsOf(pair)).toMatchObject([
    { id: `omise_${transfer}`, state: "in_transit", amount: 50_000, fee: 3_000, origin: "asked", settledAt: null },
  ]);
  expect(await atOmise(pair)).toEqual({ held: 26_094, kept: 6_906, in_transit: 47_000, settled: 0 });

  await advanceBoth(pair, days(1)); // it came to the bank at nine
  expect(await payoutsOf(pair)).toMatchObject([{ id: `omise_${transfer}`, state: "settled", settledBy: null }]);
  expect(await atOmise(pair)).toEqual({ held: 26_094, kept: 6_906, in_transit: 0, settled: 47_000 });

  await advanceBoth(pair, days(5));
  expect(await payoutsOf(pair)).toHaveLength(1);
  const after = [(await pair.ask("GET", "/balance")).json.total, (await pair.ask("GET", "/transactions")).json.total];
  expect(after).toEqual(before);
  const { json: found } = await pair.ask("GET", `/search?scope=transaction&query=${transfer}`);
  expect(found.total).toBe(0);
});

test("a transfer there that comes back from the bank is booked back", async () => {
  const pair = await aPair(["card"]);
  await paidByCard(pair, 100_000);
  const recipient = await aPayee(pair.theirs, "0000000005"); // the test bank cannot credit it
  const transfer = await transferThere(pair, 50_000, recipient);
  await markedAsSent(pair, transfer);
  await advanceBoth(pair, untilSix);
  expect(await payoutsOf(pair)).toMatchObject([{ payout: transfer, state: "in_transit" }]);
  await advanceBoth(pair, days(1));
  expect(await payoutsOf(pair)).toMatchObject([{ payout: transfer, state: "undone" }]);
  expect(await atOmise(pair)).toEqual({ held: 96_094, kept: 3_906, in_transit: 0, settled: 0 });
});

test("what was paid out before the connection is none of ours; what failed is booked anew when it is sent again", async () => {
  const told: TheirPayout[] = [];
  const pair = await aTellingPair(() => told);
  await paidByCard(pair, 100_000);
  const now = pair.ours.now();
  const payout = {
    payout: "p",
    amount: 60_000,
    fee: 3_000,
    currency: "THB",
    sentAt: now,
    settledAt: null,
    failed: true,
  };
  told.push({ ...payout, payout: "old", sentAt: now - days(1), failed: false }, payout);
  await advanceBoth(pair, untilSix);
  expect(await payoutsOf(pair)).toEqual([]);
  for (const failed of [false, true, true, false]) {
    told[1] = { ...payout, failed };
    await advanceBoth(pair, days(1));
  }
  expect(await payoutsOf(pair)).toMatchObject([
    { id: "omise_p", revision: 1, state: "undone" },
    { id: "omise_p.2", revision: 2, state: "in_transit" },
  ]);
  expect(await atOmise(pair)).toEqual({ held: 36_094, kept: 6_906, in_transit: 57_000, settled: 0 });
});

test("a payout of which the upstream says something else than before is booked back and anew, and its repeat books nothing", async () => {
  const pair = await aPair(["card"]);
  await paidByCard(pair, 100_000);
  const { gateway } = pair.ours;
  const told = { payout: "p", amount: 60_000, fee: 3_000, currency: "THB", settledAt: null, failed: false };
  const tell = (change: Partial<TheirPayout>) =>
    bookPayout(gateway, pair.live, "omise", { ...told, sentAt: pair.ours.now(), ...change }, "file");
  await tell({ settledAt: pair.ours.now() });
  await tell({});
  expect(await atOmise(pair)).toEqual({ held: 36_094, kept: 6_906, in_transit: 0, settled: 57_000 });
  for (let times = 0; times < 3; times += 1) await tell({ amount: 61_000 });
  expect(await payoutsOf(pair)).toMatchObject([
    { id: "omise_p", state: "undone" },
    { id: "omise_p.2", state: "in_transit", amount: 61_000 },
  ]);
  expect(await atOmise(pair)).toEqual({ held: 35_094, kept: 6_906, in_transit: 58_000, settled: 0 });
  await expect(tell({ payout: "q", currency: "USD" })).rejects.toThrow(/in USD, and the account in THB/);
});

test("what is on its way is settled by one member who sees it at the bank, and what no upstream tells of is entered once", async () => {
  const pair = await aPair(["card"]);
  await paidByCard(pair, 100_000);
  const { gateway } = pair.ours;
  const amounts = { amount: 60_000, fee: 3_000, currency: "THB", settledAt: null, failed: false };
  await bookPayout(gateway, pair.live, "omise", { payout: "p", ...amounts, sentAt: pair.ours.now() }, "asked");
  const both = await Promise.allSettled(
    ["memb_1", "memb_2"].map((by) => settlePayout(gateway, pair.live, "omise_p", by)),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(settlePayout(gateway, pair.live, "omise_p", null)).rejects.toThrow("it is settled");
  await expect(settlePayout(gateway, pair.live, "omise_q", null)).rejects.toThrow("was not found");

  await expect(undoPayout(gateway, pair.live, "omise_p")).rejects.toThrow("only a payout that was entered");

  const entered = { reference: "statement-1", amount: 20_000, fee: 0 };
  for (let times = 0; times < 2; times += 1) await enterPayout(gateway, pair.live, "omise", entered);
  expect(await atOmise(pair)).toEqual({ held: 16_094, kept: 6_906, in_transit: 0, settled: 77_000 });
  const other = enterPayout(gateway, pair.live, "omise", { ...entered, amount: 30_000 });
  await expect(other).rejects.toThrow("is known with an amount of 20000");
  await expect(enterPayout(gateway, pair.live, "omise", { ...entered, reference: "a b" })).rejects.toThrow("letters");
  await expect(enterPayout(gateway, pair.live, "none", entered)).rejects.toThrow("no upstream none");
});

test("lines of a file with one date of payout are a payout on its way, once however often the file is read; a later file has the last word", async () => {
  const { settlementFile } = omise;
  if (!settlementFile) throw new Error("no file of Omise is known");
  const dated = { ...omise, settlementFile: { ...settlementFile, paidOutAt: ["paid out"] } };
  const pair = await aPair(["card"], { upstreams: [dated] });
  for (const amount of [100_000, 50_000]) await paidByCard(pair, amount);
  await advanceBoth(pair, days(1));
  const day = "2026-01-15";
  const read = async (...lines: string[]) => {
    const text = `id,amount,fee,status,paid_at,paid out\n${lines.join("\n")}`;
    await reconcileFile(pair.ours.gateway, pair.live, "omise", text, day);
    return (await payoutsOf(pair)).map(({ id, state, amount }) => `${id} ${state} ${amount}`);
  };
  const first = "up_1,1000.00,39.06,successful,2026-01-15 10:00:00,2026-01-17";
  const second = (out: string) => `up_2,500.00,19.53,successful,2026-01-15 11:00:00,${out}`;
  const other = "up_3,700.00,10.00,successful,2026-01-14 11:00:00,2026-01-17"; // of a day that is not read
  const one = `omise_2026-01-17_${day}`;
  for (let times = 0; times < 2; times += 1)
    expect(await read(first, second(""), other)).toEqual([`${one} in_transit 96094`]);
  const back = "up_4,-100.00,,successful,2026-01-15 12:00:00,2026-01-17";
  expect(await read(first, second("2026-01-18"), back)).toEqual([
    `${one} undone 96094`,
    `${one}.2 in_transit 86094`,
    `omise_2026-01-18_${day} in_transit 48047`,
  ]);
  expect((await read(second("2026-01-18"))).map((row) => row.split(" ")[1])).toEqual([
    "undone",
    "undone",
    "in_transit",
  ]);
  expect(await atOmise(pair)).toMatchObject({ in_transit: 48_047, settled: 0 });
  await expect(read(second("soon"))).rejects.toThrow("line 2 has no id, amount, fee or time");
});

test("finance sees where the money is, settles what has come and enters what nobody tells of; support may do nothing of it", async () => {
  const pair = await aPair(["card"]);
  await paidByCard(pair, 100_000);
  const { gateway } = pair.ours;
  const amounts = { amount: 60_000, fee: 3_000, currency: "THB", settledAt: null, failed: false };
  await bookPayout(gateway, pair.live, "omise", { payout: "p", ...amounts, sentAt: pair.ours.now() }, "asked");
  const finance = await signedIn(pair.ours, "finance");
  const { json: holdings } = await finance.live.get("/upstream_holdings");
  const money = { held: 36_094, in_transit: 57_000, settled: 0, kept: 6_906 };
  expect(holdings.data).toEqual([
    { upstream: "omise", label: { en: "Omise", th: "โอมิเซะ" }, currency: "THB", ...money },
  ]);
  const { json: listed } = await finance.live.get("/upstream_payouts");
  expect(listed.data).toMatchObject([{ id: "omise_p", state: "in_transit", net: 57_000, settled_at: null }]);
  const { json: settled } = await finance.live.post("/upstream_payouts/omise_p/settle", {});
  expect(settled).toMatchObject({ state: "settled", settled_by: expect.stringMatching(/^memb_/) });
  const entered = { upstream: "omise", reference: "statement-1", amount: 10_000 };
  expect((await finance.live.post("/upstream_payouts", entered)).json).toMatchObject({ origin: "hand", net: 10_000 });
  expect((await finance.live.post("/upstream_payouts/omise_p/settle", {})).json.code).toBe("bad_request");
  expect((await finance.live.post("/upstream_payouts/omise_p/undo", {})).json.code).toBe("bad_request");
  const undone = await finance.live.post("/upstream_payouts/omise_statement-1/undo", {});
  expect(undone.json).toMatchObject({ state: "undone", net: 10_000 });
  const { json: after } = await finance.live.get("/upstream_holdings");
  expect(after.data).toMatchObject([{ held: 36_094, settled: 57_000 }]);
  expect((await finance.test.get("/upstream_holdings")).json.data).toEqual([]);
  expect((await finance.test.post("/upstream_payouts/omise_p/settle", {})).json.code).toBe("not_found");

  const support = await signedIn(pair.ours, "support");
  expect((await support.live.get("/upstream_payouts")).json.code).toBe("forbidden");
  expect((await support.live.post("/upstream_payouts", entered)).json.code).toBe("forbidden");
  expect((await support.live.post("/upstream_payouts/omise_statement-1/undo", {})).json.code).toBe("forbidden");
});

describe("on PostgreSQL", () => {
  test("two gateways that see one transfer at once book it once", async () => {
    const database = await freshDatabase({ migrated: true });
    onTestFinished(() => database.drop());
    const pair = await aPair(["card"], { databaseUrl: database.url });
    const environment = { CHAMRA_UPSTREAMS: `omise.api=${pair.theirs.url}` };
    const second = await aGateway({ databaseUrl: database.url, environment });
    await paidByCard(pair, 100_000);
    await markedAsSent(pair, await transferThere(pair, 50_000));
    pair.ours.pass(days(1));
    second.pass(days(1));
    await Promise.all([pair.ours, second].map(({ gateway }) => reconcile(gateway, pair.live, "omise", "2026-01-15")));
    expect(await payoutsOf(pair)).toMatchObject([{ state: "in_transit", amount: 50_000 }]);
    expect(await atOmise(pair)).toEqual({ held: 46_094, kept: 6_906, in_transit: 47_000, settled: 0 });
  });
});

test("a payout that cannot be booked, in another currency or beyond all sums, holds up neither the others nor the day", async () => {
  const told: TheirPayout[] = [];
  const pair = await aTellingPair(() => told);
  await paidByCard(pair, 100_000);
  const { gateway } = pair.ours;
  const payout = {
    amount: 60_000,
    fee: 3_000,
    currency: "THB",
    sentAt: pair.ours.now(),
    settledAt: null,
    failed: false,
  };
  const [huge, largest] = [Number.MAX_SAFE_INTEGER, 10_000_000_000_00];
  told.push({ ...payout, payout: "a", currency: "USD" }, { ...payout, payout: "b", amount: huge });
  told.push({ ...payout, payout: "c" });
  await advanceBoth(pair, untilSix);
  expect(await payoutsOf(pair)).toMatchObject([{ id: "omise_c", state: "in_transit" }]);
  const { problem } = (await gateway.store.connection.get(pair.live.id, "omise")) ?? {};
  expect(problem).toMatch(/payout a is in USD.*payout b of 9007199254740991/);
  await expect(reconcile(gateway, pair.live, "omise", "2026-01-15")).rejects.toThrow(/payout a is in USD/);
  expect(await gateway.store.reconciliation.get(pair.live.id, "2026-01-15_omise")).toMatchObject({ named: 1 });
  for (const amount of [huge, largest + 1])
    await expect(enterPayout(gateway, pair.live, "omise", { reference: "d", amount, fee: 0 })).rejects.toThrow(
      /cannot be booked/,
    );
  await enterPayout(gateway, pair.live, "omise", { reference: "d", amount: largest, fee: 0 });
});

test("an upstream that does not tell of its payouts is asked again in an hour, and its days are reconciled all the same", async () => {
  let isDown = true;
  const pair = await aTellingPair(() => {
    if (isDown) throw new Error("maintenance");
    return [];
  });
  await paidByCard(pair, 100_000);
  const connection = () => pair.ours.gateway.store.connection.get(pair.live.id, "omise");
  await advanceBoth(pair, untilSix);
  expect(await connection()).toMatchObject({ problem: "maintenance", dueAt: pair.ours.now() + hours(1) });
  expect(await pair.ours.gateway.store.reconciliation.get(pair.live.id, "2026-01-15_omise")).toMatchObject({
    named: 1,
  });
  isDown = false;
  await advanceBoth(pair, hours(1));
  expect(await connection()).toMatchObject({ problem: null });
});
