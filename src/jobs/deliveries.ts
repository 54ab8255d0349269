import { type Dispatch, deliver, type Errand, leaseDue } from "../webhooks/deliver.ts";
import type { Trade } from "./workers.ts";

/** How many events are on their way at once in this process: few enough for memory, enough for many endpoints that hang. */
const atOnce = 200;

/** An endpoint that has so many on their way gets no more for now, so that one which hangs cannot hold up the others. */
const perEndpoint = 8;

/** Sends events to their endpoints. Leases see to it that no other process sends them meanwhile. */
export function deliveries(dispatch: Dispatch): Trade<Errand> {
  return {
    atOnce,
    take: (room, underWay) => leaseDue(dispatch, Math.min(room, perEndpoint), busyOf(underWay)),
    work: (errand) => deliver(dispatch, errand),
  };
}

/** A few taken together may go one way: an endpoint just below the limit can get to twice as many, and no further. */
function busyOf(underWay: readonly Errand[]): string[] {
  const counts = new Map<string, number>();
  for (const {
    delivery: { uri },
  } of underWay)
    counts.set(uri, (counts.get(uri) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= perEndpoint).map(([uri]) => uri);
}
