import { Refusal } from "../../domain/base/errors.ts";

/** A person whose password is to be checked: at a reserved place, or a stranger from a network. */
export type Waiting = "kept" | { network: string };

type Limits = {
  /** Upper bound of checks at the same time. */
  atOnce: number;
  /** Upper bounds of waiting strangers, of one network and of all. */
  ofNetworkMax: number;
  strangersMax: number;
  /** Upper bound of people waiting at reserved places. */
  keptMax: number;
};

/** Waits for a turn; the returned function ends it. */
export type Queue = { enter(who: Waiting): Promise<() => void> };

/**
 * Creates a queue where only a few can be served at once. A flood from one network fills only that network's places: networks take turns, and
 * people with a reserved place go first. While there is room, people wait instead of being refused.
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
    if (line.length > 0) strangers.set(network, line); // behind all other networks
    waitingStrangers -= 1;
    return first;
  }

  return {
    enter: async (who) => {
      if (running < atOnce) running += 1;
      else await wait(who); // one who leaves hands their turn on
      return () => {
        const following = next();
        if (following) following();
        else running -= 1;
      };
    },
  };
}
