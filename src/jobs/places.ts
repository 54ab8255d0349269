/**
 * Work that waits for one account and goes one way: to a host, or to a bank.
 * Lines of one pool share its places, and nothing else: what fills one pool is not noticed in another.
 */
export type Line = { name: string; pool: string; account: string; way: string; livemode: boolean };

/** How places are given out. */
export type Limits = {
  /** Jobs under way at once, of one pool. */
  places: number;
  /** The most that are given to a line at once, so that each has its turn. */
  batch: number;
  /** The most that one way of a pool may hold, half of it for one account, and one line; the whole pool where neither is told. */
  ofWay?: number;
  ofLine?: (line: Line) => number;
};

/** What waits for one account. */
export type Waiting<L extends Line> = { account: string; livemode: boolean; lines: Iterable<L> };

/** A line, and how much of it may be taken now. */
export type Share<L extends Line> = { line: L; count: number };

/** Lines that are taken from at once, each with a question to the database. */
const linesAtOnce = 8;

/** The part of a pool that is an account's whoever else waits. While more than half of the pool is free it may hold more. */
export const shareOf = (places: number): number => Math.ceil(places / 4);

/**
 * Gives out the places that are free: live mode first, then to the account that holds least, to a line of each account in turn.
 *
 * @param held the line of each job that is under way
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
