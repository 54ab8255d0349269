import { expect, test } from "vitest";
import { formatDuration, parseDuration } from "./duration.ts";
import { days, hours, seconds } from "./time.ts";

test.for([
  ["30s", seconds(30)],
  ["12h", hours(12)],
  ["365d", days(365)],
  ["29.99d", days(30) - seconds(864)],
  ["0.5h", seconds(1800)],
  ["0.001s", 1],
] as const)("%s is read to the millisecond", ([text, expected]) => {
  expect(parseDuration(text)).toBe(expected);
});

test.for(["", "0d", "0.0s", "366d", "365.001d", "-1d", "1.d", ".5d", "1.2345d", "1e3s", "1d12h", "1 d", "1w"])(
  "%j is no span of time",
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);

test("what is written is read again as the same span", () => {
  for (const span of [seconds(1), seconds(90), hours(1), hours(48), days(3), days(365)])
    expect(parseDuration(formatDuration(span))).toBe(span);
});
