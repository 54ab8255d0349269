import { expect, test } from "vitest";
import { days, minutes, seconds } from "../base/time.ts";
import { beginAttempt, type Failures } from "./lock-out.ts";

const now = Date.parse("2026-01-15T03:00:00Z");

test("five failures cause no pause; each later one doubles the pause, up to a quarter of an hour", () => {
  let known: Failures | undefined;
  const pauses: number[] = [];
  let at = now;
  for (let count = 0; count < 20; count += 1) {
    const next = beginAttempt(known, 5, at);
    if (!next) throw new Error("refused after its pause");
    pauses.push((next.nextAt - at) / 1_000);
    known = next;
    at = next.nextAt;
  }
  expect(pauses).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900]);
});

test("an attempt during the pause is refused and does not lengthen it", () => {
  const known = { failures: 8, lastAt: now, nextAt: now + seconds(4) };
  expect(beginAttempt(known, 5, now + seconds(4) - 1)).toBeNull();
  expect(beginAttempt(known, 5, now + seconds(4))).toMatchObject({ failures: 9 });
});

test("failures are forgotten after a day without a new one", () => {
  const known = { failures: 100, lastAt: now, nextAt: now + minutes(15) };
  expect(beginAttempt(known, 5, now + days(1) - 1)).toMatchObject({ failures: 101 });
  expect(beginAttempt(known, 5, now + days(1))).toMatchObject({ failures: 1, nextAt: now + days(1) });
});
