/**
 * The moment from which the clocks of tests count, so that what they expect does not depend on the day. It stands between two whole seconds,
 * as most moments do: times on the wire name whole seconds, and a comparison that forgets the rest of one is wrong only there.
 */
export const start = Date.parse("2026-01-15T03:00:00.123Z");

/** `start` as a webhook's timestamp names it: whole seconds since 1970. */
export const startSecond = Math.floor(start / 1_000);
