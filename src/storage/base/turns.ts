/** Lets work of one owner be done one piece after the other, and work of different owners at the same time. */
export type Turns<Owner> = {
  /** Does the work when the owner's earlier work is over; undefined where too much waits already. */
  take<Result>(owner: Owner, work: () => Promise<Result>): Promise<Result> | undefined;
};

/** @param waitingMax upper bound of an owner's work that waits or is under way */
export function createTurns<Owner>(waitingMax: number): Turns<Owner> {
  const lines = new Map<Owner, { last: Promise<unknown>; count: number }>();
  return {
    take: (owner, work) => {
      const line = lines.get(owner) ?? { last: Promise.resolve(), count: 0 };
      if (line.count >= waitingMax) return undefined;
      lines.set(owner, line);
      line.count += 1;
      const result = line.last.then(work).finally(() => {
        line.count -= 1;
        if (line.count === 0) lines.delete(owner);
      });
      line.last = result.catch(() => {}); // the next does not care how this one ended
      return result;
    },
  };
}
