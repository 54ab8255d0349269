import { expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../domain/base/time.ts";
import { momentFor, timeLeft } from "./time-left.ts";

test.each([
  [1, "less than a minute left", "เหลือเวลา ไม่ถึงหนึ่งนาที", "残り 1 分未満"],
  [minutes(1), "1 minute left", "เหลือเวลา 1 นาที", "残り 1 分"],
  [minutes(10) - 1, "9 minutes left", "เหลือเวลา 9 นาที", "残り 9 分"],
  [hours(2) - 1, "119 minutes left", "เหลือเวลา 119 นาที", "残り 119 分"],
  [days(2) - seconds(1), "47 hours left", "เหลือเวลา 47 ชั่วโมง", "残り 47 時間"],
  [days(7) - 1, "6 days left", "เหลือเวลา 6 วัน", "残り 6 日"],
])("%d ms are told without a promise of more", (milliseconds, en, th, ja) => {
  expect(timeLeft(milliseconds, "en")).toBe(en);
  expect(timeLeft(milliseconds, "th")).toBe(th);
  expect(timeLeft(milliseconds, "ja")).toBe(ja);
});

test("a time is shown in Thai time, with its date unless it is near", () => {
  const now = Date.parse("2026-01-15T16:55:00Z");
  expect(momentFor(now + minutes(10), now, "en")).toBe("00:05 Thai time");
  expect(momentFor(now + days(7), now, "en")).toBe("22 Jan, 23:55 Thai time");
  expect(momentFor(now + days(7), now, "th")).toBe("22 ม.ค. 23:55 น.");
});
