import { days, hours, type Time } from "./time.ts";

/** Seven hours ahead of UTC, all year. */
const ahead = hours(7);

/** The first moment of the day in Bangkok that `at` is in. */
export const dayInBangkok = (at: Time): Time => Math.floor((at + ahead) / days(1)) * days(1) - ahead;
