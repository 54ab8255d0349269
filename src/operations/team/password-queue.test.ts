import { expect, test } from "vitest";
import { createQueue, type Waiting } from "./password-queue.ts";

const limits = { atOnce: 1, ofNetworkMax: 3, strangersMax: 5, keptMax: 2 };

/** Serves one who stays; all others queue in this order. @returns who is served, one after the other, and who was refused */
async function served(all: readonly [name: string, who: Waiting][]) {
  const queue = createQueue(limits);
  const names: string[] = [];
  const refused: string[] = [];
  const leave = await queue.enter({ network: "first" });
  const waiting = all.map(([name, who]) =>
    queue.enter(who).then(
      (done) => {
        names.push(name);
        done();
      },
      () => void refused.push(name),
    ),
  );
  leave();
  await Promise.all(waiting);
  return { names, refused };
}

const from = (network: string): Waiting => ({ network });

test("a flood of one network fills the places of that network only, and networks take turns", async () => {
  const flood = ["a1", "a2", "a3", "a4", "a5"].map((name): [string, Waiting] => [name, from("a")]);
  const { names, refused } = await served([...flood, ["b1", from("b")]]);
  expect(refused).toEqual(["a4", "a5"]);
  expect(names).toEqual(["a1", "b1", "a2", "a3"]);
});

test("a reserved place is free when strangers fill all of theirs, and is served first", async () => {
  const strangers = ["a", "b", "c", "d", "e", "f"].map((name): [string, Waiting] => [name, from(name)]);
  const { names, refused } = await served([...strangers, ["owner", "kept"]]);
  expect(refused).toEqual(["f"]);
  expect(names).toEqual(["owner", "a", "b", "c", "d", "e"]);
});
