import { expect, test } from "vitest";
import { disputedTestCards } from "../../src/connectors/card/test-cards.ts";
import { revise } from "../../src/domain/base/row.ts";
import { days, minutes } from "../../src/domain/base/time.ts";
import { approveMethod, requestMethod } from "../../src/domain/merchant/enablement.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { aDispute, upload } from "../kit/dispute-builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";

const words = (text: string): string[] => text.split(/\s+/);
// Keys of a dispute recorded in March 2025, in November 2017 and in March 2015.
const newestKeys = words(`object id livemode location currency amount funding_amount funding_currency metadata charge
  documents transactions admin_message message reason_code reason_message status closed_at created_at`);
const keysOf2017 = words(`object id livemode location amount currency status transaction message reason_code
  reason_message charge documents created closed_at`);
const keysOf2014 = words("object id livemode location amount currency status message charge created");

const total = async (gateway: TestGateway): Promise<number> => (await gateway.call("GET", "/balance")).json.total;
const chargeOf = async (gateway: TestGateway, { charge }: { charge: string }) =>
  (await gateway.call("GET", `/charges/${charge}`)).json;
const patch = (gateway: TestGateway, path: string, body?: Record<string, unknown>) =>
  gateway.call("PATCH", path, body ? { body } : {});

test("a dispute takes what is left of a charge from the balance, and has the keys of the recordings in their order", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 10_000 } });
  const before = await total(gateway);
  const dispute = await aDispute(gateway, charge.id);
  expect(Object.keys(dispute)).toEqual(newestKeys);
  expect(dispute).toMatchObject({
    ...{ object: "dispute", location: `/disputes/${dispute.id}`, livemode: false, charge: charge.id, status: "open" },
    ...{ amount: 90_000, currency: "THB", funding_amount: 90_000, funding_currency: "THB", metadata: {} },
    ...{ message: null, admin_message: null, closed_at: null, reason_code: "goods_or_services_not_provided" },
    reason_message: "Merchandise/Services Not Received",
    documents: { object: "list", total: 0, data: [], location: `/disputes/${dispute.id}/documents` },
  });
  expect(dispute.transactions).toEqual([
    expect.objectContaining({
      ...{ object: "transaction", direction: "debit", key: "dispute.started.debit", origin: dispute.id },
      ...{ amount: 90_000, transferable_at: dispute.created_at, created_at: dispute.created_at },
    }),
  ]);
  expect(await total(gateway)).toBe(before - 90_000);
  expect((await gateway.call("GET", `/disputes/${dispute.id}`)).json).toEqual(dispute);
  expect((await gateway.call("GET", `/transactions/${dispute.transactions[0].id}`)).json).toEqual(
    dispute.transactions[0],
  );
});

test("a charge shows its dispute, and nothing else can be done with it until it is won", async () => {
  const gateway = await aGateway();
  const dispute = await aDispute(gateway);
  const flags = { disputable: false, refundable: false, partially_refundable: false, can_perform_void: false };
  const closed = { capturable: false, reversible: false, status: "successful", refunded_amount: 0, paid: true };
  expect(await chargeOf(gateway, dispute)).toMatchObject({ dispute, ...flags, ...closed });
  const refund = await gateway.call("POST", `/charges/${dispute.charge}/refunds`, { body: { amount: 100_000 } });
  expect([refund.status, refund.json.code, refund.json.message]).toEqual([
    400,
    "failed_refund",
    "charge is disputed, so there is nothing to refund",
  ]);
  const again = await gateway.call("POST", `/charges/${dispute.charge}/disputes`);
  expect([again.status, again.json.code, again.json.message]).toEqual([
    400,
    "invalid_dispute",
    "charge is not disputable",
  ]);
  const { json: won } = await patch(gateway, `/disputes/${dispute.id}/close`, { status: "won" });
  expect(await chargeOf(gateway, dispute)).toMatchObject({ dispute: won, disputable: true, refundable: true });
});

