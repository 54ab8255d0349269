import { expect, onTestFinished, test } from "vitest";
import { omise } from "../../src/connectors/omise/upstream.ts";
import { firstReference } from "../../src/connectors/scb/references.ts";
import type { ScbSimulator } from "../../src/connectors/scb/simulator.ts";
import { scb } from "../../src/connectors/scb/upstream.ts";
import { dateInBangkok } from "../../src/domain/base/bangkok.ts";
import { days } from "../../src/domain/base/time.ts";
import type { TheirPayment } from "../../src/domain/upstream/reconciliation.ts";
import { connect, setContract } from "../../src/operations/upstream/connection.ts";
import { reconcile, reconciledUpstreams, reconcileFile, workOffItem } from "../../src/operations/upstream/reconcile.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { scbUnderTest } from "../kit/scb.ts";
import { slipText } from "../kit/slip.ts";
import { aLine } from "../kit/upstream-conformance.ts";
import { aPair, enable, type Pair } from "./live.ts";

type Retell = (told: readonly TheirPayment[]) => readonly TheirPayment[];

/** A pair whose upstream tells of its payments as `retell` has them. */
async function aTalePair(methods: readonly string[], retell: Retell): Promise<Pair> {
  const told = {
    ...omise,
    connect: (way: Parameters<typeof omise.connect>[0]) => {
      const bank = omise.connect(way);
      return {
        ...bank,
        settled: async (period: { from: number; until: number }) => retell((await bank.settled?.(period)) ?? []),
      };
    },
  };
  return aPair(methods, { upstreams: [told] });
}

/** Two clocks that go forward together, as those of a merchant and an upstream do. */
async function advance({ ours, theirs }: Pair, ms: number): Promise<void> {
  await theirs.advance(ms);
  await ours.advance(ms);
}

const today = ({ ours }: Pair) => dateInBangkok(ours.now());

/** A token of the upstream's vault. */
const aToken = async ({ theirs }: Pair) =>
  (
    await theirs.call("POST", "/tokens", {
      key: theirs.publicKey,
      body: {
        card: {
          name: "Somchai",
          number: "4242424242424242",
          expiration_month: 12,
          expiration_year: 2030,
          security_code: "123",
        },
      },
    })
  ).json.id;

const paidByCard = async (pair: Pair, amount: number) =>
  (await pair.ask("POST", "/charges", { body: { amount, currency: "THB", card: await aToken(pair) } })).json;

/** A charge that the merchant made at the upstream, past this gateway. */
const madeThere = async (pair: Pair, amount: number, metadata = {}) =>
  (
    await pair.theirs.call("POST", "/charges", {
      body: { amount, currency: "THB", card: await aToken(pair), metadata },
    })
  ).json;

const brief = (items: readonly { kind: string; state: string; charge: string | null; payment: string | null }[]) =>
  items.map(({ kind, state, charge, payment }) => ({ kind, state, charge, payment }));

test("a day whose row another has just made is compared with the items of that row", async () => {
  const strange = { payment: "chrg_strange", reference: null, amount: 100, currency: "THB", costs: null };
  const pair = await aTalePair(["card"], () => [{ ...strange, paidAt: Date.parse("2026-01-15T05:00:00Z") }]);
  pair.ours.pass(days(1));
  const { gateway } = pair.ours;
  const { reconciliation } = gateway.store;
  let other: Promise<unknown> | undefined;
  const get: typeof reconciliation.get = async (...asked) => {
    other ??= reconcile(gateway, pair.live, "omise", "2026-01-15");
    await other;
    return reconciliation.get(...asked);
  };
  const late = { ...gateway, store: { ...gateway.store, reconciliation: { ...reconciliation, get } } };
  const { items } = await reconcile(late, pair.live, "omise", "2026-01-15");
  expect(items).toMatchObject([{ kind: "missing_here", payment: "chrg_strange" }]);
});

test("a day that many ask for at once is asked for once, and once more for those who came meanwhile", async () => {
  let asked = 0;
  const pair = await aTalePair(["card"], (told) => {
    asked += 1;
    return told;
  });
  pair.ours.pass(days(1));
  const { gateway } = pair.ours;
  await Promise.all(Array.from({ length: 20 }, () => reconcile(gateway, pair.live, "omise", "2026-01-15")));
  expect(asked).toBe(2);
});

