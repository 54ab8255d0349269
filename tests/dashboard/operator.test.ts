import { describe, expect, test } from "vitest";
import { everyone } from "../../src/connectors/faults.ts";
import { minutes } from "../../src/domain/base/time.ts";
import { createMerchant } from "../../src/operations/merchant/account.ts";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
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
      expect(methods).toEqual({ enabled: livemode ? 0 : standardMethods.all.length, requested: 0 });
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
    receiver.answerWith(200);
    await gateway.advance(minutes(1));
    expect((await queues()).deliveries).toMatchObject({ due: 0, failing: 0 });

    await gateway.call("POST", "/simulators/misbehaviour", { body: { target: everyone, fault: "nonsense" } });
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