test("a message answers a dispute; metadata alone leaves it open", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  const noted = await patch(gateway, `/disputes/${id}`, { metadata: { parcel: "EX123" } });
  expect(noted.json).toMatchObject({ status: "open", message: null, metadata: { parcel: "EX123" } });
  const answered = await patch(gateway, `/disputes/${id}`, { message: "It was delivered on Monday." });
  expect(answered.json).toMatchObject({ status: "pending", message: "It was delivered on Monday.", closed_at: null });
  for (const [path, body] of [
    [`/disputes/${id}`, { message: "And signed for." }],
    [`/disputes/${id}`, { metadata: { late: "1" } }],
    [`/disputes/${id}/accept`, undefined],
  ] as const) {
    const { status, json } = await patch(gateway, path, body);
    expect([status, json.code, json.message]).toEqual([400, "invalid_dispute", "dispute is not open"]);
  }
  expect((await gateway.call("GET", `/disputes/${id}`)).json.message).toBe("It was delivered on Monday.");
});

test("an accepted dispute is lost, says so in the recorded words, and moves no more money", async () => {
  const gateway = await aGateway();
  const dispute = await aDispute(gateway);
  const before = await total(gateway);
  gateway.pass(minutes(5));
  const { json } = await patch(gateway, `/disputes/${dispute.id}/accept`);
  expect(json).toMatchObject({ status: "lost", message: "Merchant accepts the dispute" });
  expect(json.closed_at > dispute.created_at).toBe(true);
  expect(json.transactions).toEqual(dispute.transactions);
  expect(await total(gateway)).toBe(before);
  const charge = await chargeOf(gateway, dispute);
  expect(charge).toMatchObject({ dispute: json, disputable: false, refundable: false });
  for (const status of ["won", "lost"]) {
    const closed = await patch(gateway, `/disputes/${dispute.id}/close`, { status });
    expect([closed.json.code, closed.json.message]).toEqual(["invalid_dispute", "dispute is not open"]);
  }
});

test.each(["open", "pending"])(
  "a dispute that is %s can be won, which gives its amount back once, or lost",
  async (state) => {
    const gateway = await aGateway();
    const [first, second] = [await aDispute(gateway), await aDispute(gateway)];
    if (state === "pending")
      for (const { id } of [first, second]) await patch(gateway, `/disputes/${id}`, { message: "We delivered." });
    const before = await total(gateway);
    gateway.pass(minutes(1));
    const won = (await patch(gateway, `/disputes/${first.id}/close`, { status: "won" })).json;
    expect(won.status).toBe("won");
    expect(won.transactions.map(({ key }: { key: string }) => key)).toEqual([
      "dispute.won.credit",
      "dispute.started.debit",
    ]);
    expect(won.transactions[0]).toMatchObject({ direction: "credit", amount: 100_000, origin: first.id });
    expect(await total(gateway)).toBe(before + 100_000);
    expect((await patch(gateway, `/disputes/${first.id}/close`, { status: "won" })).json.code).toBe("invalid_dispute");
    const lost = (await patch(gateway, `/disputes/${second.id}/close`, { status: "lost" })).json;
    expect(lost).toMatchObject({ status: "lost", transactions: second.transactions });
    expect(await total(gateway)).toBe(before + 100_000);
    expect((await patch(gateway, `/disputes/${second.id}/close`, { status: "maybe" })).json.code).toBe("bad_request");
  },
);

test("a charge whose dispute was won can be refunded in part, and what is left disputed again", async () => {
  const gateway = await aGateway();
  const first = await aDispute(gateway);
  await patch(gateway, `/disputes/${first.id}/close`, { status: "won" });
  gateway.pass(minutes(1));
  await gateway.call("POST", `/charges/${first.charge}/refunds`, { body: { amount: 30_000 } });
  const second = await aDispute(gateway, first.charge);
  expect(second.amount).toBe(70_000);
  expect((await chargeOf(gateway, first)).dispute.id).toBe(second.id);
  expect((await gateway.call("GET", "/disputes")).json.total).toBe(2);
});

test("a dispute takes its amount whatever the balance is", async () => {
  const gateway = await aGateway();
  await aDispute(gateway);
  expect((await gateway.call("GET", "/balance")).json).toMatchObject({ total: -3_906, transferable: -3_906 });
});

