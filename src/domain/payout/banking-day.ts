import { dateInBangkok, dayInBangkok } from "../base/bangkok.ts";
import { days, hours, type Time } from "../base/time.ts";

/** When banks take payments on a banking day, in Bangkok. Source: the help pages, 9:00 with another try at 10:00. */
const runs = [hours(9), hours(10)] as const;

/** Whether banks work on the day in Bangkok that contains `at`: Monday to Friday. Holidays are not known here. */
const isBankingDay = (at: Time): boolean => ![0, 6].includes(new Date(`${dateInBangkok(at)}T00:00:00Z`).getUTCDay());

/** The next banking day in Bangkok after the one that contains `at`: its start. */
export function nextBankingDay(at: Time): Time {
  let day = dayInBangkok(at) + days(1);
  while (!isBankingDay(day)) day += days(1);
  return day;
}

/** When a transfer is sent that is made now: the first run of a day that has not begun. */
export const firstRunAfter = (now: Time): Time => runAfter(now, runs.slice(0, 1));

/** When a transfer is tried again. */
export const nextRunAfter = (now: Time): Time => runAfter(now, runs);

/** When a transfer that is sent now is paid: in the morning of the next banking day. */
export const paidAfter = (now: Time): Time => nextBankingDay(now) + runs[0];

function runAfter(now: Time, times: readonly number[]): Time {
  const today = dayInBangkok(now);
  const left = isBankingDay(today) ? times.map((time) => today + time).find((at) => at > now) : undefined;
  return left ?? nextBankingDay(now) + (times[0] ?? 0);
}
