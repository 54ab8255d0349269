/** Milliseconds since 1970, UTC. Rules get the time as a parameter and never read a clock. */
export type Time = number;

export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => seconds(count * 60);
export const hours = (count: number): number => minutes(count * 60);
export const days = (count: number): number => hours(count * 24);

/** Whole seconds, UTC, such as `2026-01-31T00:00:00Z`: the form of all times of the API. */
export const secondOf = (at: Time): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
