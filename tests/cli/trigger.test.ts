import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Client } from "../../src/commands/client.ts";
import { trigger } from "../../src/commands/trigger.ts";
import { ways } from "../../src/commands/ways.ts";
import { seconds } from "../../src/domain/base/time.ts";
import { type EventKey, eventKeys } from "../../src/domain/event/event.ts";
import type { Method } from "../../src/domain/payment/method.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { bahtMethods } from "../kit/methods.ts";
import { chamra } from "./chamra.ts";

const keys = Object.keys(eventKeys) as EventKey[]; // the table has no other keys

/** A client as commands have it, for a gateway whose clock the test moves. */
function clientOf(gateway: TestGateway): Client {
  return {
    url: gateway.url,
    call: async (method, path, body, key) => {
      const { status, json } = await gateway.call(method, path, { ...(body && { json: body }), ...(key && { key }) });
      if (status !== 200) throw new Error(`${method} ${path}: ${json.message}`);
      return json;
    },
  };
}

async function triggered(gateway: TestGateway, key: EventKey, asked: object = {}) {
  const requests: string[] = [];
  const stage = { ...asked, client: clientOf(gateway), say: (line: string) => void requests.push(line) };
  const event = await trigger(key, stage, () => gateway.advance(seconds(1)));
  return { event, requests };
}

test("every event there is can be made to happen, to an object of its kind, by real requests", async () => {
  const gateway = await aGateway();
  for (const key of keys) {
    const { event, requests } = await triggered(gateway, key);
    expect([event.key, event.data.object], key).toEqual([key, eventKeys[key].about]);
    expect(requests.length, key).toBeGreaterThan(0);
    const { json: stored } = await gateway.call("GET", `/events/${event.id}`);
    expect(stored.data.id, key).toBe(event.data.id);
  }
});

test("a charge is made by the method and for the amount that were asked for, and ends as was asked", async () => {
  const gateway = await aGateway();
  const ofEachFamily = Map.groupBy(bahtMethods, ({ family }) => family);
  for (const [{ type, limits, journey }] of ofEachFamily.values() as Iterable<[Method]>) {
    const amount = Math.min(limits["THB"]?.max ?? 0, 450_000);
    const outcome = type === "card" ? "insufficient_fund" : undefined;
    const { event } = await triggered(gateway, "charge.create", { method: type, amount, outcome });
    const { data } = event;
    expect([data.source?.type ?? "card", data.amount], type).toEqual([type, amount]);
    if (type === "card") expect(data).toMatchObject({ status: "failed", failure_code: "insufficient_fund" });
    else expect(data.status, `${type} ${journey.kind}`).not.toBe("failed");
  }
  for (const [method, outcome] of [
    ["mobile_banking_kbank", "insufficient_fund"],
    ["promptpay", "payment_cancelled"],
    ["installment_wlb_ktc", "insufficient_balance"],
    ["card", "stolen_or_lost_card"],
  ] as const) {
    const { event } = await triggered(gateway, "charge.complete", { method, outcome, amount: 450_000 });
    expect(event.data, method).toMatchObject({ status: "failed", failure_code: outcome });
  }
});

test("a charge that there is already goes the way from where it stands", async () => {
  const gateway = await aGateway();
  const { event: created } = await triggered(gateway, "charge.create");
  const charge = created.data.id;
  const changed = await triggered(gateway, "charge.update", { charge });
  expect(changed.event.data.id).toBe(charge);
  const again = await triggered(gateway, "charge.update", { charge });
  expect(again.event.id, "an event of before is not taken for that of now").not.toBe(changed.event.id);
  const completed = await triggered(gateway, "charge.complete", { charge, outcome: "successful" });
  expect(completed.event.data).toMatchObject({ id: charge, status: "successful" });
  expect(completed.requests).toEqual([`POST /test/charges/${charge}/pay`]);
  await expect(triggered(gateway, "charge.expire", { charge })).rejects.toThrow(/expire/);
  expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
});

test("the way to each event says in words what it does, and docs/terminal.md has what `chamra triggers` prints", async () => {
  for (const key of keys) expect(ways[key].by, key).toMatch(/^[a-z].{8,}[^.]$/);
  const page = readFileSync(join(import.meta.dirname, "../../docs/terminal.md"), "utf8");
  const [, table = ""] = /<!-- triggers -->\n([\s\S]*?)<!-- \/triggers -->/.exec(page) ?? [];
  expect(table).toBe((await chamra(["triggers"], {})).out);
});
