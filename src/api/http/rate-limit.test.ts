import { expect, test } from "vitest";
import { buckets } from "../../domain/base/buckets.ts";
import { createRateLimits } from "./rate-limit.ts";

test("a burst is let in, then requests at the rate", () => {
  let now = 0;
  const limit = buckets({ perSecond: 2, burst: 3 }, () => now);
  const taken = () => limit.take("a");
  expect([taken(), taken(), taken(), taken()]).toEqual([true, true, true, false]);
  now += 500;
  expect([taken(), taken()]).toEqual([true, false]);
  now += 60_000;
  expect([taken(), taken(), taken(), taken()]).toEqual([true, true, true, false]);
});

test("a caller who keeps asking is let in at the rate, not kept out for ever", () => {
  let now = 0;
  const limit = buckets({ perSecond: 2, burst: 1 }, () => now);
  let count = 0;
  for (; now < 10_000; now += 10) if (limit.take("a")) count += 1;
  expect(count).toBeGreaterThanOrEqual(20);
  expect(count).toBeLessThanOrEqual(22);
});

test("a clock that goes back takes nothing away", () => {
  let now = 10_000;
  const limit = buckets({ perSecond: 1, burst: 2 }, () => now);
  limit.take("a");
  now = 0;
  expect(limit.take("a")).toBe(true);
});

test("a million names take bounded memory, and idle ones are forgotten first", () => {
  const limit = buckets({ perSecond: 1, burst: 1 }, () => 0, 1_000);
  expect(limit.take("busy")).toBe(true);
  for (let name = 0; name < 1_000_000; name += 1) {
    limit.take(`name-${name}`);
    if (name % 500 === 0) expect(limit.take("busy"), "still known").toBe(false);
  }
  expect(limit.count()).toBe(1_000);
});

test.each([
  ["198.18.0.1 is no address of the internet", "198.18.0.1", false],
  ["loopback", "127.0.0.1", false],
  ["a private network", "10.1.2.3", false],
  ["a private network in IPv6 clothes", "::ffff:192.168.1.1", false],
  ["a public address", "8.8.8.8", true],
  ["a public address in IPv6 clothes", "::ffff:8.8.8.8", true],
  ["IPv6", "2a00:1450:4001::1", true],
  ["what is no address", "__proto__", true],
])("%s: counted or not", (_, address, counted) => {
  const limits = createRateLimits({ rateLimit: 1, testRateLimit: null }, () => 0);
  const refusals = Array.from({ length: 10 }, () => limits.refuses(address));
  expect(refusals.some((refusal) => refusal?.code === "too_many_requests")).toBe(counted);
});

test("an IPv6 /64 counts as one caller", () => {
  const limits = createRateLimits({ rateLimit: 1, testRateLimit: null }, () => 0);
  const refused = (address: string) => limits.refuses(address) !== undefined;
  for (let host = 0; host < 4; host += 1) expect(refused(`2a00:1450:4001:1::${host}`)).toBe(false);
  expect(refused("2a00:1450:4001:1::ffff")).toBe(true);
  expect(refused("2a00:1450:4001:2::1")).toBe(false);
});

test("an IPv6 /48 counts as sixteen callers, however many of its 65,536 networks are used", () => {
  const limits = createRateLimits({ rateLimit: 1, testRateLimit: null }, () => 0);
  const refused = (address: string) => limits.refuses(address) !== undefined;
  const answers = Array.from({ length: 100 }, (_, network) => refused(`2a00:1450:4001:${network.toString(16)}::1`));
  expect(answers.filter((answer) => !answer)).toHaveLength(16 * 4);
  expect(refused("2a00:1450:4002::1")).toBe(false);
});
