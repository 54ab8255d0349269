import { expect, onTestFinished, test, vi } from "vitest";
import { Outage } from "../base/database.ts";
import type { Write } from "../base/statements.ts";
import { groupedSaves } from "./saves.ts";

const aWrite: Write = { kind: "insert", table: "data_keys", values: ["key_1", "card", "kek", "wrapped", 1] };

test("when the database goes away while a group is saved one by one, all waiting saves are rejected at once", async () => {
  const sent: number[] = [];
  const send = async ({ values }: { values: unknown[] }) => {
    sent.push(JSON.parse(String(values[0])).length);
    throw sent.length === 1
      ? Object.assign(new Error("taken"), { code: "23505", constraint: "data_keys_pkey" })
      : new Outage("away");
  };
  const { save } = groupedSaves(send, () => {});
  const results = await Promise.allSettled(Array.from({ length: 40 }, () => save([aWrite])));
  for (const result of results) expect(result).toMatchObject({ status: "rejected", reason: expect.any(Outage) });
  expect(sent, "together, and then only the first").toEqual([40, 1]);
});

test("an outage is never taken for a group that was undone: what may have been written is not sent again", async () => {
  let sent = 0;
  const send = async () => {
    sent += 1;
    throw new Outage("Connection terminated unexpectedly");
  };
  const { save } = groupedSaves(send, () => {});
  const results = await Promise.allSettled(Array.from({ length: 40 }, () => save([aWrite])));
  for (const result of results) expect(result).toMatchObject({ status: "rejected", reason: expect.any(Outage) });
  expect(sent).toBe(1);
});

test("saves in the queue of a silent database are rejected within seconds, not at their turn", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const silent: ((outage: Outage) => void)[] = [];
  const { save } = groupedSaves(
    () => new Promise((_, reject) => silent.push(reject)),
    () => {},
  );
  const told: unknown[] = [];
  const ask = () => save([aWrite]).catch((outage) => told.push(outage));
  const early = Array.from({ length: 400 }, ask); // four statements of 64, the others wait
  await expect.poll(() => silent.length).toBe(4);
  vi.advanceTimersByTime(14_000);
  ask();
  vi.advanceTimersByTime(1_000);
  silent[0]?.(new Outage("Query read timeout"));
  await expect.poll(() => told.length).toBe(64 + (400 - 4 * 64));
  await expect.poll(() => silent.length).toBe(5); // the last one gets a try
  for (const reject of silent.slice(1)) reject(new Outage("Query read timeout"));
  await Promise.all(early);
});
