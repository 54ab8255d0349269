import { expect, test } from "vitest";
import { firstReference } from "../../src/connectors/scb/references.ts";
import type { ScbSimulator } from "../../src/connectors/scb/simulator.ts";
import { scb } from "../../src/connectors/scb/upstream.ts";
import { paths } from "../../src/connectors/scb/wire.ts";
import { dateInBangkok } from "../../src/domain/base/bangkok.ts";
import { days, hours, minutes, seconds } from "../../src/domain/base/time.ts";
import { upstreamAddress } from "../../src/operations/upstream/address.ts";
import { connect } from "../../src/operations/upstream/connection.ts";
import { holdingsOf } from "../../src/operations/upstream/payout.ts";
import { reconcileFile } from "../../src/operations/upstream/reconcile.ts";
import { signedIn } from "../kit/dashboard.ts";
import { findCharge } from "../kit/find.ts";
import { aGateway, type GatewayOptions, type TestGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { scbUnderTest } from "../kit/scb.ts";
import { aLine } from "../kit/upstream-conformance.ts";
import { enable } from "./live.ts";

const returnUri = "https://shop.example/orders/1/complete";

/**
 * A live account that takes money through SCB, which is simulated on a socket and tells of payments at the account's address.
 *
 * @param before runs before each request is answered
 */
async function aMerchant(options: GatewayOptions = {}, before: (path: string) => Promise<unknown> = async () => {}) {
  const side: { simulator?: ScbSimulator; notifyUri?: string } = {};
  const line = await aLine(["api"], {
    answer: async (request) => {
      await before(request.path);
      return the(side.simulator).answer(request);
    },
  });
  const start = () =>
    aGateway({ ...options, upstreams: [scb], environment: { CHAMRA_UPSTREAMS: `scb.api=${line.hosts["api"]}` } });
  const ours = await start();
  let serial = 0;
  const simulator = scbUnderTest.simulator({
    now: ours.gateway.now,
    pause: async () => {},
    randomText: (length) => `${++serial}`.padStart(length, "0"),
    credentials: scbUnderTest.credentials,
    notify: async ({ headers, body }) => {
      const heard = await fetch(the(side.notifyUri), { method: "POST", headers, body });
      return { status: heard.status, headers: {}, body: await heard.text() };
    },
  });
  side.simulator = simulator;
  const live = (await ours.gateway.store.account.all()).find(({ livemode }) => livemode);
  if (!live) throw new Error("the first merchant has no live account");
  for (const type of ["promptpay", "mobile_banking_scb", "installment_scb"]) await enable(ours, live, type);
  await connect(ours.gateway, live, "scb", scbUnderTest.credentials);
  side.notifyUri = upstreamAddress(ours.gateway, "scb", live.id);
  const ask: TestGateway["call"] = (method, path, given = {}) =>
    ours.call(method, path, { key: ours.liveSecretKey, ...given });
  const charge = async (type: string, more: Record<string, unknown> = {}) =>
    (
      await ask("POST", "/charges", {
        body: { amount: 400_000, currency: "THB", return_uri: returnUri, source: { type, ...more } },
      })
    ).json;
  const load = async (id: string) => (await ask("GET", `/charges/${id}`)).json;
  const events = async (id: string): Promise<string[]> =>
    (await ask("GET", "/events?limit=100")).json.data
      .filter((event: { data: { id: string } }) => event.data.id === id)
      .map(({ key }: { key: string }) => key);
  return { ours, simulator, ask, charge, load, events, startAnother: start };
}

/** The link into the app that a page has. */
async function linkAt(page: string): Promise<string | undefined> {
  const answer = await fetch(page, { redirect: "manual" });
  return /scbeasysim:[\w/-]+/.exec(`${answer.headers.get("location")}${await answer.text()}`)?.[0];
}

function the<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("it is not there yet");
  return value;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API as JSON
const ref1Of = (charge: any): string => firstReference(charge.source.provider_references.reference_number_1);

/** `ref1` of a payment by redirect, whose reference no answer shows. */
async function hiddenRef1Of(ours: TestGateway, { id }: { id: string }): Promise<string> {
  const charge = await findCharge(ours.gateway.store, id);
  return firstReference(charge?.source?.providerReference ?? "");
}

test("a live PromptPay charge shows SCB's code, and is paid when SCB says so to our question", async () => {
  const { simulator, charge, load, events } = await aMerchant();
  const made = await charge("promptpay");
  expect(made).toMatchObject({ status: "pending", livemode: true });
  expect(made.source.scannable_code.image.download_uri).toMatch(/^http/);
  expect(simulator.payments(ref1Of(made))).toMatchObject([{ amount: 400_000, state: "open" }]);
  await simulator.pay(ref1Of(made)); // whose confirmation makes us ask
  expect(await load(made.id)).toMatchObject({ status: "successful", paid: true });
  expect((await events(made.id)).toSorted()).toEqual(["charge.complete", "charge.create"]);
  expect(simulator.mailed).toEqual([]);
});

test("a live SCB EASY charge leads its payer into the app; one that was cancelled there has failed", async () => {
  const { simulator, charge, load } = await aMerchant();
  const made = await charge("mobile_banking_scb");
  expect(await linkAt(made.authorize_uri)).toMatch(/^scbeasysim:\/\/purchase\/./);
  expect((await fetch(made.authorize_uri, { redirect: "manual" })).status).toBe(200); // our page: a browser without the app could not follow
  await simulator.decline(ref1Of(made));
  await fetch(made.authorize_uri, { redirect: "manual" });
  expect(await load(made.id)).toMatchObject({ status: "failed", failure_code: "payment_rejected" });
});

test("a live installment at SCB is paid by the app, and cannot be refunded", async () => {
  const { ours, simulator, charge, load, ask } = await aMerchant();
  const made = await charge("installment_scb", { installment_term: 4 });
  await simulator.pay(await hiddenRef1Of(ours, made));
  expect(await load(made.id)).toMatchObject({ status: "successful", paid: true });
  expect((await ask("GET", `/charges/${made.id}`)).json).toMatchObject({ paid: true, refundable: false });
  const refused = await ask("POST", `/charges/${made.id}/refunds`, { body: { amount: 400_000 } });
  expect(refused.status).toBe(400);
  expect(refused.json).toMatchObject({
    code: "failed_refund",
    message: expect.stringContaining("SCB Open API has no refunds"),
  });
});

test("a payer who comes back after the session is over is led into the app again, and may pay", async () => {
  const { ours, simulator, charge, load } = await aMerchant();
  const made = await charge("mobile_banking_scb");
  const first = await linkAt(made.authorize_uri);
  await ours.advance(minutes(15));
  const second = await linkAt(made.authorize_uri);
  expect(second).toMatch(/./);
  expect(second).not.toBe(first);
  await simulator.pay(ref1Of(made));
  expect(await load(made.id)).toMatchObject({ status: "successful" });
});

test("money of a code is in the merchant's own account with the payment and not on hold, that of an installment is held until it is paid out", async () => {
  const { ours, simulator, ask, charge, load } = await aMerchant();
  const [, live] = await ours.gateway.store.account.all();
  const money = async () => (await holdingsOf(ours.gateway, the(live)))[0];
  const code = await charge("promptpay");
  await simulator.pay(ref1Of(code));
  const { net } = await load(code.id);
  expect(await money()).toMatchObject({ upstream: "scb", held: 0, in_transit: 0, settled: net });

  const plan = await charge("installment_scb", { installment_term: 4 });
  await simulator.pay(await hiddenRef1Of(ours, plan));
  const { net: later } = await load(plan.id);
  expect(await money()).toMatchObject({ held: later, settled: net });
  expect((await ask("GET", "/balance")).json).toMatchObject({ transferable: net, on_hold: later });
});

test("a lost confirmation costs time and no money: the clock asks before the charge expires", async () => {
  const { ours, simulator, charge, load } = await aMerchant();
  simulator.confirm("lost");
  const [paid, unpaid] = [await charge("promptpay"), await charge("promptpay")];
  await simulator.pay(ref1Of(paid));
  await ours.advance(hours(24) + minutes(1));
  expect(await load(paid.id)).toMatchObject({ status: "successful" });
  expect(await load(unpaid.id)).toMatchObject({ status: "expired", failure_code: null });
});

test("a payment of an expired charge stands in its timeline and in the list of the day at once, once, and the charge stays expired", async () => {
  const { ours, simulator, charge, load, events } = await aMerchant();
  const { gateway } = ours;
  const { store } = gateway;
  const live = the((await store.account.all()).find(({ livemode }) => livemode));
  const made = await charge("promptpay");
  await ours.advance(hours(25));
  expect(await load(made.id)).toMatchObject({ status: "expired" });
  const ended = await store.charge.get(live.id, made.id);
  const told = await events(made.id);
  const owner = await signedIn(ours, "owner");
  const timeline = async (): Promise<string[]> =>
    (await owner.live.get(`/charges/${made.id}/overview`)).json.timeline
      .filter(({ kind }: { kind: string }) => kind !== "notification") // each is kept, whoever wrote it
      .map((item: object) => JSON.stringify(item));
  const before = await timeline();
  const uri = upstreamAddress(gateway, "scb", live.id);
  const forge = async () => (await fetch(uri, { method: "POST", ...simulator.forge(ref1Of(made)) })).status;
  expect(await forge()).toBe(200);
  expect(await timeline()).toEqual(before);
  await ours.advance(seconds(1));

  simulator.confirm("twice");
  await simulator.payLate(ref1Of(made));
  expect(await store.charge.get(live.id, made.id)).toEqual(ended);
  expect(await events(made.id)).toEqual(told);
  const day = dateInBangkok(ours.now());
  const items = await store.reconciliation.items(live.id, `${day}_scb`);
  const [{ payment, ...item }] = items as [(typeof items)[number]];
  expect(item).toMatchObject({
    ...{ kind: "missing_here", state: "open", charge: made.id },
    ...{ theirAmount: 400_000, theirCurrency: "THB", theirCosts: null, ourAmount: null },
  });
  expect(items).toHaveLength(1);
  const added = (await timeline()).filter((item) => !before.includes(item));
  expect(added).toEqual([expect.stringContaining('"approved"')]);

  const statuses: number[] = [];
  for (let told = 0; told < 6; told += 1) statuses.push(await forge()); // SCB takes five calls a second
  expect(statuses).toContain(503);
  expect(await timeline()).toContainEqual(expect.stringContaining("SCB takes no more calls in this second"));
  expect(await store.reconciliation.items(live.id, `${day}_scb`)).toEqual(items);

  await ours.advance(days(1));
  const file = `Transaction ID,Reference 1,Amount,Transaction Date\n${payment},${ref1Of(made)},4000.00,${day} 12:00:00`;
  const { reconciliation, items: after } = await reconcileFile(gateway, live, "scb", file, day);
  expect(reconciliation).toMatchObject({ named: 1, matched: 0, origin: "file" });
  expect(after).toMatchObject([{ id: item.id, state: "open", theirPaidAt: Date.parse(`${day}T12:00:00+07:00`) }]);
});

test("what a confirmation said stands on the charge's timeline before the question that it caused, once and without its payer", async () => {
  const { ours, simulator, charge } = await aMerchant();
  const made = await charge("promptpay");
  simulator.confirm("twice");
  await simulator.pay(ref1Of(made));
  const { json } = await (await signedIn(ours, "viewer")).live.get(`/charges/${made.id}/overview`);
  const way: { kind: string; title_key: string; details: { body: string } }[] = json.timeline;
  expect(way.map(({ title_key }) => title_key).filter((key) => /notification|inquire/.test(key))).toEqual([
    "notification",
    "bank.inquire",
  ]);
  const told = the(way.find(({ kind }) => kind === "notification"));
  expect(told).toMatchObject({ details: { bank: "scb", bank_name: { en: "SCB Open API" } } });
  expect(JSON.parse(told.details.body)).toMatchObject({ billPaymentRef1: ref1Of(made), payerName: "••••" });
});

test("an installment that is paid by a link which was over settles its charge; where both are paid, the other one is listed at once, and stays though SCB's report does not name it", async () => {
  const { ours, simulator, charge, load } = await aMerchant();
  const { gateway } = ours;
  const live = the((await gateway.store.account.all()).find(({ livemode }) => livemode));
  const idIn = (link: string | undefined) => the(link?.split("/").at(-1));
  const twoLinks = async () => {
    const made = await charge("installment_scb", { installment_term: 4 });
    const first = idIn(await linkAt(made.authorize_uri));
    await ours.advance(minutes(15));
    const second = idIn(await linkAt(made.authorize_uri));
    expect((await gateway.store.charge.get(live.id, made.id))?.earlierUpstreamIds).toEqual([first]);
    return { made, ref1: await hiddenRef1Of(ours, made), first, second };
  };
  const day = dateInBangkok(gateway.now());
  const itemsOf = async (charge: string) =>
    (await gateway.store.reconciliation.items(live.id, `${day}_scb`)).filter((item) => item.charge === charge);

  simulator.confirm("lost");
  const alone = await twoLinks();
  await simulator.payLate(alone.ref1, alone.first);
  await ours.advance(minutes(16));
  expect(await load(alone.made.id)).toMatchObject({ status: "successful" });
  expect(await itemsOf(alone.made.id)).toEqual([]);

  const twice = await twoLinks();
  await simulator.payLate(twice.ref1, twice.first);
  await simulator.pay(twice.ref1, { id: twice.second });
  await ours.advance(minutes(16));
  expect(await load(twice.made.id)).toMatchObject({ status: "successful" });
  const listed = [{ kind: "missing_here", state: "open", payment: twice.first, theirAmount: 400_000 }];
  expect(await itemsOf(twice.made.id)).toMatchObject(listed);

  const afterwards = await twoLinks();
  await simulator.pay(afterwards.ref1, { id: afterwards.second });
  await ours.advance(minutes(16));
  expect(await load(afterwards.made.id)).toMatchObject({ status: "successful" });
  expect(await itemsOf(afterwards.made.id)).toEqual([]);
  simulator.confirm("once");
  await simulator.payLate(afterwards.ref1, afterwards.first);
  expect(await itemsOf(afterwards.made.id)).toMatchObject([{ kind: "missing_here", payment: afterwards.first }]);

  await ours.advance(days(1));
  await reconcileFile(gateway, live, "scb", "Transaction ID,Reference 1,Amount,Transaction Date", day);
  expect(await itemsOf(twice.made.id)).toMatchObject(listed); // and that it is paid is not said to be missing there
});

test("a confirmation that nobody sent pays nothing", async () => {
  const { ours, simulator, charge, load } = await aMerchant();
  const made = await charge("promptpay");
  const live = (await ours.gateway.store.account.all()).find(({ livemode }) => livemode);
  const uri = upstreamAddress(ours.gateway, "scb", the(live).id);
  const forged = await fetch(uri, { method: "POST", ...simulator.forge(ref1Of(made)) });
  expect([forged.status, await forged.json()]).toEqual([
    200,
    { resCode: "00", resDesc: "success", transactionId: "forged-1" },
  ]);
  expect(await load(made.id)).toMatchObject({ status: "pending" });
});

test("a code that may still be paid is not expired at a merchant's wish", async () => {
  const { charge, ask } = await aMerchant();
  const made = await charge("promptpay");
  const refused = await ask("POST", `/charges/${made.id}/expire`);
  expect(refused.json).toMatchObject({ code: "failed_expire" });
});

test("a payer who comes back to two gateways at once is led to one payment, whose end is known", async () => {
  const both = Promise.withResolvers<void>();
  let asked = 0;
  const database = await freshDatabase();
  const merchant = await aMerchant({ databaseUrl: database.url }, async (path) => {
    if (path !== paths.deepLink || ++asked === 1) return; // the first is that of the charge's creation
    if (asked === 3) both.resolve();
    await both.promise;
  });
  const { ours, simulator, charge, load } = merchant;
  simulator.confirm("lost");
  const there = await merchant.startAnother();
  const made = await charge("installment_scb", { installment_term: 4 });
  await ours.advance(minutes(15));
  await there.advance(minutes(15));
  const elsewhere = made.authorize_uri.replace(/^http:\/\/[^/]+/, there.url);
  const shown = await Promise.all([linkAt(made.authorize_uri), linkAt(elsewhere)]);
  expect(asked).toBe(3);
  expect(shown[0]).toMatch(/./);
  expect(shown[1]).toBe(shown[0]);
  const id = shown[0]?.split("/").at(-1) ?? null;
  await simulator.pay(await hiddenRef1Of(ours, made), { id });
  await ours.advance(minutes(15));
  for (const page of [made.authorize_uri, elsewhere]) await fetch(page, { redirect: "manual" });
  expect(await load(made.id)).toMatchObject({ status: "successful" });
});
