import { sentence } from "../base/errors.ts";
import { days } from "../base/time.ts";

/** A date such as `2026-01-31`, without a time and a time zone. Dates sort as texts. */
export type Day = string;

export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];

export const periods = ["day", "week", "month"] as const;

export const ordinals = ["1st", "2nd", "3rd", "4th", "last"] as const;

/** A weekday of a month, such as `last_friday`. */
export type WeekdayOfMonth = `${(typeof ordinals)[number]}_${Weekday}`;

export const weekdaysOfMonth = ordinals.flatMap((ordinal) =>
  weekdays.map((weekday): WeekdayOfMonth => `${ordinal}_${weekday}`),
);

/** The last day that every month has. Source: schedules, `days_of_month`. */
export const lastDayOfMonth = 28;

/** How dates repeat: each `every`-th period from the one of the start, and in it these days. */
export type Recurrence = { every: number } & (
  | { period: "day" }
  | { period: "week"; weekdays: readonly Weekday[] }
  | { period: "month"; daysOfMonth: readonly number[] }
  | { period: "month"; weekdayOfMonth: WeekdayOfMonth }
);

/** A recurrence between two dates, both inclusive. */
export type Plan = { recurrence: Recurrence; startOn: Day; endOn: Day };

/** Days since 1970. */
const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / days(1);

const dayOf = (number: number): Day => new Date(number * days(1)).toISOString().slice(0, 10);

export const dayAfter = (day: Day): Day => dayOf(numberOf(day) + 1);

/** The dates of a plan from `from` on, in order, `limit` at most. Its cost depends on `limit`, not on how long ago the plan started. */
export function datesOf({ recurrence, startOn, endOn }: Plan, from: Day, limit: number): Day[] {
  const start = numberOf(startOn);
  const last = numberOf(endOn);
  const earliest = Math.max(start, numberOf(from));
  const { periodOf, beginningOf, daysIn } = periodsOf(recurrence, start);
  const found: number[] = [];
  for (let period = periodOf(earliest); found.length < limit && beginningOf(period) <= last; period += 1)
    found.push(...daysIn(period).filter((day) => day >= earliest && day <= last));
  return found.slice(0, limit).map(dayOf);
}

/** The periods of a recurrence, numbered from 0; days are counted since 1970. */
type Periods = {
  periodOf(day: number): number;
  beginningOf(period: number): number;
  /** The days of the period in order. Each period has one at least, so that a search of the next date ends. */
  daysIn(period: number): number[];
};

function periodsOf(recurrence: Recurrence, start: number): Periods {
  const { every } = recurrence;
  switch (recurrence.period) {
    case "day": {
      const beginningOf = (period: number) => start + period * every;
      return {
        periodOf: (day) => Math.ceil((day - start) / every),
        beginningOf,
        daysIn: (period) => [beginningOf(period)],
      };
    }
    case "week": {
      const monday = start - weekdayOf(start);
      const beginningOf = (period: number) => monday + period * every * 7;
      const places = recurrence.weekdays.map((weekday) => weekdays.indexOf(weekday));
      return {
        periodOf: (day) => Math.floor((day - monday) / 7 / every),
        beginningOf,
        daysIn: (period) => places.map((place) => beginningOf(period) + place),
      };
    }
    case "month": {
      const first = monthOf(start);
      const month = (period: number) => first + period * every;
      return {
        periodOf: (day) => Math.floor((monthOf(day) - first) / every),
        beginningOf: (period) => firstOf(month(period)),
        daysIn: (period) =>
          "daysOfMonth" in recurrence
            ? recurrence.daysOfMonth.map((number) => firstOf(month(period)) + number - 1)
            : [dayOfWeekdayIn(month(period), recurrence.weekdayOfMonth)],
      };
    }
  }
}

/** Days since Monday; 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** Months since year 0. */
function monthOf(day: number): number {
  const date = new Date(day * days(1));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The first day of a month; later than any date beyond the range of dates. */
function firstOf(month: number): number {
  const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at / days(1);
}

function dayOfWeekdayIn(month: number, weekdayOfMonth: WeekdayOfMonth): number {
  const [ordinal, weekday] = partsOf(weekdayOfMonth);
  const first = firstOf(month);
  const firstSuch = first + ((weekdays.indexOf(weekday) - weekdayOf(first) + 7) % 7);
  if (ordinal !== "last") return firstSuch + 7 * ordinals.indexOf(ordinal);
  const fifth = firstSuch + 28;
  return fifth < firstOf(month + 1) ? fifth : firstSuch + 21;
}

/** A recurrence as the API says it. Recorded: `Every 1 month(s) on the 3rd, 9th, and 26th`, `Every 1 week(s) on Monday and Friday`. */
export function inWords(recurrence: Recurrence): string {
  const rhythm = `Every ${recurrence.every} ${recurrence.period}(s)`;
  if (recurrence.period === "day") return rhythm;
  if (recurrence.period === "week") return `${rhythm} on ${sentence(recurrence.weekdays.map(capitalized))}`;
  if ("daysOfMonth" in recurrence) return `${rhythm} on the ${sentence(recurrence.daysOfMonth.map(ordinalOf))}`;
  const [ordinal, weekday] = partsOf(recurrence.weekdayOfMonth);
  return `${rhythm} on the ${ordinal} ${capitalized(weekday)}`;
}

const partsOf = (weekdayOfMonth: WeekdayOfMonth) => weekdayOfMonth.split("_") as [(typeof ordinals)[number], Weekday]; // its type says so

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function ordinalOf(number: number): string {
  const teens = number > 10 && number < 14;
  const ending = teens ? undefined : ["st", "nd", "rd"][(number % 10) - 1];
  return `${number}${ending ?? "th"}`;
}
