import { changedByActs } from "../charge/acts.ts";

/** Paths of all data that a schedule may change: its first charge is made at once where it begins today. */
export const changedBySchedules = [
  ...changedByActs,
  "schedules",
  "charges/schedules",
  "transfers",
  "transfers/schedules",
  "customers",
];
