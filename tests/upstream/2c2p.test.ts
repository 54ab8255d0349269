import { expect, test } from "vitest";
import type { Simulator2c2p } from "../../src/connectors/2c2p/simulator.ts";
import { twoC2P } from "../../src/connectors/2c2p/upstream.ts";
import { invoiceOf } from "../../src/connectors/2c2p/wire.ts";
import { hours } from "../../src/domain/base/time.ts";
import { connect } from "../../src/operations/upstream/connection.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { merchantOf2c2p, tried2c2p } from "../kit/merchant-2c2p.ts";
import { aLine } from "../kit/upstream-conformance.ts";
import { enable } from "./live.ts";

/** A gateway whose live account is connected to 2C2P, and 2C2P on a socket. */
async function aLiveShop(types: readonly string[]) {
  const started = Promise.withResolvers<Simulator2c2p>();
  const line = await aLine(Object.keys(twoC2P.hosts), {
    answer: async (request) => (await started.promise).answer(request),
  });
  const addresses = Object.entries(line.hosts).map(([host, address]) => `2c2p.${host}=${address}`);
  const shop = await aGateway({ upstreams: [twoC2P], environment: { CHAMRA_UPSTREAMS: addresses.join() } });
  let serial = 0;
  const simulator = tried2c2p.simulator({
    now: shop.now,
    pause: async () => {},
    randomText: (length) => `${(++serial).toString(36)}x4MfnXMIwawSp6Oi2q8Zt`.repeat(3).slice(0, length),
    credentials: merchantOf2c2p,
    notify: async ({ uri, headers, body }) => {
      const taken = await fetch(uri ?? "", { method: "POST", headers, body });
      return { status: taken.status, headers: {}, body: await taken.text() };
    },
  });
  started.resolve(simulator);
  const [, live] = await shop.gateway.store.account.all();
  if (!live) throw new Error("the first merchant has no live account");
  for (const type of types) await enable(shop, live, type);
  await connect(shop.gateway, live, "2c2p", merchantOf2c2p);
  const ask: typeof shop.call = (method, path, given = {}) =>
    shop.call(method, path, { key: shop.liveSecretKey, ...given });
  return { shop, simulator, ask };
}

const installments = {
  amount: 300_000,
  currency: "THB",
  return_uri: "https://shop.example/orders/1/complete",
  source: { type: "installment_kbank", installment_term: 6, zero_interest_installments: true },
};

test("live installments are paid on 2C2P's page, told by its notification, and given back by a void on the same day", async () => {
  const { shop, simulator, ask } = await aLiveShop(["installment_kbank"]);
  const { json: charge, status } = await ask("POST", "/charges", { body: installments });
  expect([status, charge.status, charge.livemode]).toEqual([200, "pending", true]);

  const toThem = await fetch(charge.authorize_uri, { redirect: "manual" });
  const page = simulator.page(toThem.headers.get("location") ?? "");
  expect(page).toMatchObject({ amount: 300_000, currency: "THB" });
  await simulator.pay(page?.invoiceNo ?? "");
  const { json: paid } = await ask("GET", `/charges/${charge.id}`);
  expect(paid).toMatchObject({ status: "successful", paid: true });
  const { json: overview } = await (await signedIn(shop, "viewer")).live.get(`/charges/${charge.id}/overview`);
  const told = overview.timeline.filter(({ kind }: { kind: string }) => kind === "notification");
  expect(told).toHaveLength(1);
  expect(JSON.parse(told[0].details.body)).toMatchObject({ invoiceNo: page?.invoiceNo, cardNo: "••••" }); // what was signed, readable

  // their page sends the browser back by a form
  const form = new URLSearchParams({ paymentResponse: "eyJyZXNwQ29kZSI6IjIwMDAifQ" });
  const back = await fetch(`${charge.authorize_uri}?waiting`, { method: "POST", body: form, redirect: "manual" });
  expect([back.status, back.headers.get("location")]).toEqual([303, installments.return_uri]);

  const { json: refund } = await ask("POST", `/charges/${charge.id}/refunds`, { body: { amount: 300_000 } });
  expect(refund).toMatchObject({ object: "refund", amount: 300_000, status: "closed" });
  expect(simulator.payments(page?.invoiceNo ?? "")).toMatchObject([{ state: "over", refunded: 300_000 }]);
});

test("a payer who comes back by their form before 2C2P has told anything sees that we wait, and cannot make it paid", async () => {
  const { ask } = await aLiveShop(["installment_kbank"]);
  const { json: charge } = await ask("POST", "/charges", { body: installments });
  for (const body of [
    new URLSearchParams({ paymentResponse: "e30" }),
    new URLSearchParams({ outcome: "successful" }),
  ]) {
    const back = await fetch(`${charge.authorize_uri}?waiting`, { method: "POST", body, redirect: "manual" });
    expect([back.status, back.headers.get("location")]).toEqual([303, "?waiting"]);
  }
  expect((await ask("GET", `/charges/${charge.id}`)).json.status).toBe("pending");
});

test("a live PromptPay charge shows 2C2P's code, and is found paid though no notification comes", async () => {
  const { shop, simulator, ask } = await aLiveShop(["promptpay"]);
  simulator.tell("never");
  const body = { amount: 150_000, currency: "THB", source: { type: "promptpay" } };
  const [{ json: one }, { json: other }] = [
    await ask("POST", "/charges", { body }),
    await ask("POST", "/charges", { body }),
  ];
  expect(one.source.scannable_code.image.download_uri).toMatch(/^http/);
  const referenceOf = (charge: typeof one) => charge.source.provider_references.reference_number_1;
  await simulator.pay(invoiceOf(referenceOf(one)));
  await shop.advance(hours(25));
  expect((await ask("GET", `/charges/${one.id}`)).json).toMatchObject({ status: "successful", paid: true });
  expect((await ask("GET", `/charges/${other.id}`)).json).toMatchObject({ status: "expired", paid: false });
});

test("a live card is typed in on 2C2P's page, captured by hand, and a part of it given back once the night has settled it", async () => {
  const { shop, simulator, ask } = await aLiveShop(["card"]);
  const body = { amount: 150_000, currency: "THB", capture: false, return_uri: installments.return_uri };
  const { json: charge } = await ask("POST", "/charges", { body });
  const toThem = await fetch(charge.authorize_uri, { redirect: "manual" });
  const { invoiceNo = "" } = simulator.page(toThem.headers.get("location") ?? "") ?? {};
  await simulator.pay(invoiceNo);
  expect((await ask("GET", `/charges/${charge.id}`)).json).toMatchObject({ authorized: true, paid: false });
  simulator.night();
  const { json: captured } = await ask("POST", `/charges/${charge.id}/capture`);
  expect(captured).toMatchObject({ status: "successful", paid: true });

  const { json: refund } = await ask("POST", `/charges/${charge.id}/refunds`, { body: { amount: 50_000 } });
  expect(refund).toMatchObject({ amount: 50_000, status: "pending" });
  simulator.night();
  await shop.advance(hours(1));
  const path = `/charges/${charge.id}/refunds/${refund.id}`;
  expect((await ask("GET", path)).json).toMatchObject({ amount: 50_000, status: "closed" });
  expect(simulator.payments(invoiceNo)).toMatchObject([{ amount: 150_000, refunded: 50_000 }]);
});
