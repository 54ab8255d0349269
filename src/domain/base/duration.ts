import { days, hours, minutes, seconds } from "./time.ts";

const units = { s: seconds(1), m: minutes(1), h: hours(1), d: days(1) };

/**
 * Reads `30s`, `5m`, `12h`, `31d` or `29.99d`, in milliseconds; null for another text, for nothing at all, and for more than a year, which is taken as a
 * typing error. A part of a unit is for those who look at both sides of a limit: just inside of 30 days, and just outside.
 */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,8}(?:\.\d{1,3})?)([smhd])$/.exec(text);
  if (!match) return null;
  const duration = Math.round(Number(match[1]) * units[match[2] as keyof typeof units]); // the pattern allows no other letter
  return duration > 0 && duration <= days(365) ? duration : null;
}

/** Writes days only from three on: people write 24h and 48h for a wait, and 7d for a week. */
export function formatDuration(duration: number): string {
  if (duration > days(2) && duration % units.d === 0) return `${duration / units.d}d`;
  if (duration % units.h === 0) return `${duration / units.h}h`;
  if (duration % units.m === 0) return `${duration / units.m}m`;
  return `${duration / units.s}s`;
}
