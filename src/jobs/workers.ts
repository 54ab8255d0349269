/** One kind of work that falls due, and how it is done. */
export type Trade<Piece> = {
  /** Pieces that are due and for which there is a place beside those under way; none of these. */
  take: (underWay: readonly Piece[]) => Promise<readonly Piece[]>;
  work: (piece: Piece) => Promise<unknown>;
};

/** Those who do one kind of work in this process. */
export type Workers = {
  /** Something may have fallen due. */
  wake(): void;
  /** Wakes them, and resolves when nothing is due and nothing under way. */
  rest(): Promise<void>;
  /** Takes nothing more and lets what is under way finish. */
  stop(): Promise<void>;
};

/**
 * Workers take new pieces as others are finished, so that a slow one holds up nobody else.
 *
 * @param report told of what failed, and with which piece where there was one; the rest goes on
 */
export function createWorkers<Piece>(
  { take, work }: Trade<Piece>,
  report: (error: unknown, piece?: Piece) => void,
): Workers {
  const underWay = new Map<Piece, Promise<void>>();
  let taking: Promise<void> | null = null;
  let woken = false;
  let stopped = false;

  async function takeAll(): Promise<void> {
    try {
      while (woken && !stopped) {
        woken = false;
        for (const piece of await take([...underWay.keys()])) {
          start(piece);
          woken = true; // where there was one there may be more
        }
      }
    } catch (error) {
      report(error);
    } finally {
      taking = null;
    }
  }

  function start(piece: Piece): void {
    const done = work(piece)
      .then(
        () => {},
        (error: unknown) => report(error, piece),
      )
      .finally(() => {
        underWay.delete(piece);
        wake();
      });
    underWay.set(piece, done);
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
