import { useSyncExternalStore } from "react";

/** The ways to the gateway: what pages ask, and the line on which it tells of changes. */
type Way = "asking" | "feed";

const lost = new Set<Way>();
const watchers = new Set<() => void>();

/** Notes that nobody answered on one of the ways, or that somebody does again. */
export function note(way: Way, reached: boolean): void {
  if (reached) lost.delete(way);
  else lost.add(way);
  for (const tell of watchers) tell();
}

/** Whether the gateway can be reached, as far as was seen; a refusal is an answer, too. */
export const useReached = (): boolean => useSyncExternalStore(watch, () => lost.size === 0);

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