test("disputes are listed by their state", async () => {
  const gateway = await aGateway();
  const [open, pending, won, lost] = [
    await aDispute(gateway),
    await aDispute(gateway),
    await aDispute(gateway),
    await aDispute(gateway),
  ];
  await patch(gateway, `/disputes/${pending.id}`, { message: "No." });
  await patch(gateway, `/disputes/${won.id}/close`, { status: "won" });
  await patch(gateway, `/disputes/${lost.id}/accept`);
  for (const [path, ids] of [
    ["/disputes", [open.id, pending.id, won.id, lost.id]],
    ["/disputes/open", [open.id]],
    ["/disputes/pending", [pending.id]],
    ["/disputes/closed", [won.id, lost.id]],
  ] as const) {
    const { json } = await gateway.call("GET", path);
    expect(json).toMatchObject({ location: path, total: ids.length });
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(ids);
  }
});

test("only paid card charges are disputable", async () => {
  const gateway = await aGateway();
  const { json: declined } = await cardCharge(gateway, {}, "4111111111140011");
  const { json: held } = await cardCharge(gateway, { capture: false });
  const { json: kplus } = await kplusCharge(gateway);
  await gateway.call("POST", `/charges/${kplus.id}/mark_as_paid`);
  const { json: refunded } = await cardCharge(gateway);
  await gateway.call("POST", `/charges/${refunded.id}/refunds`, { body: { amount: 100_000 } });
  for (const { id } of [declined, held, kplus, refunded]) {
    expect((await gateway.call("GET", `/charges/${id}`)).json.disputable).toBe(false);
    const { status, json } = await gateway.call("POST", `/charges/${id}/disputes`);
    expect([status, json.code]).toEqual([400, "invalid_dispute"]);
  }
});

test("in live mode no request opens or closes a dispute", async () => {
  const gateway = await aGateway({ live: true });
  const { store } = gateway.gateway;
  const [, account] = await store.account.all();
  const card = gateway.gateway.methods.of("card");
  if (!account) throw new Error("there is no live account");
  const asked = requestMethod(account, card, card.terms.version, gateway.now());
  await store.save({
    update: { accounts: [revise(account, { methods: approveMethod(asked, card, gateway.now()).methods })] },
  });
  const details = { name: "Somchai Prasert", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
  const { json: token } = await gateway.call("POST", "/tokens", {
    body: { card: details },
    key: gateway.livePublicKey,
  });
  const body = { amount: 100_000, currency: "THB", card: token.id };
  const { json: paid } = await gateway.call("POST", "/charges", { body, key: gateway.liveSecretKey });
  expect(paid).toMatchObject({ livemode: true, status: "successful", disputable: true });
  const live = await gateway.call("POST", `/charges/${paid.id}/disputes`, { key: gateway.liveSecretKey });
  expect([live.json.code, live.json.message]).toEqual([
    "invalid_dispute",
    "only disputes of test mode can be opened by request",
  ]);
});

test("a dispute that nobody answered in seven days is lost; one that was answered waits for the bank", async () => {
  const gateway = await aGateway();
  const [unanswered, answered] = [await aDispute(gateway), await aDispute(gateway)];
  await patch(gateway, `/disputes/${answered.id}`, { message: "It was delivered." });
  await gateway.advance(days(7) - 1);
  expect((await gateway.call("GET", "/disputes/open")).json.total).toBe(1);
  await gateway.advance(1);
  expect((await gateway.call("GET", `/disputes/${unanswered.id}`)).json).toMatchObject({
    ...{ status: "lost", message: null, transactions: unanswered.transactions },
  });
  await gateway.advance(days(30));
  expect((await gateway.call("GET", `/disputes/${answered.id}`)).json.status).toBe("pending");
});

test("each step of a dispute is told once, in its commit, to the endpoints of its charge", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  const { json: charge } = await cardCharge(gateway, { webhook_endpoints: [receiver.url] });
  const { id } = await aDispute(gateway, charge.id);
  await patch(gateway, `/disputes/${id}`, { metadata: { a: "1" } });
  await upload(gateway, id);
  await patch(gateway, `/disputes/${id}/accept`);
  await gateway.advance(0);
  const told = receiver.received.map(({ text }) => JSON.parse(text));
  expect(told.map(({ key }) => key).sort()).toEqual(
    ["charge.create", "dispute.create", "dispute.update", "dispute.update", "dispute.accept", "dispute.close"].sort(),
  );
  const closed = told.find(({ key }) => key === "dispute.close");
  expect(closed.data).toEqual((await gateway.call("GET", `/disputes/${id}`)).json);
  expect(closed.data.documents.total).toBe(1);
  const events = await gateway.call("GET", `/charges/${charge.id}/events`);
  expect(events.json.total).toBe(6);
});

