import { expect, test } from "vitest";
import { seconds } from "../domain/base/time.ts";
import { inTurn } from "./in-turn.ts";

test("what is done to one payment comes in turn, and what has waited for long is not begun: another process may have begun it", async () => {
  let now = 0;
  const inOrder = inTurn({ now: () => now });
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const all = [
    inOrder("chrg_1", () => first.promise.then(() => done.push("first"))),
    inOrder("chrg_1", async () => done.push("second")),
    inOrder("chrg_2", async () => done.push("of another payment")),
  ];
  await all[2];
  now = seconds(30);
  first.resolve();
  await Promise.all(all);
  expect(done).toEqual(["of another payment", "first", "second"]);

  const long = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const before = inOrder("chrg_1", () => {
    begun.resolve();
    return long.promise;
  });
  await begun.promise;
  const refused = expect(inOrder("chrg_1", async () => done.push("late"))).rejects.toThrow("not begun");
  now += seconds(31);
  long.resolve();
  await before;
  await refused;
  expect(done).not.toContain("late");
});
