import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../src/domain/base/time.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { methodOf } from "../kit/methods.ts";
import { chargeBy } from "../kit/paying.ts";

const added = async (gateway: TestGateway, json: Record<string, unknown>) => {
  const { status, json: rule } = await gateway.call("POST", "/test/rules", { json });
  expect(status, rule.message).toBe(200);
  return rule;
};

const settle = (gateway: TestGateway, advance?: string) =>
  gateway.call("POST", "/test/clock", { body: advance === undefined ? {} : { advance } });

const pay = (gateway: TestGateway, id: string) => gateway.call("POST", `/test/charges/${id}/pay`);

const statusOf = async (gateway: TestGateway, id: string) => (await gateway.call("GET", `/charges/${id}`)).json.status;

const appliedOf = async (gateway: TestGateway, { location }: { location: string }) =>
  (await gateway.call("GET", location)).json.applied;

describe("a bank's answer", () => {
  test("that is late is unknown until its time by the account's clock, however often the bank is asked", async () => {
    const gateway = await aGateway();
    await gateway.call("POST", "/test/clock", { body: { frozen: true } });
    const rule = await added(gateway, { fault: "answer_late", by: "1h" });
    const { json: charge } = await cardCharge(gateway);
    expect(charge.status).toBe("pending");
    await gateway.advance(minutes(90)); // of the server
    expect(await statusOf(gateway, charge.id)).toBe("pending");
    await settle(gateway, "59m");
    expect(await statusOf(gateway, charge.id)).toBe("pending");
    expect(await appliedOf(gateway, rule)).toBe(1);
    await settle(gateway, "15m");
    expect(await statusOf(gateway, charge.id)).toBe("successful");
    const paidAt = Date.parse((await gateway.call("GET", `/charges/${charge.id}`)).json.paid_at);
    expect(paidAt - Date.parse(charge.created_at)).toBeGreaterThanOrEqual(minutes(60));
  });

  test("that is late by less than the gateway waits is waited for", async () => {
    const waits: number[] = [];
    const gateway = await aGateway({
      pause: async (ms, over) => {
        if (over) await new Promise(() => {}); // the time limit is never reached
        waits.push(ms);
      },
    });
    await added(gateway, { fault: "answer_late", by: "3s", times: 1 });
    expect((await cardCharge(gateway)).json.status).toBe("successful");
    expect(waits).toEqual([seconds(3)]);
  });

  test("about a payment that a payer has just made is late, too, and the next question is not", async () => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway);
    await added(gateway, { fault: "answer_late", by: "30m", on: { charge: charge.id } });
    expect((await pay(gateway, charge.id)).json.status).toBe("pending");
    await settle(gateway, "9m");
    expect(await statusOf(gateway, charge.id)).toBe("pending");
    await settle(gateway, "40m");
    expect(await statusOf(gateway, charge.id)).toBe("successful");
  });

  test.each(["answer_never", "answer_nonsense"])(
    "%s: the charge waits, and follows the bank once that answers",
    async (fault) => {
      const gateway = await aGateway();
      const rule = await added(gateway, { fault, on: { card: "4242" }, times: 2 });
      const { json: charge } = await cardCharge(gateway);
      expect(charge.status).toBe("pending");
      await settle(gateway, "1m");
      expect(await statusOf(gateway, charge.id)).toBe("pending");
      await settle(gateway, "10m");
      expect(await statusOf(gateway, charge.id)).toBe("successful");
      expect(await appliedOf(gateway, rule)).toBe(2);
    },
  );

  test("that comes twice decides once", async () => {
    const gateway = await aGateway();
    await added(gateway, { fault: "answer_twice" });
    const { json: charge } = await kplusCharge(gateway);
    expect((await pay(gateway, charge.id)).json.status).toBe("successful");
    const { json: events } = await gateway.call("GET", "/events");
    expect(events.data.filter((event: { key: string }) => event.key === "charge.complete").length).toBe(1);
  });

  test("is faulty for one payment of many, or for one refund of several", async () => {
    const gateway = await aGateway();
    await added(gateway, { fault: "answer_never", on: { metadata: { order: "7" } } });
    const statusBy = async (order: string) => (await cardCharge(gateway, { metadata: { order } })).json.status;
    expect([await statusBy("7"), await statusBy("8")]).toEqual(["pending", "successful"]);
    const { json: charge } = await cardCharge(gateway);
    const rule = await added(gateway, { fault: "answer_never", on: { charge: charge.id } });
    const refund = () => gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 2_000 } });
    const { json: silent } = await refund();
    await gateway.call("DELETE", rule.location);
    await added(gateway, { fault: "answer_nonsense", on: { charge: silent.id } });
    const { json: other } = await refund();
    await settle(gateway, "5m");
    const { json } = await gateway.call("GET", `/charges/${charge.id}/refunds`);
    const states = Object.fromEntries(json.data.map((each: { id: string; status: string }) => [each.id, each.status]));
    expect(states).toEqual({ [silent.id]: "pending", [other.id]: "closed" });
  });
});

