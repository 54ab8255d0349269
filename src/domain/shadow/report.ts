import type { Comparison } from "./shadow.ts";

/** What is told of a group of requests. */
export type Tally = { requests: number; same: number; differing: number; skipped: number; unanswered: number };

/** A line that stands in the results of several requests, with one of them. */
type Counted = { line: string; count: number; example: string };

/** The requests of one endpoint. */
export type EndpointReport = Tally & { endpoint: string; differences: Counted[]; reasons: Counted[] };

/** Results by endpoint, those with differences first. */
export function reportOf(comparisons: readonly Comparison[]): EndpointReport[] {
  return [...Map.groupBy(comparisons, ({ endpoint }) => endpoint)]
    .map(([endpoint, all]) => ({
      endpoint,
      ...tallyOf(all),
      differences: inShort(counted(all, ({ differences }) => differences)),
      reasons: counted(all, ({ reason }) => (reason === null ? [] : [reason])),
    }))
    .sort((one, other) => other.differing - one.differing || (one.endpoint < other.endpoint ? -1 : 1));
}

export function tallyOf(all: readonly Pick<Comparison, "outcome">[]): Tally {
  const of = (outcome: Comparison["outcome"]) => all.filter((each) => each.outcome === outcome).length;
  return {
    requests: all.length,
    same: of("same"),
    differing: of("differs"),
    skipped: of("skipped"),
    unanswered: of("unanswered"),
  };
}

/** Each line once, the most frequent first. */
function counted(all: readonly Comparison[], linesOf: (each: Comparison) => readonly string[]): Counted[] {
  const lines = new Map<string, Counted>();
  for (const each of all)
    for (const line of new Set(linesOf(each))) {
      const known = lines.get(line);
      if (known) known.count += 1;
      else lines.set(line, { line, count: 1, example: each.id });
    }
  return [...lines.values()].sort((one, other) => other.count - one.count);
}

/** Lines about one place that are told; amounts differ by as many values as there are payments. */
const ofOnePlace = 3;

/** The most frequent lines about each place, and how many more there are. */
function inShort(lines: readonly Counted[]): Counted[] {
  const places = Map.groupBy(lines, ({ line }) => line.slice(0, line.indexOf(":")));
  return [...places].flatMap(([place, all]) => {
    const [first, ...others] = all.slice(ofOnePlace);
    if (!first) return all;
    const count = others.reduce((sum, each) => sum + each.count, first.count);
    const line = `${place}: ${others.length + 1} other ${others.length === 0 ? "difference" : "differences"}`;
    return [...all.slice(0, ofOnePlace), { line, count, example: first.example }];
  });
}

/** An event as it is compared: its key and time. */
export type EventSeen = { key: string; at: number };

/** How far the distances of events may be apart. */
const toleranceMs = 60_000;

/**
 * Compares the events about one object: which came, in which order, how long after the first.
 *
 * @param kind of the object, as the lines name it
 */
export function compareEvents(kind: string, here: readonly EventSeen[], there: readonly EventSeen[]): string[] {
  const keys = (events: readonly EventSeen[]) => events.map(({ key }) => key).join(", ") || "none";
  if (keys(here) !== keys(there)) return [`events of a ${kind}: here ${keys(here)}; there ${keys(there)}`];
  return here.flatMap(({ key, at }, index) => {
    const after = at - (here[0]?.at ?? at);
    const theirs = (there[index]?.at ?? 0) - (there[0]?.at ?? 0);
    if (Math.abs(after - theirs) <= toleranceMs) return [];
    return [`events of a ${kind}: ${key} here ${inSeconds(after)} after the first, there ${inSeconds(theirs)}`];
  });
}

const inSeconds = (span: number): string => `${Math.floor(span / 1_000)} s`;
