import type { AccountId } from "../domain/base/id.ts";
import { seconds, type Time } from "../domain/base/time.ts";
import type { Changes, Rows } from "../domain/changes.ts";
import { type Delivery, isTaken, leaseFrom } from "../domain/event/event.ts";
import { arrive, type Clock, goOn, leave } from "../domain/sandbox/clock.ts";
import type { Gateway, Played } from "../operations/gateway.ts";
import type { LinedTable, LineKey, Place, Taking } from "../storage/base/line.ts";
import { type Dispatch, withContents } from "../webhooks/deliver.ts";
import { attendDelivery } from "./deliveries.ts";
import type { DueJob, OpenJob, Report } from "./job.ts";

/** What falls due within this time of each other is done side by side, each at its own moment. Nothing waits for so short a time. */
const sideBySide = seconds(1);

/** Rows taken at once from a line of due work. */
const atOnce = 100;

/** Upper bound of the events that are told; the others are counted. */
const toldMax = 1_000;

/** A due row, as far as its place in time is concerned. */
type Due = { id: string; dueAt: Time | null; attempts?: number; rule?: string | null };

/** Work that has fallen due, and when. */
type Task = { key: string; kind: string; id: string; dueAt: Time; run: () => Promise<unknown> };

/** Plays moves of clocks in this process. */
export type Player = {
  /** Plays a move from where it stands to its end. The clock in the answer is on its way still where this process stops before. */
  play(clock: Clock): Promise<{ clock: Clock; played: Played }>;
  /** Ends the moves that other processes have left, or this one before its last start. */
  takeUpLeft(): void;
  /** Lets the moves under way go no further and waits for what they are doing. */
  stop(): Promise<void>;
};

/**
 * @param workers those of this process, which finish what they have begun for an account before its clock moves, as requests do that send its webhooks
 * @param report is told of each failure; the row stays due, and is tried again when the clock has arrived
 */
