import { bounded } from "../domain/base/bounded.ts";
import { seconds } from "../domain/base/time.ts";
import type { Attempt, Delivery } from "../domain/event/event.ts";
import { type Dispatch, type LeasedDelivery, leaseDue, withContents } from "../webhooks/deliver.ts";
import { attend } from "../webhooks/ruled.ts";
import { type OpenJob, type Report, unlessErased } from "./job.ts";
import { createLines, type KeyedLine } from "./lines.ts";
import { type Line, shareOf } from "./places.ts";
import { createWorkers, type Work } from "./workers.ts";

/** Upper bound of deliveries under way in this process, for live mode and for test mode each: small enough for memory. */
export const deliveriesAtOnce = 200;

/** Deliveries at once from an account to a host that has not answered it yet. Each prompt answer allows one more, up to half of the host's places. */
const firstOfLine = 8;

/** An answer within this time is prompt. */
const prompt = seconds(1);

/** After this many tries in a row without an answer, the account sends one try at a time to the host, until one is answered. */
const breaksAfter = 5;

/** Upper bound of remembered lines (account and host); an evicted one starts anew. */
const streaksMax = 10_000;

const batch = 8;

/**
 * Sends events to their endpoints. Leases keep other processes from sending the same delivery.
 *
 * A line is what one account sends to one host, so a hanging endpoint slows the account that chose it, whatever the path.
 * A host that many accounts send to, such as CHAMRA_WEBHOOK_URL, has no more places in all than one account, and one account gets at most half
 * of them. Otherwise an account that sends to another's host, and makes it hang, would hold up the host's owner.
 */
export function openDeliveries(
  dispatch: Dispatch,
  places: number,
  report: Report,
): OpenJob & { add(due: readonly Delivery[]): void } {
  const lines = createLines(dispatch.store, "deliveries", dispatch.clock, lineOf);
  const streaks = createStreaks();
  const limits = {
    places,
    batch,
    ofWay: shareOf(places),
    ofLine: ({ name }: Line) => streaks.placesOf(name),
  };
  const work: Work<LeasedDelivery> = {
    take: async (underWay) => {
      const held = underWay.map(({ delivery }) => lineOfDelivery(delivery));
      const taken = await lines.take(held, limits, ({ key }, count) => leaseDue(dispatch, key, count));
      return withContents(dispatch, taken);
    },
    run: async (leased) => {
      const attempt = await attendDelivery(dispatch, leased);
      if (attempt) streaks.note(lineOfDelivery(leased.delivery).name, attempt);
    },
  };
  const workers = createWorkers(work, (error, leased) => report(error, "delivery", leased?.id));
  return {
    ...workers,
    look: lines.look,
    endOf: (account) => workers.endOf(({ delivery }) => delivery.account === account),
    add: (due: readonly Delivery[]) => {
      for (const delivery of due) lines.add(lineOfDelivery(delivery));
    },
  };
}

/** Makes the try of a delivery that has fallen due. @returns null where none was made */
export const attendDelivery = (dispatch: Dispatch, leased: LeasedDelivery): Promise<Attempt | null> =>
  unlessErased(dispatch.store, "deliveries", leased.delivery, () => attend(dispatch, leased));

const lineOfDelivery = ({ account, host, livemode }: Delivery): KeyedLine => lineOf({ key: [account, host], livemode });

function lineOf({ key, livemode }: Pick<KeyedLine, "key" | "livemode">): KeyedLine {
  const [account, way = ""] = key; // way is the host
  return { key, name: `${account} ${way}`, pool: livemode ? "live" : "test", account, way, livemode };
}

/** Remembers how each line was answered: above zero, prompt answers in a row; below zero, tries in a row without an answer. */
function createStreaks() {
  const streaks = bounded<number>(streaksMax);
  return {
    note: (name: string, { status, latencyMs }: Attempt): void => {
      const before = streaks.peek(name) ?? 0;
      const promptly = latencyMs <= prompt ? Math.max(before, 0) + 1 : 0;
      streaks.set(name, status === null ? Math.min(before, 0) - 1 : promptly);
    },
    placesOf: (name: string): number => {
      const streak = streaks.peek(name) ?? 0;
      return streak <= -breaksAfter ? 1 : firstOfLine + Math.max(streak, 0);
    },
  };
}
