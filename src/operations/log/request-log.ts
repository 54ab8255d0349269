import { setTimeout as pause } from "node:timers/promises";
import type { LoggedRequest } from "../../domain/log/request.ts";

/** Where requests wait until they are written down together. */
export type RequestLog = {
  /**
   * Takes a request that was answered. What is kept of it is made when it is written, so that its caller does not wait for that.
   *
   * @param size how much it holds on to until then, in characters
   * @param refused whether it was: those are kept as long as there is any room, since they are what people look for
   */
  take(size: number, refused: boolean, make: () => LoggedRequest): void;
  /** Writes what was taken so far, for whoever wants to read it. */
  flush(): Promise<void>;
  /** How many requests were not kept, as too many came at once or the database did not take them. */
  dropped(): number;
};

/** So many wait at most, with so many characters: what comes on top of it is dropped, and counted. */
const waitingMax = { refused: 2_000, granted: 1_500 };
const sizeMax = 8_000_000;

/**
 * Requests of so long a time are written together, so many at once, and then not at all for a while, so that whatever comes the log takes a few
 * percent of the process: a crowd of more than 1,280 a second is written down as far as it finds room.
 */
const gatheredForMs = 250;
const writtenTogether = 64;
const restsForMs = 50;

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
  let atWork = false;
  let writing: Promise<void> = Promise.resolve();

  async function writeSome(): Promise<void> {
    const some = waiting.slice(0, writtenTogether);
    if (some.length === 0) return;
    waiting = waiting.slice(writtenTogether);
    for (const each of some) size -= each.size;
    try {
      await write(some.map(({ make }) => make()));
    } catch (error) {
      dropped += some.length;
      report(error);
    }
  }

  async function writeByAndBy(): Promise<void> {
    await pause(gatheredForMs, undefined, { ref: false });
    while (waiting.length > 0) {
      writing = writing.then(writeSome);
      await writing;
      await pause(restsForMs, undefined, { ref: false });
    }
    atWork = false;
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) await writeSome();
  }

  return {
    take: (taken, refused, make) => {
      const room = refused ? waitingMax.refused : waitingMax.granted;
      if (waiting.length >= room || size + taken > sizeMax) {
        dropped += 1;
        return;
      }
      waiting.push({ size: taken, make });
      size += taken;
      if (atWork) return;
      atWork = true;
      void writeByAndBy();
    },
    flush: () => {
      writing = writing.then(writeAll);
      return writing;
    },
    dropped: () => dropped,
  };
}