test("a day of Omise is compared by reference, amount and fee: three lists, and what was worked off stays so in every repeat", async () => {
  const pair = await aTalePair(["card", "promptpay"], (told) =>
    told
      .filter(({ amount }) => amount !== 30_000)
      .map((each) => (each.amount === 50_000 ? { ...each, costs: (each.costs ?? 0) + 1 } : each)),
  );
  const { gateway } = pair.ours;
  const day = today(pair);
  await paidByCard(pair, 100_000);
  const dearer = await paidByCard(pair, 50_000);
  const untold = await paidByCard(pair, 30_000);
  const body = { amount: 20_000, currency: "THB", source: { type: "promptpay" } };
  const { json: expired } = await pair.ask("POST", "/charges", { body });
  await pair.ask("POST", `/charges/${expired.id}/expire`);
  const past = await madeThere(pair, 70_000);
  const reference = expired.source.provider_references.reference_number_1;
  const late = await madeThere(pair, 20_000, { chamra_reference: reference });
  await advance(pair, days(1));

  const { reconciliation, items } = await reconcile(gateway, pair.live, "omise", day);
  expect(reconciliation).toMatchObject({ id: `${day}_omise`, day, named: 4, matched: 1, origin: "asked" });
  expect(brief(items)).toEqual(
    expect.arrayContaining([
      { kind: "differs", state: "open", charge: dearer.id, payment: expect.stringMatching(/^chrg_/) },
      { kind: "missing_there", state: "open", charge: untold.id, payment: null },
      { kind: "missing_here", state: "open", charge: null, payment: past.id },
      { kind: "missing_here", state: "open", charge: expired.id, payment: late.id },
    ]),
  );
  expect(items).toHaveLength(4);

  const item = items.find(({ charge }) => charge === expired.id);
  const done = await workOffItem(gateway, pair.live.id, item?.id ?? "", "memb_1", " paid back by transfer");
  expect(done).toMatchObject({ state: "worked_off", note: "paid back by transfer", workedOffBy: "memb_1" });
  await expect(workOffItem(gateway, pair.live.id, done.id, "memb_2", "again")).rejects.toThrow(/not open any more/);
  const again = await reconcile(gateway, pair.live, "omise", day);
  expect(again.items.filter(({ id }) => id !== done.id)).toEqual(items.filter(({ id }) => id !== done.id));
  expect(again.items.find(({ id }) => id === done.id)).toEqual(done);
  await expect(reconcile(gateway, pair.live, "omise", today(pair))).rejects.toThrow(/not over yet/);
});

test("costs that are off the contract are told with both numbers although they are booked as told, until a right contract or a note ends that", async () => {
  const pair = await aPair(["card", "promptpay"]);
  const { gateway } = pair.ours;
  const { id } = pair.live;
  const day = today(pair);
  const cheap = await paidByCard(pair, 100_000);
  expect(cheap).toMatchObject({ fee: 3_650, fee_vat: 256 });
  await advance(pair, days(1));
  const find = async () => {
    const { reconciliation, items } = await reconcile(gateway, pair.live, "omise", day);
    expect(reconciliation).toMatchObject({ named: 1, matched: 1 });
    return items.filter(({ state }) => state !== "cleared");
  };
  expect(await find()).toEqual([]);
  const terms = { methods: ["card"], rate: "3.65", flat: 0, min: 0, vat: "7" };
  await setContract(gateway, pair.live, "omise", [terms, { ...terms, methods: null, rate: "9" }]);
  expect(await find()).toEqual([]);

  await setContract(gateway, pair.live, "omise", [{ ...terms, rate: "2.75" }]);
  const [item] = await find();
  expect(item).toMatchObject({
    ...{ kind: "costs_off_contract", state: "open", charge: cheap.id, theirCosts: 3_906, ourCosts: 2_943 },
  });
  expect(await reconciledUpstreams(gateway, id)).toMatchObject([{ items: { open: 1, offContract: 1 } }]);
  const scrape = async () => (await (await fetch(`${pair.ours.url}/metrics`)).text()).split("\n");
  expect(await scrape()).toContain('chamra_upstream_fee_drift_payments{upstream="omise"} 1');

  await workOffItem(gateway, id, item?.id ?? "", "memb_1", "asked Omise for the difference");
  expect(await find()).toMatchObject([{ state: "worked_off" }]);
  expect((await scrape()).some((line) => line.startsWith("chamra_upstream_fee_drift_payments{"))).toBe(false);
  await expect(setContract(gateway, pair.live, "omise", [{ ...terms, methods: ["cash"] }])).rejects.toThrow(
    /cash is no type and no family/,
  );
  await expect(setContract(gateway, pair.live, "scb", [])).rejects.toThrow(/not connected to SCB/);
});

