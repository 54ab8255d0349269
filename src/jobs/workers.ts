/** How one kind of job is taken and run. */
export type Work<Job> = {
  /** Takes due jobs for which there is a place beside those under way; never one of those. */
  take: (underWay: readonly Job[]) => Promise<readonly Job[]>;
  run: (job: Job) => Promise<unknown>;
};

/** Workers of one kind of job in this process. */
export type Workers<Job> = {
  /** Makes them look for due jobs. */
  wake(): void;
  /** Wakes them, and resolves when nothing is due and nothing under way. */
  rest(): Promise<void>;
  /** Waits until the jobs under way that `which` names are finished, those included that are being taken. */
  endOf(which: (job: Job) => boolean): Promise<void>;
  /** Takes no more jobs and waits until those under way are finished. */
  stop(): Promise<void>;
};

/**
 * Creates workers that take a new job as soon as one is finished, so that a slow job holds up no other.
 *
 * @param report is told of each failure, with its job where there is one; the other jobs go on
 */
export function createWorkers<Job>(
  { take, run }: Work<Job>,
  report: (error: unknown, job?: Job) => void,
): Workers<Job> {
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
          woken = true; // a finished job may be followed by more
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
    endOf: async (which) => {
      await taking;
      await Promise.all([...underWay].flatMap(([job, done]) => (which(job) ? [done] : [])));
    },
    stop: () => {
      stopped = true;
      return finish();
    },
  };
}
