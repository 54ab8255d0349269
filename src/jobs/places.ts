/**
 * Jobs of one account that go one way: to one host or one bank.
 * Lines of one pool share its places. Pools share nothing, so a full pool does not affect another.
 */
export type Line = { name: string; pool: string; account: string; way: string; livemode: boolean };

/** Limits by which places are given out. */
export type Limits = {
  /** Upper bound of jobs under way in one pool. */
  places: number;
  /** Upper bound of jobs given to a line at once, so that each line gets its turn. */
  batch: number;
  /** Upper bound of one way of a pool (one account gets half of it), and of one line. Without them, the whole pool. */
  ofWay?: number;
  ofLine?: (line: Line) => number;
};

/** Lines of one account that wait. */
export type Waiting<L extends Line> = { account: string; livemode: boolean; lines: Iterable<L> };

/** A line, and how many of its jobs may be taken now. */
export type Share<L extends Line> = { line: L; count: number };

/** Upper bound of lines taken from at once; each costs a query. */
const linesAtOnce = 8;

/** The places of a pool that are reserved for an account. It may hold more while more than half of the pool is free. */
export const shareOf = (places: number): number => Math.ceil(places / 4);

/**
 * Gives out the free places: live mode first, then the account that holds least; one line of each account in turn.
 *
 * @param held the line of each job under way
 */
export function giveOut<L extends Line>(
  waiting: Iterable<Waiting<L>>,
  held: readonly Line[],
  { places, batch, ofWay = places, ofLine = () => places }: Limits,
): Share<L>[] {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.get(what) ?? 0;
  const hold = (line: Line, number: number) => {
    for (const what of [line.pool, inPool(line), toWay(line), ownToWay(line), line.name, holder(line)])
      counts.set(what, count(what) + number);
  };
  const roomFor = (line: Line) => {
    const free = places - count(line.pool);
    const ofAccount = Math.max(shareOf(places) - count(inPool(line)), free - Math.floor(places / 2));
    const onWay = Math.min(ofWay - count(toWay(line)), Math.ceil(ofWay / 2) - count(ownToWay(line)));
    return Math.min(batch, free, ofAccount, onWay, ofLine(line) - count(line.name));
  };
  for (const line of held) hold(line, 1);

  const order = (one: Waiting<L>, other: Waiting<L>) =>
    Number(other.livemode) - Number(one.livemode) || count(holder(one)) - count(holder(other));
  let queues = [...waiting].sort(order).map(({ lines }) => lines[Symbol.iterator]());
  const shares: Share<L>[] = [];
  while (queues.length > 0) {
    const left: typeof queues = [];
    for (const queue of queues) {
      if (shares.length >= linesAtOnce) return shares;
      const share = nextShare(queue, roomFor);
      if (!share) continue;
      hold(share.line, share.count);
      shares.push(share);
      left.push(queue);
    }
    queues = left;
  }
  return shares;
}

function nextShare<L extends Line>(queue: Iterator<L>, roomFor: (line: L) => number): Share<L> | undefined {
  for (let next = queue.next(); !next.done; next = queue.next()) {
    const count = roomFor(next.value);
    if (count > 0) return { line: next.value, count };
  }
  return undefined;
}

const inPool = ({ pool, account }: Line): string => `${pool} of ${account}`;
const toWay = ({ pool, way }: Line): string => `${pool} to ${way}`;
const ownToWay = (line: Line): string => `${toWay(line)} of ${line.account}`;
const holder = ({ account }: { account: string }): string => `held by ${account}`;
