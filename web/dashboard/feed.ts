import { useEffect } from "react";
import { addressOf } from "./api.ts";
import { note } from "./connection.ts";
import { Gathered } from "./gathered.ts";
import type { Mode } from "./mode.ts";
import { queries, refresh } from "./queries.ts";

/** One event of the feed: its key, object and, if any, charge. */
type Change = { key: string; id: string; charge: string | null };

/** Paths that show charges, their results or their webhook deliveries. */
const moneyMoved = [
  "charges",
  "search/charges",
  "overview",
  "balance",
  "ledger",
  "refunds",
  "dispute_cases",
  "links",
  "events",
  "deliveries",
  "requests",
];

/** Paths that show customers and their cards. */
const customersChanged = ["customers", "search/customers", "charges", "search/charges", "events", "deliveries"];

/** Paths to reload, by kind of event: the part of the event's key before the dot. */
const readAnew: Record<string, readonly string[]> = {
  charge: moneyMoved,
  refund: moneyMoved,
  dispute: moneyMoved,
  link: ["links", "events", "deliveries", "requests"],
  delivery: ["deliveries", "events", "overview"],
  customer: customersChanged,
  card: customersChanged,
  recipient: ["recipients", "events", "deliveries"],
  transfer: ["transfers", "schedules", "balance", "ledger/transactions", "ledger/sums", "events", "deliveries"],
  schedule: ["schedules", "charges/schedules", "transfers", "customers", "events", "deliveries"],
  account: ["account", "capability", "settings", "methods", "webhook"],
};

/** Paths to reload on every event. */
const told = ["events", "deliveries"];

/** Time until a refused stream is opened again. Browsers do not retry after a refusal, such as a proxy's during a restart of the gateway. */
const openAgainMs = 3_000;

/** Keeps views up to date by one event stream per tab, which the browser reopens when it breaks. */
export function useFeed(mode: Mode): void {
  useEffect(() => {
    // The view of what this tab just deleted must not be read again before the answer has led away from it.
    const gathered = new Gathered({ busy: () => queries.isMutating() > 0, tell: (paths) => void refresh(...paths) });
    let source: EventSource;
    let opening: ReturnType<typeof setTimeout> | undefined;
    let interrupted = false;
    const open = () => {
      source = new EventSource(addressOf(mode, "feed"));
      source.addEventListener("error", () => {
        interrupted = true;
        const refused = source.readyState === EventSource.CLOSED;
        note("feed", refused); // a refusal is an answer
        if (!refused) return;
        void refresh("session"); // the stream of an ended session is refused, too
        opening = setTimeout(open, openAgainMs);
      });
      source.addEventListener("open", () => {
        note("feed", true);
        if (interrupted) void queries.invalidateQueries(); // changes may have been missed meanwhile
        interrupted = false;
      });
      source.addEventListener("change", ({ data }) => {
        const { key } = JSON.parse(data) as Change; // sent by our own server
        gathered.add(readAnew[key.split(".")[0] ?? ""] ?? told);
      });
    };
    open();
    return () => {
      gathered.stop();
      clearTimeout(opening);
      source.close();
      note("feed", true);
    };
  }, [mode]);
}
