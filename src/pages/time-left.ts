import { days, hours, minutes, type Time } from "../domain/base/time.ts";
import { fill, type Language } from "./language.ts";
import { texts } from "./texts.ts";

const locales: Record<Language, string> = { en: "en-GB", th: "th-TH", ja: "ja-JP" };

/** A time on a clock in Thailand, where the banks are; with the date unless it is within hours. */
export function momentFor(at: Time, now: Time, language: Language): string {
  const nearby = at - now < hours(12);
  const clock = kept(`clock ${language} ${nearby}`, () => {
    const day = nearby ? {} : ({ day: "numeric", month: "short" } as const);
    const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    return new Intl.DateTimeFormat(locales[language], { timeZone: "Asia/Bangkok", ...day, ...time });
  });
  return fill(texts.thaiTime[language], { time: clock.format(at) });
}

/** "9 minutes left": in whole minutes, hours or days, rounded down. */
export function timeLeft(milliseconds: number, language: Language): string {
  return fill(texts.timeLeft[language], { time: duration(milliseconds, language) });
}

function duration(milliseconds: number, language: Language): string {
  if (milliseconds < minutes(1)) return texts.lessThanAMinute[language];
  const [unit, length] = unitFor(milliseconds);
  const style = { style: "unit", unit, unitDisplay: "long" } as const;
  const count = kept(`${unit} ${language}`, () => new Intl.NumberFormat(locales[language], style));
  return count.format(Math.floor(milliseconds / length));
}

/** Formats made so far; making one takes 50 microseconds and more, and there are few. */
const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function kept<Format extends Intl.DateTimeFormat | Intl.NumberFormat>(name: string, make: () => Format): Format {
  const known = formats.get(name) ?? make();
  formats.set(name, known);
  return known as Format; // each name has one kind
}

function unitFor(milliseconds: number): [unit: "minute" | "hour" | "day", length: number] {
  if (milliseconds < hours(2)) return ["minute", minutes(1)];
  if (milliseconds < days(2)) return ["hour", hours(1)];
  return ["day", days(1)];
}
