import { expect, test } from "vitest";
import { Outage } from "./database.ts";
import { groupedSaves } from "./postgres-saves.ts";
import type { Write } from "./statements.ts";

const aWrite: Write = { kind: "insert", table: "data_keys", values: ["key_1", "card", "kek", "wrapped", 1] };

test("when the database goes away while a group is written one by one, all who wait hear of it at once", async () => {
  const sent: number[] = [];
  const send = async ({ values }: { values: unknown[] }) => {
    sent.push(JSON.parse(String(values[0])).length);
    throw sent.length === 1
      ? Object.assign(new Error("taken"), { code: "23505", table: "data_keys" })
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
