import type { ScheduleAnswer } from "../answers.ts";
import { type Language, useLanguage, useTexts } from "../language.tsx";
import { rhythmTexts } from "../texts/schedules.ts";

type Dates = Pick<ScheduleAnswer, "every" | "period" | "on">;

/** How the dates of a schedule repeat, in the reader's language. The API says it in English only. */
export function Rhythm({ schedule }: { schedule: Dates }) {
  const t = useTexts(rhythmTexts);
  const { language } = useLanguage();
  const { every, period, on } = schedule;
  const rhythm = t.every(every, period);
  const { weekdays, days_of_month: days, weekday_of_month: weekday } = on;
  if (weekdays)
    return `${rhythm} ${t.on(
      listed(
        weekdays.map((each) => t.weekdays[each]),
        language,
      ),
    )}`;
  if (days) return `${rhythm} ${t.days(listed(days.map(String), language))}`;
  if (weekday === undefined) return rhythm;
  const [ordinal, name] = weekday.split("_") as [keyof typeof t.ordinals, keyof typeof t.weekdays]; // such as last_friday
  return `${rhythm} ${t.weekdayOf(t.ordinals[ordinal], t.weekdays[name])}`;
}

const listed = (words: readonly string[], language: Language): string =>
  new Intl.ListFormat(language, { type: "conjunction" }).format(words);