test("what is paid with a test card of disputes is disputed at once, in the commit of the payment", async () => {
  const gateway = await aGateway();
  for (const number of disputedTestCards) {
    const { json: charge } = await cardCharge(gateway, {}, number);
    expect(charge).toMatchObject({
      status: "successful",
      disputable: false,
      dispute: { status: "open", amount: 100_000 },
    });
    const { json: events } = await gateway.call("GET", `/charges/${charge.id}/events`);
    expect(events.data.map(({ key }: { key: string }) => key)).toEqual(["charge.create", "dispute.create"]);
  }
  const { json: held } = await cardCharge(gateway, { capture: false }, disputedTestCards[0]);
  expect(held.dispute).toBeNull();
  const { json: captured } = await gateway.call("POST", `/charges/${held.id}/capture`);
  expect(captured.dispute).toMatchObject({ status: "open", amount: 100_000 });
});

test("in older versions a dispute has their keys, alone and in its charge", async () => {
  const gateway = await aGateway();
  const { id, charge, transactions } = await aDispute(gateway);
  await upload(gateway, id);
  for (const [version, keys] of [
    ["2014-07-27", keysOf2014],
    ["2015-11-17", keysOf2017],
    ["2017-11-02", keysOf2017],
  ] as const) {
    const headers = { "Omise-Version": version };
    const { json } = await gateway.call("GET", `/disputes/${id}`, { headers });
    expect(Object.keys(json)).toEqual(keys);
    expect(json.currency).toBe("thb");
    expect((await gateway.call("GET", `/charges/${charge}`, { headers })).json.dispute).toEqual(json);
    if (version === "2014-07-27") continue;
    expect(json).toMatchObject({
      transaction: transactions[0].id,
      reason_message: "Services not provided or Merchandise not received",
      documents: { order: null, total: 1, data: [{ filename: "evidence.png" }] },
    });
  }
});

test("expand shows the charge of a dispute", async () => {
  const gateway = await aGateway();
  const { id, charge } = await aDispute(gateway);
  const { json } = await gateway.call("GET", `/disputes/${id}?expand=true`);
  expect(json.charge).toMatchObject({ object: "charge", id: charge, dispute: { id } });
});

test("disputes are found by their words, their state and their charge, and disputed charges by that", async () => {
  const gateway = await aGateway();
  const { json: other } = await cardCharge(gateway);
  const dispute = await aDispute(gateway);
  await patch(gateway, `/disputes/${dispute.id}`, { message: "bad charge" });
  const found = async (path: string) => (await gateway.call("GET", path)).json.data.map(({ id }: { id: string }) => id);
  for (const query of [
    "query=bad",
    "filters[status]=pending",
    `filters[charge_id]=${dispute.charge}`,
    `query=${dispute.charge}`,
    "filters[card_last_digits]=4242",
    "filters[amount]=1000",
  ])
    expect(await found(`/search?scope=dispute&${query}`), query).toEqual([dispute.id]);
  for (const query of ["query=refused", "filters[status]=open", "filters[fraud]=true"])
    expect(await found(`/disputes/search?${query}`), query).toEqual([]);
  expect(await found("/charges/search?filters[disputed]=true")).toEqual([dispute.charge]);
  expect(await found("/charges/search?filters[disputed]=false")).toEqual([other.id]);
  expect(await found("/search?scope=transaction&filters[kind]=dispute_started")).toEqual([dispute.transactions[0].id]);
  expect(await found(`/charges/search?query=${dispute.id}`)).toEqual([dispute.charge]);
});
