import { expect, test } from "vitest";
import { bounded } from "./bounded.ts";

test("one more than there is room for costs the one used longest ago, and no other", () => {
  const known = bounded<number>(3);
  for (const [index, name] of ["a", "b", "c"].entries()) known.set(name, index);
  expect(known.get("a")).toBe(0);
  known.set("d", 3);
  expect(["a", "b", "c", "d"].map((name) => known.has(name))).toEqual([true, false, true, true]);
  expect(known.size).toBe(3);
});

test("setting an entry again evicts nothing, and peek keeps the order", () => {
  const known = bounded<number>(2);
  known.set("a", 1);
  known.set("b", 2);
  known.set("a", 3);
  expect([...known.values()]).toEqual([2, 3]);
  expect(known.peek("b")).toBe(2);
  known.set("c", 4);
  expect(known.has("b")).toBe(false);
  known.delete("a");
  expect([...known.values()]).toEqual([4]);
});
