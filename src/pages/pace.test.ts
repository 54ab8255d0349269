import { expect, test } from "vitest";
import { minutes, seconds } from "../domain/base/time.ts";
import { paceOfAsking } from "./pace.ts";

test("a bank is asked each time at first, and every two minutes while a page stays open for a day", () => {
  let at = 0;
  const asks = paceOfAsking(() => at);
  let count = 0;
  for (; at < minutes(24 * 60); at += seconds(20)) if (asks("page")) count += 1;
  expect(count).toBeGreaterThan(700);
  expect(count).toBeLessThan(740);
});

test("another page is asked about at its own pace, and one that nobody has looked at for ten minutes as a new one", () => {
  let at = 0;
  const asks = paceOfAsking(() => at);
  expect(Array.from({ length: 11 }, () => asks("one"))).toEqual([...new Array<boolean>(10).fill(true), false]);
  expect(asks("other")).toBe(true);
  at = minutes(10);
  expect([asks("other"), asks("one"), asks("one")]).toEqual([true, true, true]);
});
