import { useSyncExternalStore } from "react";

/** The two connections to the gateway: requests of pages, and the event stream of changes. */
type Way = "asking" | "feed";

const lost = new Set<Way>();
const watchers = new Set<() => void>();

/** Records that a connection was lost or is back. */
export function note(way: Way, reached: boolean): void {
  if (reached) lost.delete(way);
  else lost.add(way);
  for (const tell of watchers) tell();
}

/** Whether the gateway was last seen reachable; a refusal counts as an answer. */
export const useReached = (): boolean => useSyncExternalStore(watch, () => lost.size === 0);

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
