/** One kind of job, and how it is done. */
export type Work<Job> = {
  /** Jobs that are due and for which there is a place beside those under way; none of these. */
  take: (underWay: readonly Job[]) => Promise<readonly Job[]>;
  run: (job: Job) => Promise<unknown>;
};

/** The workers for one kind of job in this process. */
export type Workers = {
  /** Something may have fallen due. */
  wake(): void;
  /** Wakes them, and resolves when nothing is due and nothing under way. */
  rest(): Promise<void>;
  /** Takes nothing more and lets what is under way finish. */
  stop(): Promise<void>;
};

/**
 * Workers take new jobs as others are finished, so that a slow one holds up nobody else.
 *
 * @param report told of what failed, and with which job where there was one; the rest goes on
 */
export function createWorkers<Job>({ take, run }: Work<Job>, report: (error: unknown, job?: Job) => void): Workers {
  const underWay = new Map<Job, Promise<void>>();
  let taking: Promise<void> | null = null;
  let woken = false;
  let stopped = false;

  async function takeAll(): Promise<void> {
    try {
      while (woken && !stopped) {
        woken = false;
        for (const job of await take([...underWay.keys()])) {
          start(job);
          woken = true; // where there was one there may be more
        }
      }
    } catch (error) {
      report(error);
    } finally {
      taking = null;
    }
  }

  function start(job: Job): void {
    const done = run(job)
      .then(
        () => {},
        (error: unknown) => report(error, job),
      )
      .finally(() => {
        underWay.delete(job);
        wake();
      });
    underWay.set(job, done);
  }

  function wake(): void {
    woken = true;
    taking ??= Promise.resolve().then(takeAll);
  }

  async function finish(): Promise<void> {
    while (taking || underWay.size > 0) await Promise.all([taking, ...underWay.values()]);
  }

  return {
    wake,
    rest: () => {
      wake();
      return finish();
    },
    stop: () => {
      stopped = true;
      return finish();
    },
  };
}
