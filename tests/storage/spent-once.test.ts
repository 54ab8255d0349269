import { describe, expect, test } from "vitest";
import { merchantEndpoints } from "../../src/api/contract.ts";
import { grantableOf } from "../../src/api/wire/permission.ts";
import { days, minutes } from "../../src/domain/base/time.ts";
import { allowChain } from "../../src/operations/chain/chain.ts";
import { aCustomer, aLink, aToken, cardCharge, payLink } from "../kit/builders.ts";
import { aChain } from "../kit/chain-builders.ts";
import { aDispute, upload } from "../kit/dispute-builders.ts";
import type { Answer, TestGateway } from "../kit/gateway.ts";
import { aBalance, aTransfer } from "../kit/payout-builders.ts";
import { aSchedule } from "../kit/schedule-builders.ts";
import { allGateways } from "./all-gateways.ts";
import { engines } from "./engine.ts";

const rivals = 50;

/** Races: all rivals read the token, source, key or charge as unspent before the first one saves. */
describe.each(engines)("on %s", (engine) => {
  test("a token pays one of 50 charges made at once, and the others hear that it was used", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const card = await aToken(gateway);
    const answers = await race(gateways, "/charges", { body: { amount: 100000, currency: "THB", card } });
    const [paid] = onlyOne(answers, "used_token");
    expect(paid).toMatchObject({ status: "successful", paid: true });
    expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
    expect((await gateway.call("GET", "/balance")).json.total).toBe(paid?.net);
    expect((await gateway.call("GET", `/tokens/${card}`, { key: gateway.publicKey })).json).toMatchObject({
      used: true,
    });
  });

  test("a token becomes the card of one of 50 customers made at once, or pays one charge, and is spent with that", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const card = await aToken(gateway);
    const [customer] = onlyOne(await race(gateways, "/customers", { body: { card } }), "used_token");
    expect(customer?.cards.total).toBe(1);
    expect((await gateway.call("GET", "/customers")).json.total).toBe(1);
    const charging = { body: { amount: 100000, currency: "THB", card } };
    onlyNone(await Promise.all(gateways.map((each) => each.call("POST", "/charges", charging))), "used_token");

    const wanted = await aToken(gateway);
    holdSaves(gateways, 2);
    const answers = await Promise.all([
      gateways[0].call("POST", "/customers", { body: { card: wanted } }),
      (gateways[1] ?? gateways[0]).call("POST", "/charges", { body: { ...charging.body, card: wanted } }),
    ]);
    expect(answers.map(({ json }) => json.code ?? json.object).sort()).toEqual([
      expect.stringMatching(/^(charge|customer)$/),
      "used_token",
    ]);
  });

  test("what a wallet hands over becomes one token, however often it comes at once", async () => {
    const gateways = await allGateways(engine);
    const [{ call, publicKey: key }] = gateways;
    for (const method of ["googlepay", "applepay"]) {
      const { data } = (await call("POST", `/simulators/wallets/${method}`, { key })).json;
      const body = { tokenization: { method, data } };
      onlyOne(await race(gateways, "/tokens", { key, body }), "invalid_card");
    }
  });

  test("a source becomes one of 50 charges made at once", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const source = await gateway.call("POST", "/sources", {
      body: { amount: 150000, currency: "THB", type: "mobile_banking_kbank" },
    });
    const body = { amount: 150000, currency: "THB", source: source.json.id, return_uri: "https://example.com/done" };
    onlyOne(await race(gateways, "/charges", { body }), "invalid_charge");
    expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
  });

  test("50 requests with one idempotency key are one charge and 50 same answers", async () => {
    const gateways = await allGateways(engine);
    const answers = await race(gateways, "/charges", { body: kplus, headers: { "Idempotency-Key": "order-1" } });
    expect(answers.map(({ status }) => status)).toEqual(Array(rivals).fill(200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await gateways[0].call("GET", "/charges")).json.total).toBe(1);
  });

  test("a link that is paid once takes one charge of 50 payers at once", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const link = await aLink(gateway);
    const tokens = await Promise.all(Array.from({ length: rivals }, () => aToken(gateway)));
    const pay = (token: string, index: number) =>
      payLink(gateways[index % gateways.length] ?? gateway, link, { token });
    holdSaves(gateways, rivals);
    await Promise.all(tokens.map(pay));
    const { json } = await gateway.call("GET", `/links/${link.id}/charges?limit=100`);
    const paid = json.data.filter((charge: { paid: boolean }) => charge.paid);
    expect(paid).toHaveLength(1);
    expect(json.total).toBe(1);
    expect((await gateway.call("GET", `/links/${link.id}`)).json).toMatchObject({ used: true });
    expect((await gateway.call("GET", "/balance")).json.total).toBe(paid[0].net);
  });

  test("a charge expires once, though its time has come in every gateway and 50 clients ask for it", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const { id } = (await gateway.call("POST", "/charges", { body: kplus })).json;
    const asked = race(gateways, `/charges/${id}/expire`, {}, rivals + gateways.length);
    await Promise.all([asked, ...gateways.map((each) => each.advance(minutes(11)))]);
    expect((await gateway.call("GET", `/charges/${id}`)).json).toMatchObject({ status: "expired", expired: true });
    const events: { key: string }[] = (await gateway.call("GET", `/charges/${id}/events`)).json.data;
    expect(events.map(({ key }) => key).sort()).toEqual(["charge.complete", "charge.create", "charge.expire"]);
  });

  test("a charge is disputed once by 50 requests at once, and its amount taken once", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const { json: charge } = await cardCharge(gateway);
    const answers = await race(gateways, `/charges/${charge.id}/disputes`, {}, gateways.length); // one in each waits for no other
    const [dispute] = onlyOne(answers, "invalid_dispute");
    expect((await gateway.call("GET", "/disputes")).json).toMatchObject({ total: 1, data: [{ id: dispute?.id }] });
    expect((await gateway.call("GET", "/balance")).json.total).toBe(charge.net - 100_000);
  });

  test("of a refund and a dispute at one moment the second sees the first", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const { json: charge } = await cardCharge(gateway);
    holdSaves(gateways, gateways.length);
    const [refund, dispute] = await Promise.all([
      gateways[0].call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 30_000 } }),
      (gateways[1] ?? gateways[0]).call("POST", `/charges/${charge.id}/disputes`),
    ]);
    expect(dispute.status).toBe(200);
    expect([refund.json.code, dispute.json.amount]).toEqual(
      refund.status === 200 ? [undefined, 70_000] : ["failed_refund", 100_000],
    );
    expect((await gateway.call("GET", "/balance")).json.total).toBe(charge.net - 100_000);
  });

  test("a dispute is accepted or won, never both, though 50 ask for each at once", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const dispute = await aDispute(gateway);
    const before = (await gateway.call("GET", "/balance")).json.total;
    holdSaves(gateways, 2);
    const answers = await Promise.all(
      Array.from({ length: rivals }, (_, index) => {
        const asked = gateways[index % gateways.length] ?? gateway;
        const path = `/disputes/${dispute.id}`;
        return index % 4 < 2
          ? asked.call("PATCH", `${path}/accept`)
          : asked.call("PATCH", `${path}/close`, { body: { status: "won" } });
      }),
    );
    const [decided] = onlyOne(answers, "invalid_dispute");
    const gained = decided?.status === "won" ? 100_000 : 0;
    expect((await gateway.call("GET", "/balance")).json.total).toBe(before + gained);
    expect((await gateway.call("GET", `/disputes/${dispute.id}`)).json).toEqual(decided);
  });

  test("a dispute takes no more documents than its bound when more come at once", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const { id } = await aDispute(gateway);
    for (let count = 0; count < 18; count += 1) await upload(gateway, id);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => upload(gateways[index % gateways.length] ?? gateway, id)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect((await gateway.call("GET", `/disputes/${id}/documents`)).json.total).toBe(20);
  });

  test("a date of a schedule is charged once, though its time has come in every gateway", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const { json: schedule } = await aSchedule(gateway, { start_date: "2026-01-16" });
    holdSaves(gateways, gateways.length);
    await Promise.all(gateways.map((each) => each.advance(days(1))));
    expect((await gateway.call("GET", schedule.location)).json).toMatchObject({ occurrences: { total: 1 } });
    expect((await gateway.call("GET", "/charges")).json.data).toMatchObject([{ schedule: schedule.id, paid: true }]);
  });

  test("the fees of a day are invoiced once, though the day is over for every gateway, and numbers have no gap", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    for (const day of [1, 2]) {
      await cardCharge(gateway);
      if (day === 1) holdSaves(gateways, gateways.length);
      await Promise.all(gateways.map((each) => each.advance(days(1))));
    }
    const { json } = await gateway.call("GET", "/receipts");
    expect(json.data.map(({ number }: { number: string }) => number)).toEqual(["CHTH202601150001", "CHTH202601160002"]);
  });

  test("a merchant who allows a platform twice at once gives it one key", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const { platform: merchant, merchant: other } = await aChain(gateway); // now the other way round
    await gateway.call("PATCH", "/account", { key: other.secretKey, body: { chain_enabled: true } });
    const account = await gateway.gateway.store.account.get(merchant);
    if (!account) throw new Error(`there is no account ${merchant}`);
    const most = grantableOf(merchantEndpoints);
    holdSaves(gateways, 2);
    const both = [gateway, gateways[1] ?? gateway];
    const allowed = await Promise.allSettled(
      both.map((each) => allowChain(each.gateway, account, other.account.id, most)),
    );
    expect(allowed.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { json } = await gateway.call("GET", "/chains", { key: other.secretKey });
    expect(json.total).toBe(1);
  });

  test("a throw-away account ends once, whichever of 50 requests does it", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const { json: sandbox } = await gateway.call("POST", "/test/accounts");
    const ended = await Promise.all(
      Array.from({ length: rivals }, (_, index) =>
        (gateways[index % gateways.length] ?? gateway).call("DELETE", `/test/accounts/${sandbox.id}`),
      ),
    );
    expect(onlyOne(ended, "not_found")).toHaveLength(1);
  });

  test("the schedules of a day are charged once each by gateways that share them", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const { id: customer } = await aCustomer(gateway);
    const amounts = Array.from({ length: 40 }, (_, index) => 2_000 + index);
    for (const amount of amounts) await aSchedule(gateway, { start_date: "2026-01-16", charge: { customer, amount } });
    await Promise.all(gateways.map((each) => each.advance(days(1))));
    const { json } = await gateway.call("GET", "/charges?limit=100");
    expect(json.data.map(({ amount }: { amount: number }) => amount).sort()).toEqual(amounts);
  });

  test("one of two transfers of the whole balance is sent, in whichever gateway, and the balance is never below nothing", async () => {
    const gateways = await allGateways(engine);
    const [gateway, second = gateway] = gateways;
    const balance = await aBalance(gateway);
    const [{ json: one }, { json: other }] = [
      await aTransfer(gateway, { amount: balance }),
      await aTransfer(gateway, { amount: balance }),
    ];
    holdSaves(gateways, gateways.length);
    const answers = await Promise.all([
      gateway.call("POST", `/transfers/${one.id}/mark_as_sent`),
      second.call("POST", `/transfers/${other.id}/mark_as_sent`),
    ]);
    expect(answers.map(({ json }) => json.message ?? json.sent).sort()).toEqual(["insufficient balance", true]);
    expect((await gateway.call("GET", "/balance")).json).toMatchObject({ total: 0, transferable: 0 });
  });

  test("a transfer and a refund of the same money at once leave nothing below zero that a transfer took", async () => {
    const gateways = await allGateways(engine);
    const [gateway, second = gateway] = gateways;
    const { json: charge } = await cardCharge(gateway, { amount: 100_000 });
    const { transferable } = (await gateway.call("GET", "/balance")).json;
    const { json: transfer } = await aTransfer(gateway, { amount: transferable });
    holdSaves(gateways, gateways.length);
    const [sent, refunded] = await Promise.all([
      gateway.call("POST", `/transfers/${transfer.id}/mark_as_sent`),
      second.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 50_000 } }),
    ]);
    expect(refunded.status).toBe(200); // what a payer is owed is never refused
    const { total } = (await gateway.call("GET", "/balance")).json;
    expect(total).toBe(sent.json.sent ? -50_000 : transferable - 50_000);
    if (sent.json.sent) expect(sent.json.sent_at <= refunded.json.created_at).toBe(true);
  });

  test("a transfer is sent once and paid once, though its time has come in every gateway", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    const balance = await aBalance(gateway);
    const { json } = await aTransfer(gateway, { amount: 20_000 });
    holdSaves(gateways, gateways.length);
    await Promise.all(gateways.map((each) => each.advance(days(1))));
    expect((await gateway.call("GET", json.location)).json).toMatchObject({ sent: true, paid: false });
    holdSaves(gateways, gateways.length);
    await Promise.all(gateways.map((each) => each.advance(days(3))));
    const { json: paid } = await gateway.call("GET", json.location);
    expect(paid).toMatchObject({ paid: true });
    expect(paid.transactions).toHaveLength(1);
    expect((await gateway.call("GET", "/balance")).json.total).toBe(balance - 20_000);
  });

  test("50 transfers with one idemp_key are one transfer and 50 same answers", async () => {
    const gateways = await allGateways(engine);
    const [gateway] = gateways;
    await aBalance(gateway);
    const answers = await race(gateways, "/transfers", { body: { amount: 20_000, idemp_key: "payroll" } });
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect((await gateway.call("GET", "/transfers")).json.total).toBe(1);
  });
});

