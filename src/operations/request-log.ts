import type { LoggedRequest } from "../domain/request.ts";

/** Where requests wait until they are written down together. */
export type RequestLog = {
  /**
   * Takes a request that was answered. What is kept of it is made when it is written, so that its caller does not wait for that.
   *
   * @param size how much it holds on to until then, in characters
   */
  take(size: number, make: () => LoggedRequest): void;
  /** Writes what was taken so far, for whoever wants to read it. */
  flush(): Promise<void>;
  /** How many requests were not kept, as too many came at once or the database did not take them. */
  dropped(): number;
};

/** So many wait at most, with so many characters: what comes on top of it is dropped, and counted. */
const waitingMax = 2_000;
const sizeMax = 8_000_000;

/** Requests of so long a time are written together, so many at once: payments get their turn in between. */
const everyMs = 250;
const writtenTogether = 64;

/**
 * Gathers requests in memory and writes them a moment later, apart from any payment's commit. A process that dies takes that moment with it:
 * the log is for looking back, and nothing else depends on it.
 *
 * @param write one statement for all rows
 * @param report told why rows were lost
 */
export function createRequestLog(
  write: (rows: readonly LoggedRequest[]) => Promise<void>,
  report: (error: unknown) => void,
): RequestLog {
  let waiting: { size: number; make: () => LoggedRequest }[] = [];
  let size = 0;
  let dropped = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const some = waiting.slice(0, writtenTogether);
      waiting = waiting.slice(writtenTogether);
      for (const each of some) size -= each.size;
      try {
        await write(some.map(({ make }) => make()));
      } catch (error) {
        dropped += some.length;
        report(error);
      }
    }
  }

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    writing = writing.then(writeAll);
    return writing;
  }

  return {
    take: (taken, make) => {
      if (waiting.length >= waitingMax || size + taken > sizeMax) {
        dropped += 1;
        return;
      }
      waiting.push({ size: taken, make });
      size += taken;
      timer ??= setTimeout(flush, everyMs).unref();
    },
    flush,
    dropped: () => dropped,
  };
}
