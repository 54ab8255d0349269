/**
 * Start time of the test clocks, so that expectations do not depend on the day. It lies between two whole seconds,
 * as most times do: times on the wire are whole seconds, and a comparison that ignores the fraction fails only between them.
 */
export const start = Date.parse("2026-01-15T03:00:00.123Z");

/** `start` as a webhook timestamp: whole seconds since 1970. */
export const startSecond = Math.floor(start / 1_000);