const kplus = {
  amount: 150000,
  currency: "THB",
  return_uri: "https://example.com/done",
  source: { type: "mobile_banking_kbank" },
};

/** Sends one request 50 times, to the gateways in turn. */
function race(
  gateways: readonly TestGateway[],
  path: string,
  options: Parameters<TestGateway["call"]>[2],
  racing = rivals,
): Promise<Answer[]> {
  holdSaves(gateways, racing);
  return Promise.all(
    Array.from(
      { length: rivals },
      (_, index) => gateways[index % gateways.length]?.call("POST", path, options) as Promise<Answer>,
    ),
  );
}

/** Holds all saves until `racing` of them have begun, so that each has loaded the unspent state. */
function holdSaves(gateways: readonly TestGateway[], racing: number): void {
  const { promise: allHere, resolve: letGo } = Promise.withResolvers<void>();
  let here = 0;
  for (const { gateway } of gateways) {
    const { save } = gateway.store;
    gateway.store.save = async (changes) => {
      here += 1;
      if (here === racing) letGo();
      await allHere;
      return save(changes);
    };
  }
}

function onlyNone(answers: readonly Answer[], code: string): void {
  expect(answers.map(({ json }) => json.code)).toEqual(answers.map(() => code));
}

/** The winner's object; checks that all others were refused with this code. */
function onlyOne(answers: readonly Answer[], code: string) {
  const winners = answers.filter(({ status }) => status === 200);
  expect(winners).toHaveLength(1);
  const refusals = answers.filter(({ status }) => status !== 200).map(({ json }) => json.code);
  expect(refusals).toEqual(Array(rivals - 1).fill(code));
  return winners.map(({ json }) => json);
}