export function createPlayer(
  gateway: Gateway,
  dispatch: Dispatch,
  { due: dueJobs, workers }: { due: readonly DueJob[]; workers: readonly OpenJob[] },
  report: Report,
): Player {
  const { store, clock: clocks, now } = gateway;
  const underWay = new Map<AccountId, Promise<unknown>>();
  let stopped = false;

  async function move(begun: Clock): Promise<{ clock: Clock; played: Played }> {
    const { account, movesTo } = begun;
    const end = movesTo ?? now();
    await Promise.all(workers.map((each) => each.endOf(account)));
    const tally = createTally();
    const tried = new Set<string>();
    let clock = begun;
    const keep = async (next: Clock): Promise<boolean> => {
      const { saved } = await store.save({ update: { clocks: [next] } });
      if (saved) clock = next;
      if (saved) clocks.note(next);
      return saved;
    };
    while (!stopped) {
      await dispatch.requested.endOf(account); // what a request sends has its turn before the clock moves on
      const jobs = (await Promise.all(dueJobs.map((job) => ofJob(job, account, end, tried)))).flat();
      const deliveries = await rowsOf("deliveries", account, end, tried);
      const first = Math.min(...[...jobs, ...deliveries].map(({ dueAt }) => dueAt ?? end));
      if (first > end) break;
      const until = Math.min(Math.max(first + sideBySide, clock.standsAt ?? end), end); // what is overdue is done in the present
      if (!(await keep(goOn(clock, until, now())))) break; // another process has the move
      const tasks = [
        ...jobs.filter(({ dueAt }) => dueAt <= until),
        ...(await leased(
          deliveries.filter(({ dueAt }) => (dueAt ?? end) <= until),
          until,
        )),
      ];
      await Promise.all(
        tasks.map(async ({ key, kind, id, dueAt, run }) => {
          tried.add(key);
          try {
            await clocks.at(account, Math.max(dueAt, begun.standsAt ?? dueAt), tally.told, run);
            tally.done(kind);
          } catch (error) {
            tally.failed();
            report(error, kind, id);
          }
        }),
      );
    }
    await keep(stopped ? leave(clock, now()) : arrive(clock, now()));
    return { clock, played: tally.played };
  }

  const taking = (due: Time): Taking => ({ due, now: now(), by: "mover" });

  async function ofJob(
    { name, due }: DueJob,
    account: AccountId,
    until: Time,
    tried: ReadonlySet<string>,
  ): Promise<Task[]> {
    const work = await due(gateway, (table) => rowsOf(table, account, until, tried));
    return work.map(({ table, row, attend }) => taskOf(table, name, row, attend));
  }

  /** Leases deliveries. Of those that were read a request may have begun to send one, or another process that began before the move. */
  async function leased(deliveries: readonly Delivery[], until: Time): Promise<Task[]> {
    const taken: Delivery[] = [];
    for (const [host, of] of Map.groupBy(deliveries, (delivery) => delivery.host)) {
      const { account } = of[0] as Delivery; // a group has a member
      taken.push(...(await store.line.lease([account, host], taking(until), leaseFrom(now()), of.length)));
    }
    const contents = await withContents(dispatch, taken);
    return contents.map((each) =>
      taskOf("deliveries", "delivery", each.delivery, () => attendDelivery(dispatch, each)),
    );
  }

  async function rowsOf<Name extends LinedTable>(
    table: Name,
    account: AccountId,
    until: Time,
    tried: ReadonlySet<string>,
  ): Promise<Rows[Name][]> {
    const lines = await store.line.ofAccount(table, account, now());
    return (await Promise.all(lines.map((line) => ofLine(table, line, until, tried)))).flat();
  }

  /** The first due rows of a line that were not tried before. */
  async function ofLine<Name extends LinedTable>(
    table: Name,
    line: LineKey,
    until: Time,
    tried: ReadonlySet<string>,
  ): Promise<Rows[Name][]> {
    for (let after: Place | null = null; ; ) {
      const rows: Rows[Name][] = await store.line.due(table, line, taking(until), after, atOnce);
      const fresh = rows.filter((row) => !tried.has(keyOf(table, row)));
      const last = rows.at(-1);
      if (fresh.length > 0 || rows.length < atOnce || !last) return fresh;
      after = { dueAt: last.dueAt ?? 0, id: last.id };
    }
  }

  function play(begun: Clock): Promise<{ clock: Clock; played: Played }> {
    const moved = move(begun).finally(() => underWay.delete(begun.account));
    underWay.set(begun.account, moved);
    return moved;
  }

  return {
    play,
    takeUpLeft: () => {
      for (const clock of clocks.left()) {
        if (underWay.has(clock.account)) continue;
        const taken = goOn(clock, clock.standsAt ?? now(), now());
        const work = store.save({ update: { clocks: [taken] } }).then(async ({ saved }) => {
          if (!saved) return;
          clocks.note(taken);
          await play(taken);
        });
        work.catch((error) => report(error, "clock", clock.account));
      }
    },
    stop: async () => {
      stopped = true;
      await Promise.allSettled([...underWay.values()]);
    },
  };
}

/** Names a piece of work. A row whose work was tried, and that waits for the same still, is not taken again. */
const keyOf = (table: LinedTable, { id, dueAt, attempts, rule }: Due): string =>
  `${table} ${id} ${attempts === undefined ? dueAt : `${attempts} ${rule}`}`;

const taskOf = (table: LinedTable, kind: string, row: Due, run: () => Promise<unknown>): Task => ({
  key: keyOf(table, row),
  kind,
  id: row.id,
  dueAt: row.dueAt ?? 0,
  run,
});

/** Counts what is done, and collects the events. */
function createTally() {
  const played: Played = { jobs: {}, failed: 0, delivered: 0, undelivered: 0, events: [], left: 0 };
  return {
    played,
    done: (kind: string): void => {
      played.jobs[kind] = (played.jobs[kind] ?? 0) + 1;
    },
    failed: (): void => {
      played.failed += 1;
    },
    told: ({ insert = {} }: Changes): void => {
      for (const event of insert.events ?? []) {
        if (played.events.length < toldMax) played.events.push(event);
        else played.left += 1;
      }
      for (const { status } of insert.attempts ?? []) {
        if (isTaken(status)) played.delivered += 1;
        else played.undelivered += 1;
      }
    },
  };
}
