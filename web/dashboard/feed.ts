import { useEffect } from "react";
import { addressOf } from "./api.ts";
import { note } from "./connection.ts";
import type { Mode } from "./mode.ts";
import { queries, refresh } from "./queries.ts";

/** One event of the feed: what happened, to which object, of which charge, if of any. */
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

/** What is read anew whatever an event is about. */
const told = ["events", "deliveries"];

/** Many things happen at once when a payment settles; they are read anew together. */
const gatherMs = 400;

/** A browser gives up on a line that was refused, as a proxy refuses it while the gateway is restarted; then it is opened anew from here. */
const openAgainMs = 3_000;

/** Changes are seen without a reload: one connection a tab, which the browser itself opens again when it breaks. */
export function useFeed(mode: Mode): void {
  useEffect(() => {
    const waiting = new Set<string>();
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let opening: ReturnType<typeof setTimeout> | undefined;
    let interrupted = false;
    const open = () => {
      source = new EventSource(addressOf(mode, "feed"));
      source.addEventListener("error", () => {
        interrupted = true;
        const refused = source.readyState === EventSource.CLOSED;
        note("feed", refused); // what was refused was answered
        if (!refused) return;
        void refresh("session"); // a line of a session that has ended is refused, too
        opening = setTimeout(open, openAgainMs);
      });
      source.addEventListener("open", () => {
        note("feed", true);
        if (interrupted) void queries.invalidateQueries(); // nobody knows what happened meanwhile
        interrupted = false;
      });
      source.addEventListener("change", ({ data }) => {
        const { key } = JSON.parse(data) as Change; // our own server's
        for (const path of readAnew[key.split(".")[0] ?? ""] ?? told) waiting.add(path);
        timer ??= setTimeout(() => {
          timer = undefined;
          void refresh(...waiting);
          waiting.clear();
        }, gatherMs);
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      clearTimeout(opening);
      source.close();
      note("feed", true);
    };
  }, [mode]);
}