describe("an outcome", () => {
  test("decline: a card fails with the code as often as the rule says, and the books and the bank agree", async () => {
    const gateway = await aGateway();
    await added(gateway, { fault: "decline", code: "stolen_or_lost_card", times: 1, on: { method: "card" } });
    expect((await cardCharge(gateway)).json).toMatchObject({ status: "failed", failure_code: "stolen_or_lost_card" });
    expect((await cardCharge(gateway)).json.status).toBe("successful");
    const { json } = await gateway.call("POST", "/test/rules", {
      json: { fault: "decline", code: "stolen_or_lost_card", on: { method: "promptpay" } },
    });
    expect(json.message).toBe("charges by promptpay do not fail with stolen_or_lost_card");
  });

  test.each(["mobile_banking_kbank", "promptpay"])(
    "decline: a payer by %s pays, and the bank says no",
    async (type) => {
      const gateway = await aGateway();
      const { json: charge } = await chargeBy(gateway, methodOf(type));
      const rule = await added(gateway, { fault: "decline", on: { charge: charge.id } });
      expect(charge.status).toBe("pending");
      const code = type === "promptpay" ? "failed_processing" : "failed_processing";
      expect((await pay(gateway, charge.id)).json).toMatchObject({ status: "failed", failure_code: code });
      expect(await appliedOf(gateway, rule)).toBe(1);
    },
  );

  test("paid after expiry: pending when its time is over, paid a minute later, whether the payer was early or never came", async () => {
    const gateway = await aGateway();
    const rule = await added(gateway, { fault: "paid_after_expiry", on: { method: "promptpay" } });
    const { json: early } = await chargeBy(gateway, methodOf("promptpay"));
    const { json: never } = await chargeBy(gateway, methodOf("promptpay"));
    const { json: other } = await kplusCharge(gateway);
    expect((await pay(gateway, early.id)).json.status).toBe("pending");
    await settle(gateway, "1d");
    for (const { id } of [early, never]) expect(await statusOf(gateway, id)).toBe("pending");
    await settle(gateway, "5m");
    for (const { id } of [early, never]) {
      const { json } = await gateway.call("GET", `/charges/${id}`);
      expect(json.status).toBe("successful");
      expect(Date.parse(json.paid_at)).toBeGreaterThan(Date.parse(json.expires_at));
    }
    expect(await statusOf(gateway, other.id)).toBe("expired");
    expect(await appliedOf(gateway, rule)).toBe(2);
  });

  test("refund refused: the money stays, and a later refund goes through", async () => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway);
    await added(gateway, { fault: "refund_refused", on: { charge: charge.id }, times: 1 });
    const refund = () => gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 5_000 } });
    expect((await refund()).json).toMatchObject({ code: "failed_refund", message: "the bank refused the refund" });
    expect((await gateway.call("GET", `/charges/${charge.id}`)).json.refunded_amount).toBe(0);
    expect((await refund()).json.amount).toBe(5_000);
  });
});

test("an API that is slow has done its work when its answer waits, and test control is not", async () => {
  const waits: number[] = [];
  const gateway = await aGateway({
    pause: async (ms, over) => {
      if (over) await new Promise(() => {}); // the time limit of a bank's answer is never reached
      waits.push(ms);
    },
  });
  const rule = await added(gateway, { fault: "api_slow", by: "20s", on: { metadata: { slow: true } } });
  await cardCharge(gateway);
  await gateway.call("GET", "/account");
  expect(waits).toEqual([]);
  const { json: charge } = await cardCharge(gateway, { metadata: { slow: "yes" } });
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 5_000 } });
  expect(waits).toEqual([seconds(20), seconds(20)]);
  await gateway.call("DELETE", rule.location);
  await added(gateway, { fault: "api_slow", times: 1 });
  await gateway.call("GET", "/test/rules");
  await gateway.call("GET", "/account");
  expect(waits).toEqual([seconds(20), seconds(20), seconds(5)]);
});
