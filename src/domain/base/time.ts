/** Milliseconds since 1970, UTC. Rules are given the time; they never ask for it. */
export type Time = number;

export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => seconds(count * 60);
export const hours = (count: number): number => minutes(count * 60);
export const days = (count: number): number => hours(count * 24);
