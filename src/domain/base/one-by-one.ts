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
