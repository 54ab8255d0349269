import { useEffect } from "react";
import { addressOf } from "./api.ts";
import { note } from "./connection.ts";
import type { Mode } from "./mode.ts";
import { queries, refresh } from "./queries.ts";

/** One event of the feed: what happened, to which object, of which charge. */
type Change = { key: string; id: string; charge: string | null };

/** Whatever tells of charges, of what came of them, and of those who were told. */
const moneyMoved = [
  "charges",
  "search/charges",
  "overview",
  "balance",
  "ledger",
  "refunds",
  "events",
  "deliveries",
  "requests",
];

/** What is read anew when something of this kind happens; the kind is what stands before the dot of an event's key. */
const readAnew: Record<string, readonly string[]> = {
  charge: moneyMoved,
  refund: moneyMoved,
  delivery: ["deliveries", "events", "overview"],
  account: ["account", "capability", "settings", "methods", "webhook"],
};

/** Many things happen at once when a payment settles; they are read anew together. */
const gatherMs = 400;

/** Changes are seen without a reload: one connection a tab, which the browser itself opens again when it breaks. */
export function useFeed(mode: Mode): void {
  useEffect(() => {
    const source = new EventSource(addressOf(mode, "feed"));
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let interrupted = false;
    source.addEventListener("error", () => {
      interrupted = true;
      note("feed", source.readyState === EventSource.CLOSED); // closed for good is what was refused, and so answered
    });
    source.addEventListener("open", () => {
      note("feed", true);
      if (interrupted) void queries.invalidateQueries(); // nobody knows what happened meanwhile
      interrupted = false;
    });
    source.addEventListener("change", ({ data }) => {
      const { key } = JSON.parse(data) as Change; // our own server's
      for (const path of readAnew[key.split(".")[0] ?? ""] ?? []) waiting.add(path);
      timer ??= setTimeout(() => {
        timer = undefined;
        void refresh(...waiting);
        waiting.clear();
      }, gatherMs);
    });
    return () => {
      clearTimeout(timer);
      source.close();
      note("feed", true);
    };
  }, [mode]);
}
