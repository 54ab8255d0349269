import { Refusal } from "./errors.ts";

/** Does the work under one name one after the other, in the order in which it came. */
export type Queue = <Answer>(name: string, work: () => Promise<Answer>) => Promise<Answer>;

/**
 * Lets the work under one name come one after the other within this process: of two refunds the second finds the first in the upstream's list.
 *
 * @param most upper bound of work under one name, waiting and under way; none where it is left out. More is refused as `service_unavailable`
 */
export function createQueue(most = Number.POSITIVE_INFINITY): Queue {
  const lines = new Map<string, { last: Promise<unknown>; length: number }>();
  return async (name, work) => {
    const line = lines.get(name) ?? { last: Promise.resolve(), length: 0 };
    if (line.length >= most)
      throw new Refusal("service_unavailable", "too many requests wait for this object, please retry");
    lines.set(name, line);
    line.length += 1;
    const mine = line.last.then(work, work);
    line.last = mine;
    try {
      return await mine;
    } finally {
      line.length -= 1;
      if (line.length === 0) lines.delete(name);
    }
  };
}

/** Does the work under one name for all who ask for it before it begins. */
export type Shared = <Answer>(name: string, work: () => Promise<Answer>) => Promise<Answer>;

/**
 * Lets all who ask for the same work share what begins after they came: while some is under way, everybody waits for one more, however many they are.
 * All work under one name has answers of one kind.
 */
export function createShared(): Shared {
  const running = new Map<string, Promise<unknown>>();
  const next = new Map<string, Promise<unknown>>();
  return <Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> => {
    const waiting = next.get(name);
    if (waiting) return waiting as Promise<Answer>; // of the same kind
    const begin = (): Promise<Answer> => {
      next.delete(name);
      const mine = work().finally(() => {
        if (running.get(name) === mine) running.delete(name);
      });
      running.set(name, mine);
      return mine;
    };
    const before = running.get(name);
    if (!before) return begin();
    const mine = before.then(begin, begin);
    next.set(name, mine);
    return mine;
  };
}
