import { days, hours, type Time } from "./time.ts";

/** Seven hours ahead of UTC, all year. */
const ahead = hours(7);

/** The first moment of the day in Bangkok that `at` is in. */
export const dayInBangkok = (at: Time): Time => Math.floor((at + ahead) / days(1)) * days(1) - ahead;

/** The date of the day in Bangkok that `at` is in: `2026-01-31`. */
export const dateInBangkok = (at: Time): string => new Date(at + ahead).toISOString().slice(0, 10);

/** The first moment of the day after. */
export const nextDayInBangkok = (at: Time): Time => dayInBangkok(at) + days(1);
