import { days, hours, minutes, type Time } from "../domain/time.ts";
import { fill, type Language } from "./language.ts";
import { texts } from "./texts.ts";

const locales: Record<Language, string> = { en: "en-GB", th: "th-TH", ja: "ja-JP" };

/** When that is on a clock in Thailand, where the banks are; with the day where it is not within hours. */
export function momentFor(at: Time, now: Time, language: Language): string {
  const nearby = at - now < hours(12);
  const format = new Intl.DateTimeFormat(locales[language], {
    timeZone: "Asia/Bangkok",
    ...(nearby ? {} : { day: "numeric", month: "short" }),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return fill(texts.thaiTime[language], { time: format.format(at) });
}

/** "9 minutes left": in whole minutes, hours or days, never more than there really is. */
export function timeLeft(milliseconds: number, language: Language): string {
  return fill(texts.timeLeft[language], { time: duration(milliseconds, language) });
}

function duration(milliseconds: number, language: Language): string {
  if (milliseconds < minutes(1)) return texts.lessThanAMinute[language];
  const [unit, length] = unitFor(milliseconds);
  const format = new Intl.NumberFormat(locales[language], { style: "unit", unit, unitDisplay: "long" });
  return format.format(Math.floor(milliseconds / length));
}

function unitFor(milliseconds: number): [unit: "minute" | "hour" | "day", length: number] {
  if (milliseconds < hours(2)) return ["minute", minutes(1)];
  if (milliseconds < days(2)) return ["hour", hours(1)];
  return ["day", days(1)];
}
