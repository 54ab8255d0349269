/** Lets the work under one name come one after the other within this process: of two refunds the second finds the first in the upstream's list. */
export function createQueue() {
  const last = new Map<string, Promise<unknown>>();
  return async <Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> => {
    const before = last.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
}