test("refunds of a day of Omise are compared: one made on its dashboard is missing here, one of the same amount that it lost is missing there", async () => {
  let isLost = false;
  const lost: string[] = [];
  const told: typeof omise = {
    ...omise,
    connect: (way) => {
      const bank = omise.connect(way);
      const refunded = async (period: { from: number; until: number }) =>
        ((await bank.refunded?.(period)) ?? []).filter(({ reference }) => !(isLost && lost.includes(reference ?? "")));
      return { ...bank, refunded };
    },
  };
  const pair = await aPair(["card"], { upstreams: [told] });
  const { gateway } = pair.ours;
  const day = today(pair);
  const charge = await paidByCard(pair, 100_000);
  const refund = async (amount: number) =>
    (await pair.ask("POST", `/charges/${charge.id}/refunds`, { body: { amount } })).json;
  const [same, gone] = [await refund(10_000), await refund(20_000)];
  lost.push(gone.id);
  isLost = true;
  const upstreamId = (await gateway.store.charge.get(pair.live.id, charge.id))?.bankReference;
  const { json: past } = await pair.theirs.call("POST", `/charges/${upstreamId}/refunds`, { body: { amount: 20_000 } });
  const elsewhere = await madeThere(pair, 70_000);
  const { json: strange } = await pair.theirs.call("POST", `/charges/${elsewhere.id}/refunds`, {
    body: { amount: 7_000 },
  });
  await advance(pair, days(1));

  const { reconciliation, items } = await reconcile(gateway, pair.live, "omise", day);
  expect(reconciliation).toMatchObject({ named: 2, matched: 1, refundsNamed: 3, refundsMatched: 1 });
  const of = items.filter(({ about }) => about === "refund");
  expect(of.map(({ kind, charge, refund, payment }) => [kind, charge, refund, payment])).toEqual(
    expect.arrayContaining([
      ["missing_there", charge.id, gone.id, null],
      ["missing_here", charge.id, null, past.id],
      ["missing_here", null, null, strange.id],
    ]),
  );
  expect(of).toHaveLength(3);
  expect(of.some(({ refund }) => refund === same.id)).toBe(false);

  isLost = false;
  const again = await reconcile(gateway, pair.live, "omise", day);
  expect(again.items.find(({ refund }) => refund === gone.id)).toMatchObject({ state: "cleared" });
  const file = `id,amount,fee,fee_vat,paid_at,status\n${upstreamId},1000.00,36.50,2.56,${day} 12:00:00,successful`;
  const byFile = await reconcileFile(gateway, pair.live, "omise", file, day);
  expect(byFile.reconciliation).toMatchObject({ origin: "file", refundsNamed: 4 });
  expect(byFile.items.filter(({ about, state }) => about === "refund" && state === "open")).toHaveLength(2);
  const withRefunds = `${file}\n${upstreamId},-100.00,,,${day} 12:00:00,\n${upstreamId},-200.00,,,${day} 12:00:00,`;
  const named = await reconcileFile(gateway, pair.live, "omise", withRefunds, day);
  expect(named.reconciliation).toMatchObject({ refundsNamed: 2, refundsMatched: 2 });
});

test("the clock reconciles each day at six in the morning after it, and asks again an hour after an upstream that does not tell", async () => {
  let isDown = false;
  const pair = await aTalePair(["card"], (told) => {
    if (isDown) throw new Error("maintenance");
    return told;
  });
  const { store } = pair.ours.gateway;
  const connection = () => store.connection.get(pair.live.id, "omise");
  const first = today(pair);
  await paidByCard(pair, 100_000);
  await advance(pair, days(1));
  expect(await store.reconciliation.get(pair.live.id, `${first}_omise`)).toMatchObject({ named: 1, matched: 1 });
  expect(await connection()).toMatchObject({ problem: null });

  const second = today(pair);
  await paidByCard(pair, 200_000);
  isDown = true;
  await advance(pair, days(1));
  expect(await connection()).toMatchObject({ problem: "maintenance" });
  expect(await store.reconciliation.get(pair.live.id, `${second}_omise`)).toBeUndefined();
  isDown = false;
  await advance(pair, 3_600_000);
  expect(await store.reconciliation.get(pair.live.id, `${second}_omise`)).toMatchObject({ named: 1, matched: 1 });
  expect(await connection()).toMatchObject({ problem: null });
});

