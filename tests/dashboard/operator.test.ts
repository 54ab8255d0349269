import { describe, expect, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { createMerchant } from "../../src/operations/merchant/account.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { firstAccount } from "../kit/find.ts";
import { aGateway } from "../kit/gateway.ts";
import { standardMethods } from "../kit/methods.ts";
import { aReceiver } from "../kit/receiver.ts";
import { engines } from "../storage/engine.ts";

describe.each(engines)("on %s", (engine) => {
  test("the operator sees every account of the server once, page by page", async () => {
    const gateway = await aGateway({ engine });
    const operator = await signedIn(gateway, "viewer", { operator: true });
    for (let count = 0; count < 30; count += 1)
      await createMerchant(gateway.gateway, { name: `Shop ${count}`, email: "a@example.com" }, () => "c2VjcmV0");
    const first = (await operator.team.get("/operator/accounts")).json;
    const second = (await operator.team.get(`/operator/accounts?before=${first.next}`)).json;
    const ids = [...first.data, ...second.data].map(({ id }: { id: string }) => id);
    expect([first.data.length, second.data.length, second.next]).toEqual([50, 12, null]);
    expect(new Set(ids).size).toBe(62);
    for (const { livemode, methods } of first.data) {
      expect(methods).toEqual({ enabled: livemode ? 0 : standardMethods.in("THB").all.length, requested: 0 });
    }
    expect((await operator.team.get("/operator/accounts?before=account_0")).status).toBe(404);
  });

  test("the queues say what is due since when, and what was tried in vain", async () => {
    const receiver = await aReceiver();
    receiver.answerWith(500);
    const gateway = await aGateway({ engine, environment: { CHAMRA_WEBHOOK_URL: receiver.url } });
    const operator = await signedIn(gateway, "owner", { operator: true });
    const queues = async () => {
      const { json } = await operator.team.get("/operator/queues");
      return Object.fromEntries(json.data.map(({ queue, ...rest }: { queue: string }) => [queue, rest]));
    };
    await kplusCharge(gateway);
    await receiver.arrived(1);
    await gateway.clockwork.runDue();
    expect((await queues()).deliveries).toEqual({ due: 0, oldest_due_at: null, failing: 1 });
    const webhooks = async () => (await operator.team.get("/operator/queues")).json.webhooks;
    const { id: account } = await firstAccount(gateway.gateway.store);
    const waiting = { account, name: expect.any(String), livemode: false, host: new URL(receiver.url).host };
    const made = { oldest_created_at: "2026-01-15T03:00:00Z" };
    expect(await webhooks()).toEqual([{ ...waiting, ...made, due: 0, sending: 0, failing: 1 }]);
    gateway.pass(minutes(1));
    expect(await webhooks()).toEqual([{ ...waiting, ...made, due: 1, sending: 0, failing: 1 }]);
    const held = Promise.withResolvers<void>();
    receiver.answerAfter(() => held.promise);
    const again = gateway.advance(0);
    await receiver.arrived(2);
    expect(await webhooks()).toEqual([{ ...waiting, ...made, due: 0, sending: 1, failing: 1 }]);
    held.resolve();
    await again;
    gateway.pass(minutes(5));
    receiver.answerWith(200);
    await gateway.advance(minutes(1));
    expect((await queues()).deliveries).toMatchObject({ due: 0, failing: 0 });
    expect(await webhooks()).toEqual([]);

    await gateway.call("POST", "/simulators/misbehaviour", { body: { target: "*", fault: "nonsense" } });
    await cardCharge(gateway);
    expect((await queues()).charges).toEqual({ due: 0, oldest_due_at: null, failing: 0 });
    await gateway.advance(minutes(2));
    expect((await queues()).charges).toMatchObject({ due: 0, failing: 1 });
    const { json } = await operator.team.get("/operator/connectors");
    expect(json.data.find(({ name }: { name: string }) => name === "card")).toMatchObject({
      answers: { unknown: { count: 2 } },
      last_unknown: { why: expect.stringMatching(/\S/) },
    });
  });

  test("the operator sets rates that live accounts are converted by, and the audit log has each", async () => {
    const gateway = await aGateway({ engine });
    const operator = await signedIn(gateway, "owner", { operator: true });
    const { json: none } = await operator.team.get("/operator/rates");
    expect(none).toMatchObject({ object: "day_rates", today: "2026-01-15", data: [] });
    expect(none.currencies).toContainEqual({ base: "USD", shipped: "32.5438629959" });
    const live = () => gateway.call("GET", "/forex/usd", { key: gateway.liveSecretKey });
    expect((await live()).json).toMatchObject({ code: "bad_request", message: "currency is not currently supported" });

    const set = (currency: string, rate: string, since?: string) =>
      operator.team.post(`/operator/rates/${currency}`, { rate, ...(since && { since }) });
    expect((await set("usd", "33.1")).json).toMatchObject({
      base: "USD",
      quote: "THB",
      since: "2026-01-15",
      rate: "33.1",
    });
    expect((await live()).json.rate).toBe(33.1);
    await set("USD", "33.25");
    await set("USD", "34", "2026-02-01");
    const { json: table } = await operator.team.get("/operator/rates");
    expect(table.data.map(({ since, rate }: Record<string, string>) => [since, rate])).toEqual([
      ["2026-02-01", "34"],
      ["2026-01-15", "33.25"],
    ]);
    expect((await live()).json.rate).toBe(33.25);
    for (const [currency, rate, since] of [
      ["USD", "0"],
      ["USD", "many"],
      ["THB", "1"],
      ["XYZ", "1"],
      ["USD", "1", "today"],
    ])
      expect((await set(currency ?? "", rate ?? "", since)).json.code, `${currency} ${rate} ${since}`).toBe(
        "bad_request",
      );
    const { json: log } = await operator.team.get("/audit");
    expect(log.data[1]).toMatchObject({ act: "POST /operator/rates/:id", object_id: "USD" });
    expect(JSON.stringify([log.data[1].before, log.data[1].after])).toContain("33.25");
    const owner = await signedIn(gateway, "owner");
    expect((await owner.team.post("/operator/rates/USD", { rate: "1" })).status).toBe(403);
  });

  test("the connectors say how their banks have answered lately", async () => {
    const gateway = await aGateway({ engine });
    const operator = await signedIn(gateway, "owner", { operator: true });
    await cardCharge(gateway);
    await cardCharge(gateway, {}, "4111111111140011");
    const { json } = await operator.team.get("/operator/connectors");
    const line = (name: string, mode: string) =>
      json.data.find((each: { name: string; mode: string }) => each.name === name && each.mode === mode);
    expect(json).toMatchObject({ object: "connectors", since: "2026-01-15T03:00:00Z", counted: 100 });
    expect(line("card", "test")).toMatchObject({
      bank: "simulated",
      answers: {
        approved: { count: 1, last_at: "2026-01-15T03:00:00Z" },
        declined: { count: 1, last_at: "2026-01-15T03:00:00Z" },
        unknown: { count: 0, last_at: null },
      },
      last_unknown: null,
    });
    expect(line("card", "live")).toMatchObject({ bank: "none", answers: { approved: { count: 0 } } });
  });
});

test("the operator's view opens for nobody else, whatever their role", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  for (const path of ["accounts", "approvals", "queues", "connectors"]) {
    const { status, json } = await owner.team.get(`/operator/${path}`);
    expect([status, json.code], path).toEqual([403, "forbidden"]);
  }
});
