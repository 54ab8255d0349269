import { expect, test } from "vitest";
import { firstReference } from "../../src/connectors/scb/references.ts";
import type { ScbSimulator } from "../../src/connectors/scb/simulator.ts";
import { scb } from "../../src/connectors/scb/upstream.ts";
import { hours, minutes } from "../../src/domain/base/time.ts";
import { upstreamAddress } from "../../src/operations/upstream/address.ts";
import { connect } from "../../src/operations/upstream/connection.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { scbUnderTest } from "../kit/scb.ts";
import { aLine } from "../kit/upstream-conformance.ts";
import { enable } from "./live.ts";

const returnUri = "https://shop.example/orders/1/complete";

/** A live account that takes money through SCB, which is simulated on a socket and tells of payments at the account's address. */
async function aMerchant() {
  const side: { ours?: TestGateway; simulator?: ScbSimulator; notifyUri?: string } = {};
  const line = await aLine(["api"], { answer: (request) => the(side.simulator).answer(request) });
  const ours = await aGateway({ upstreams: [scb], environment: { CHAMRA_UPSTREAMS: `scb.api=${line.hosts["api"]}` } });
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
  return { ours, simulator, ask, charge, load, events };
}

function the<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("it is not there yet");
  return value;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API as JSON
const ref1Of = (charge: any): string => firstReference(charge.source.provider_references.reference_number_1);

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
  const page = await fetch(made.authorize_uri, { redirect: "manual" });
  expect(`${page.headers.get("location")}${await page.text()}`).toContain("scbeasysim://purchase/");
  await simulator.decline(ref1Of(made));
  await fetch(made.authorize_uri, { redirect: "manual" });
  expect(await load(made.id)).toMatchObject({ status: "failed", failure_code: "payment_rejected" });
});

test("a live installment at SCB is paid by the app, and cannot be refunded", async () => {
  const { simulator, charge, load, ask } = await aMerchant();
  const made = await charge("installment_scb", { installment_term: 4 });
  await simulator.pay(ref1Of(made));
  expect(await load(made.id)).toMatchObject({ status: "successful", paid: true });
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
  const linkOf = async () => {
    const page = await fetch(made.authorize_uri, { redirect: "manual" });
    return /scbeasysim:[\w/-]+/.exec(`${page.headers.get("location")}${await page.text()}`)?.[0];
  };
  const first = await linkOf();
  await ours.advance(minutes(15));
  const second = await linkOf();
  expect(second).toMatch(/./);
  expect(second).not.toBe(first);
  await simulator.pay(ref1Of(made));
  expect(await load(made.id)).toMatchObject({ status: "successful" });
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