test("a payment that the upstream has on the day before ours stays where it was found when that day is compared again", async () => {
  let list: TheirPayment[] = [];
  const pair = await aTalePair(["card"], () => list);
  const { gateway } = pair.ours;
  const before = today(pair);
  await advance(pair, days(1));
  const { id } = await paidByCard(pair, 100_000);
  const other = await paidByCard(pair, 50_000);
  const paidAt = pair.ours.now() - days(1);
  const theirsOf = (charge: string, amount: number, at: number) => {
    return { payment: charge, reference: charge, amount, currency: "THB", costs: null, paidAt: at };
  };
  const named = [theirsOf(id, 100_000, paidAt)];

  list = named;
  const { items } = await reconcile(gateway, pair.live, "omise", before);
  expect(brief(items)).toEqual([{ kind: "other_day", state: "cleared", charge: id, payment: id }]);
  list = [theirsOf(other.id, 50_000, pair.ours.now())];
  const day = today(pair);
  await advance(pair, days(1));
  expect((await reconcile(gateway, pair.live, "omise", day)).items).toEqual([]);
  list = named;
  expect((await reconcile(gateway, pair.live, "omise", before)).items).toEqual(items);
});

test("two gateways that reconcile a day at once make one row of it, and an item is worked off by one member", async () => {
  const database = await freshDatabase({ migrated: true });
  onTestFinished(() => database.drop());
  const pair = await aPair(["card"], { databaseUrl: database.url });
  const environment = { CHAMRA_UPSTREAMS: `omise.api=${pair.theirs.url}` };
  const second = await aGateway({ databaseUrl: database.url, environment });
  const day = today(pair);
  await paidByCard(pair, 100_000);
  await madeThere(pair, 70_000);
  pair.ours.pass(days(1));
  second.pass(days(1));
  const both = await Promise.all([pair.ours, second].map(({ gateway }) => reconcile(gateway, pair.live, "omise", day)));
  expect(both.map(({ reconciliation }) => reconciliation.version).sort()).toEqual([1, 2]);
  const items = await second.gateway.store.reconciliation.items(pair.live.id, `${day}_omise`);
  expect(items).toMatchObject([{ kind: "missing_here", state: "open" }]);
  expect(await reconciledUpstreams(second.gateway, pair.live.id)).toMatchObject([
    { items: { open: 1, offContract: 0 } },
  ]);
  const terms = { methods: null, rate: "1", flat: 0, min: 0, vat: "7" };
  await setContract(pair.ours.gateway, pair.live, "omise", [terms]);
  await Promise.all([pair.ours, second].map(({ gateway }) => reconcile(gateway, pair.live, "omise", day)));
  expect(await second.gateway.store.reconciliation.offContract()).toEqual([{ upstream: "omise", number: 1 }]);

  const acts = [pair.ours, second].map(({ gateway }, at) =>
    workOffItem(gateway, pair.live.id, items[0]?.id ?? "", `memb_${at}`, "a sale at the counter"),
  );
  const told = await Promise.allSettled(acts);
  expect(told.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

/** A gateway whose live account takes PromptPay through SCB, and SCB on a socket. */
async function atScb() {
  const started = Promise.withResolvers<ScbSimulator>();
  const line = await aLine(Object.keys(scb.hosts), {
    answer: async (request) => (await started.promise).answer(request),
  });
  const shop = await aGateway({ environment: { CHAMRA_UPSTREAMS: `scb.api=${line.hosts["api"]}` } });
  let serial = 0;
  const simulator = scbUnderTest.simulator({
    now: shop.now,
    pause: async () => {},
    randomText: (length) => `${(++serial).toString(36)}x4MfnXMIwawSp6Oi2q8Zt`.repeat(3).slice(0, length),
    credentials: scbUnderTest.credentials,
    notify: async () => ({ status: 200, headers: {}, body: "{}" }), // confirmations are lost
  });
  started.resolve(simulator);
  const [, live] = await shop.gateway.store.account.all();
  if (!live) throw new Error("the first merchant has no live account");
  await enable(shop, live, "promptpay");
  await connect(shop.gateway, live, "scb", scbUnderTest.credentials);
  const charge = async (amount: number) => {
    const body = { amount, currency: "THB", source: { type: "promptpay" } };
    const { json } = await shop.call("POST", "/charges", { key: shop.liveSecretKey, body });
    return { id: json.id as string, ref1: firstReference(json.source.provider_references.reference_number_1) };
  };
  return { shop, live, simulator, charge };
}

test("finance reads SCB's file at the dashboard: a payment that SCB took twice is missing here, and its note is in the audit log", async () => {
  const { shop, simulator, charge } = await atScb();
  const day = dateInBangkok(shop.now());
  const [paid, expired] = [await charge(20_000), await charge(30_000)];
  await simulator.pay(paid.ref1);
  await shop.advance(60_000);
  await shop.advance(days(2));
  const finance = await signedIn(shop, "finance");
  const [payment] = simulator.payments(paid.ref1);
  const file = [
    "Transaction ID,Reference 1,Amount,Transaction Date",
    `${payment?.id},${paid.ref1},200.00,${day} 12:00:00`,
    `scb2,${paid.ref1},200.00,${day} 12:00:05`,
    `scb3,${expired.ref1},300.00,${day} 23:59:59`,
    `scb4,OTHERDAY,1.00,${dateInBangkok(shop.now())} 00:00:00`,
  ];
  const form = new FormData();
  form.set("file", new Blob([file.join("\r\n")], { type: "text/csv" }), "scb.csv");
  form.set("day", day);
  const headers = { cookie: finance.cookie, "x-chamra-dashboard": "1" };
  const sent = await shop.call("POST", "/dashboard/api/live/reconciliations/files/scb", { key: null, form, headers });
  expect(sent.json).toMatchObject({ id: `${day}_scb`, origin: "file", named: 3, matched: 1, open: 2, worked_off: 0 });

  const { json: items } = await finance.live.get(`/reconciliations/${day}_scb/items?order=chronological`);
  expect(items.data.map(({ kind, charge: of, payment: id }: Record<string, unknown>) => [kind, of, id])).toEqual([
    ["missing_here", paid.id, "scb2"],
    ["missing_here", expired.id, "scb3"],
  ]);
  const [twice] = items.data;
  const work = (note: string) => finance.live.post(`/reconciliation_items/${twice.id}/work_off`, { note });
  expect((await work(" ")).json.code).toBe("bad_request");
  expect((await work("paid back by transfer")).json).toMatchObject({
    state: "worked_off",
    worked_off_by: finance.member.id,
  });
  const owner = await signedIn(shop, "owner");
  const { json: log } = await owner.team.get("/audit");
  expect(JSON.stringify(log.data[0])).toContain("paid back by transfer");
  expect((await finance.live.get("/reconciliations")).json.data).toMatchObject([{ open: 1, worked_off: 1 }]);

  const { text } = await finance.live.get("/export/reconciliations.csv");
  expect(text).toContain("missing_here,worked_off");
  const support = await signedIn(shop, "support");
  expect((await support.live.get("/reconciliations")).json.code).toBe("forbidden");
  const asked = await finance.live.post("/reconciliations", { upstream: "scb", day });
  expect(asked.json.message).toContain("cannot be asked for a day's payments: read its file");
});

test("a slip makes us ask the bank, which settles the charge that it names: never another one, another amount, or on the code alone", async () => {
  const { shop, simulator, charge } = await atScb();
  const owner = await signedIn(shop, "owner");
  const send = (path: string, transRef: string) => owner.live.post(path, { text: slipText(transRef) });
  const statusOf = async (id: string) =>
    (await shop.call("GET", `/charges/${id}`, { key: shop.liveSecretKey })).json.status;
  const [paid, open, wrong] = [await charge(20_000), await charge(20_000), await charge(30_000)];

  expect((await send("/slips", "2026011500000001")).json).toMatchObject({
    payment: null,
    problem: "no bank of this account knows the payment",
  });
  expect((await send("/slips/settle", "2026011500000001")).json.message).toMatch(/^this slip settles nothing/);
  expect((await owner.live.post("/slips", { text: "00020101" })).json.message).toContain(
    "not that of a slip's QR code",
  );

  await simulator.pay(wrong.ref1, { amount: 100 });
  const less = await send("/slips/settle", simulator.payments(wrong.ref1)[0]?.id ?? "");
  expect(less.json.message).toContain("1.00 THB was paid, the charge is of 300.00 THB");

  await simulator.pay(paid.ref1);
  const transRef = simulator.payments(paid.ref1)[0]?.id ?? "";
  expect((await send("/slips", transRef)).json).toMatchObject({
    payment: { upstream: "scb", amount: 20_000, currency: "THB", to_us: true },
    charge: { id: paid.id, status: "pending" },
    problem: null,
  });
  expect(await statusOf(paid.id)).toBe("pending");
  expect((await send("/slips/settle", transRef)).json.charge).toEqual({ id: paid.id, status: "successful" });
  expect((await send("/slips/settle", transRef)).json.message).toContain("the charge is successful already");
  expect([await statusOf(open.id), await statusOf(wrong.id)]).toEqual(["pending", "pending"]);
  const { json: log } = await owner.team.get("/audit");
  expect(JSON.stringify(log.data)).toContain(`014 ${transRef}`);
  const support = await signedIn(shop, "support");
  expect((await support.live.post("/slips/settle", { text: slipText(transRef) })).json.code).toBe("forbidden");
});
