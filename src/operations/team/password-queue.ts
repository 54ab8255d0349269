import { Refusal } from "../../domain/base/errors.ts";

/** Who waits for a password to be checked: somebody at a place that is kept, or a stranger from some network. */
export type Waiting = "kept" | { network: string };

type Limits = {
  /** So many work at the same time. */
  atOnce: number;
  /** So many strangers wait, of one network and of all. */
  ofNetworkMax: number;
  strangersMax: number;
  /** So many wait at places that are kept. */
  keptMax: number;
};

/** Takes a place; what it resolves to gives the place back. */
export type Queue = { enter(who: Waiting): Promise<() => void> };

/**
 * Who comes next where only a few can be served at once. A flood from one network fills that network's places and no others: networks take turns, and
 * whoever has a place kept for them goes first. Where there is room, people wait rather than being refused.
 */
export function createQueue({ atOnce, ofNetworkMax, strangersMax, keptMax }: Limits): Queue {
  const kept: (() => void)[] = [];
  const strangers = new Map<string, (() => void)[]>();
  let waitingStrangers = 0;
  let running = 0;

  function wait(who: Waiting): Promise<void> {
    const line = who === "kept" ? kept : (strangers.get(who.network) ?? []);
    const full =
      who === "kept" ? line.length >= keptMax : line.length >= ofNetworkMax || waitingStrangers >= strangersMax;
    if (full) throw new Refusal("too_many_requests", "too many people sign in at once: try again");
    if (who !== "kept") {
      strangers.set(who.network, line);
      waitingStrangers += 1;
    }
    return new Promise((resolve) => line.push(resolve));
  }

  function next(): (() => void) | undefined {
    const [known] = kept.splice(0, 1);
    if (known) return known;
    const [turn] = strangers;
    if (!turn) return undefined;
    const [network, line] = turn;
    strangers.delete(network);
    const [first] = line.splice(0, 1);
    if (line.length > 0) strangers.set(network, line); // behind all others
    waitingStrangers -= 1;
    return first;
  }

  return {
    enter: async (who) => {
      if (running < atOnce) running += 1;
      else await wait(who); // whoever leaves hands their place on
      return () => {
        const following = next();
        if (following) following();
        else running -= 1;
      };
    },
  };
}
