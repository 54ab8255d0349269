import { expect, test } from "vitest";
import { kplusCharge } from "../../tests/kit/builders.ts";
import { firstAccount } from "../../tests/kit/find.ts";
import { aGateway } from "../../tests/kit/gateway.ts";
import { days } from "../domain/base/time.ts";
import type { Delivery } from "../domain/event/event.ts";
import { createLines, type KeyedLine } from "./lines.ts";

const limits = { places: 100, batch: 4 };

/** @param account a short name */
const aLine = (account: string): KeyedLine => {
  return {
    name: `${account} bank`,
    pool: "test bank",
    account,
    way: "bank",
    livemode: false,
    key: [`account_${account}`],
  };
};

async function someLines(...accounts: string[]) {
  const { gateway } = await aGateway();
  const lines = createLines(gateway.store, "refunds", gateway.clock, ({ key }) =>
    aLine(key[0].slice("account_".length)),
  );
  for (const account of accounts) lines.add(aLine(account));
  return lines;
}

test("lines whose jobs are all under way do not hide the lines behind them", async () => {
  const busy = Array.from({ length: 20 }, (_, index) => `a${index}`);
  const lines = await someLines(...busy, "z");
  const taken = await lines.take([], limits, async ({ account }) => (account === "z" ? ["work of z"] : []));
  expect(taken).toEqual(["work of z"]);
});

test("a line that gave as many jobs as asked is asked again after the others; one that gave fewer is not", async () => {
  const left: Record<string, number> = { a: 9, b: 2 };
  const lines = await someLines("a", "b");
  const asked: string[] = [];
  const takeOf = async ({ account }: KeyedLine, count: number) => {
    asked.push(account);
    const taken = Math.min(count, left[account] ?? 0);
    left[account] = (left[account] ?? 0) - taken;
    return Array.from({ length: taken }, () => account);
  };
  const counts = [];
  for (let take = 0; take < 4; take += 1) counts.push((await lines.take([], limits, takeOf)).length);
  expect(counts).toEqual([4 + 2, 4, 1, 0]);
  expect(asked).toEqual(["a", "b", "a", "a"]);
});

test("if one line cannot be read, the others are; the error is reported only if none gives a job", async () => {
  const lines = await someLines("a", "b");
  const takeOf = async ({ account }: KeyedLine) => {
    if (account === "a") throw new Error("away");
    return ["work of b"];
  };
  expect(await lines.take([], limits, takeOf)).toEqual(["work of b"]);
  lines.add(aLine("a"));
  await expect(lines.take([], limits, takeOf)).rejects.toThrow("away");
});

test("due rows are found at the next tick, however many lines before them have nothing due", async () => {
  const gateway = await aGateway({ meddles: true });
  await kplusCharge(gateway);
  const { store } = gateway.gateway;
  const { json: events } = await gateway.call("GET", "/events");
  const account = await firstAccount(store);
  const row = (host: string, dueAt: number): Delivery => ({
    id: `whdl_${host}`,
    version: 1,
    account: account.id,
    livemode: false,
    event: events.data[0].id,
    uri: `http://${host}/`,
    host,
    state: "due",
    rule: null,
    attempts: 1,
    dueAt,
    leasedUntil: null,
    createdAt: gateway.now(),
  });
  const later = Array.from({ length: 1_200 }, (_, at) =>
    row(`h${String(at).padStart(4, "0")}`, gateway.now() + days(1)),
  );
  await store.save({ insert: { deliveries: [...later, row("z", gateway.now())] } });
  const lines = createLines(store, "deliveries", gateway.gateway.clock, ({ key }) => ({
    ...aLine(key[0]),
    name: key.join(" "),
    key,
  }));
  lines.look(false);
  expect(await lines.take([], limits, async ({ key }) => [key[1]])).toEqual(["z"]);
});
