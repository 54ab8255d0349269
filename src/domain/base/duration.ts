import { days, hours, minutes, seconds } from "./time.ts";

const units = { s: seconds(1), m: minutes(1), h: hours(1), d: days(1) };

/** Reads `30s`, `5m`, `12h` or `31d`, in milliseconds; null for another text, and for more than a year, which is taken as a typing error. */
export function parseDuration(text: string): number | null {
  const match = /^([1-9]\d{0,7})([smhd])$/.exec(text);
  if (!match) return null;
  const duration = Number(match[1]) * units[match[2] as keyof typeof units]; // the pattern allows no other letter
  return duration <= days(365) ? duration : null;
}

/** Writes days only from three on: people write 24h and 48h for a wait, and 7d for a week. */
export function formatDuration(duration: number): string {
  if (duration > days(2) && duration % units.d === 0) return `${duration / units.d}d`;
  if (duration % units.h === 0) return `${duration / units.h}h`;
  if (duration % units.m === 0) return `${duration / units.m}m`;
  return `${duration / units.s}s`;
}
