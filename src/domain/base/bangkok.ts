import { days, hours, type Time } from "./time.ts";

/** Offset of Bangkok from UTC: seven hours, all year. */
export const aheadInBangkok = hours(7);

/** The start of the day in Bangkok that contains `at`. */
export const dayInBangkok = (at: Time): Time => Math.floor((at + aheadInBangkok) / days(1)) * days(1) - aheadInBangkok;

/** The date in Bangkok at `at`, such as `2026-01-31`. */
export const dateInBangkok = (at: Time): string => new Date(at + aheadInBangkok).toISOString().slice(0, 10);

/** The start of the next day in Bangkok. */
export const nextDayInBangkok = (at: Time): Time => dayInBangkok(at) + days(1);
