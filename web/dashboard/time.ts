import type { Language } from "./language.tsx";

/** Time zone of all times, independent of the reader's: days, statements and settlements follow it. */
const zone = "Asia/Bangkok";
const locales = { en: "en-GB", th: "th-TH" } as const;

const forms = {
  /** 21 Nov, 13:05 */
  short: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  /** 21 Nov 2026 */
  day: { day: "numeric", month: "short", year: "numeric" },
  /** 13:05:22, beside a day */
  second: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  /** 13:05 */
  clock: { hour: "2-digit", minute: "2-digit" },
  /** 21 Nov 2026, 13:05:22 */
  full: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
export type TimeForm = keyof typeof forms;

const made = new Map<string, Intl.DateTimeFormat>();

export function timeText(at: string | number, form: TimeForm, language: Language): string {
  const name = `${language} ${form}`;
  const format =
    made.get(name) ?? new Intl.DateTimeFormat(locales[language], { ...forms[form], timeZone: zone, hourCycle: "h23" });
  made.set(name, format);
  return format.format(new Date(at));
}

const steps = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Differences below this are shown as "now": clocks differ, and the shown time is refreshed every 15 seconds. */
const nowSeconds = 15;

/** "3 minutes ago", "in 2 hours". */
export function relativeText(at: string | number, now: number, language: Language): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1_000);
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  const distance = Math.abs(seconds) < nowSeconds ? 0 : Math.trunc(seconds / size);
  const format = new Intl.RelativeTimeFormat(locales[language], { numeric: "auto" });
  return format.format(distance, unit);
}

/** A duration in its largest exact unit: 90 → "90 seconds", 3600 → "1 hour". */
export function lengthText(seconds: number, language: Language): string {
  const [unit, size] = steps.slice(2).find(([, size]) => seconds >= size && seconds % size === 0) ?? ["second", 1];
  return new Intl.NumberFormat(locales[language], { style: "unit", unit, unitDisplay: "long" }).format(seconds / size);
}
