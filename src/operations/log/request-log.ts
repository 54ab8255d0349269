import { setTimeout as pause } from "node:timers/promises";
import type { LoggedRequest } from "../../domain/log/request.ts";

/** Buffer of requests that are written together. */
export type RequestLog = {
  /**
   * Takes an answered request. Its record is made when it is written, so that the caller does not wait for it.
   *
   * @param size characters that it holds until then
   * @param refused whether it was refused: those are kept as long as there is any room, since people look for them
   */
  take(size: number, refused: boolean, make: () => LoggedRequest): void;
  /** Writes the requests taken so far, before they are read. */
  flush(): Promise<void>;
  /** Number of requests not kept, because too many came at once or the database failed. */
  dropped(): number;
};

/** Upper bounds of waiting requests and of their characters; further requests are dropped and counted. */
const waitingMax = { refused: 2_000, granted: 1_500 };
const sizeMax = 8_000_000;

/**
 * Requests are gathered for this long, written in batches of this size, followed by a pause. So the log takes only a few percent of the
 * process, whatever comes: of a crowd of more than 1,280 a second, it writes those for which there is room.
 */
const gatheredForMs = 250;
const writtenTogether = 64;
const restsForMs = 50;

/**
 * Gathers requests in memory and writes them a moment later, apart from any payment's commit. A process that dies loses that moment:
 * the log is for looking back, and nothing else depends on it.
 *
 * @param write one statement for all rows
 * @param report is told why rows were lost
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
