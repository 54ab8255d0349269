import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Secret } from "../domain/base/secret.ts";
import { days } from "../domain/base/time.ts";
import { alikeMax, createNumberCounts } from "./number-counts.ts";

function counts(testNumbersMax: number | null = null) {
  const clock = { time: days(20_000) + 123 };
  const told: string[] = [];
  const { admits } = createNumberCounts(
    () => clock.time,
    (text) => createHash("sha256").update(text).digest("base64"),
    testNumbersMax,
    (sentence) => told.push(sentence),
  );
  const bring = (number: string, id = "account_1", livemode = true, network = "203.0.113.7") =>
    admits({ id, livemode }, new Secret(number), network);
  return { clock, told, bring };
}

/** Numbers that share their first six and last four digits. */
const alike = (count: number) => Array.from({ length: count }, (_, at) => `424242${String(at).padStart(6, "0")}4242`);

test(`of numbers that share their first six and last four digits an account brings ${alikeMax} in a day, and one more tomorrow`, () => {
  const { clock, told, bring } = counts();
  const numbers = alike(alikeMax + 2);
  expect(numbers.map((number) => bring(number))).toEqual(numbers.map((_, at) => at < alikeMax));
  expect(told).toEqual([expect.stringContaining("account account_1 is refused tokens until midnight UTC")]);
  expect(told.join()).not.toContain("4242");
  expect([bring(numbers[0] as string), bring("4111111111111111")]).toEqual([true, true]);
  expect(bring(numbers.at(-1) as string, "account_2"), "of another account").toBe(true);
  expect(bring(numbers.at(-1) as string, "account_1", true, "198.51.100.9"), "of a payer elsewhere").toBe(true);
  clock.time += days(1);
  expect(bring(numbers.at(-1) as string)).toBe(true);
});

test("one number brought again and again counts once", () => {
  const { bring } = counts();
  for (let time = 0; time < 100; time += 1) expect(bring("4242424242424242")).toBe(true);
});

test("a test account has a number of them for the day, a live one has not", () => {
  const { bring } = counts(3);
  const numbers = ["4000000000000001", "4000000000000002", "4000000000000003", "4000000000000004"];
  expect(numbers.map((number) => bring(number, "test", false))).toEqual([true, true, true, false]);
  expect(numbers.map((number) => bring(number))).toEqual([true, true, true, true]);
});
