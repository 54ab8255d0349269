import { type OnCommit, Outage, type Saved } from "../base/database.ts";
import { shapeOf, type Write } from "../base/statements.ts";
import { untilDone } from "./outage.ts";
import { lostTable, type Statement, statementOf } from "./statement.ts";

type Save = {
  writes: readonly Write[];
  /** Saves of one kind can share a statement. */
  kind: string;
  since: number;
  resolve: (saved: Saved) => void;
  reject: (error: unknown) => void;
};

/** Upper bound of statements under way at once; saves that arrive meanwhile share the next statement. */
const atOnce = 4;

/** Time limit of a save's wait while the database is away: as long as for a connection. */
const patienceMs = 5_000;

/** Upper bounds of saves in one statement. Inserts of any number share one text; updates do not, so few numbers of them are planned. */
const insertsMax = 64;
const updatesMax = [8, 4, 2, 1];

/**
 * Groups saves: all that wait at the same moment share a statement, a round trip and a commit; a single save is sent at once. When one of a group
 * loses a race or fails, the whole group is undone, and each save is sent alone.
 *
 * @param send @throws Outage
 */
export function groupedSaves(send: (statement: Statement) => Promise<unknown>, onCommit: OnCommit) {
  const waiting: Save[] = [];
  let underWay = 0;

  function next(): void {
    while (underWay < atOnce && waiting.length > 0) {
      underWay += 1;
      void sendTogether(take(waiting)).finally(() => {
        underWay -= 1;
        next();
      });
    }
    if (underWay === 0) finished();
  }

  async function sendTogether(saves: readonly Save[]): Promise<void> {
    if (saves.length > 1 && (await sent(saves))) return;
    for (const [index, save] of saves.entries()) {
      const outage = await sendAlone(save);
      if (!outage) continue;
      for (const { reject } of saves.slice(index + 1)) reject(outage); // without this, each would wait for its own outage
      return;
    }
  }

  /** Whether the group is settled: all written, or all rejected because the database is out of reach. */
  async function sent(saves: readonly Save[]): Promise<boolean> {
    try {
      await timed(saves);
      for (const { resolve } of saves) resolve({ saved: true });
      return true;
    } catch (error) {
      if (!(error instanceof Outage)) return false;
      for (const { reject } of saves) reject(error);
      tellTheImpatient(error);
      return true;
    }
  }

  /** Sends one save and settles it; returns the outage, if any, which the other saves would meet too. */
  async function sendAlone(save: Save): Promise<Outage | undefined> {
    try {
      await untilDone(() => timed([save]));
      save.resolve({ saved: true });
    } catch (error) {
      const lost = lostTable(error);
      if (lost) save.resolve({ saved: false, lost });
      else save.reject(error);
      if (!(error instanceof Outage)) return undefined;
      tellTheImpatient(error);
      return error;
    }
    return undefined;
  }

  function tellTheImpatient(outage: Outage): void {
    const longAgo = performance.now() - patienceMs;
    while (waiting[0] && waiting[0].since < longAgo) waiting.shift()?.reject(outage);
  }

  async function timed(saves: readonly Save[]): Promise<void> {
    const startedAt = performance.now();
    await send(statementOf(saves.flatMap(({ writes }) => writes)));
    onCommit(saves.length, performance.now() - startedAt);
  }

  let scheduled = false;
  let finished = () => {};
  return {
    save: (writes: readonly Write[]): Promise<Saved> =>
      new Promise((resolve, reject) => {
        if (writes.length === 0) return resolve({ saved: true });
        waiting.push({ writes, kind: statementKind(writes), since: performance.now(), resolve, reject });
        if (scheduled || underWay >= atOnce) return;
        scheduled = true;
        setImmediate(() => {
          scheduled = false;
          next();
        });
      }),

    /** Resolves when no save waits any more. */
    finish: (): Promise<void> =>
      new Promise((resolve) => {
        finished = resolve;
        next();
      }),
  };
}

/** The kind of a save: `insert` for inserts without guards, otherwise the shapes of its writes. */
function statementKind(writes: readonly Write[]): string {
  return writes.some(({ kind }) => kind !== "insert") ? writes.map(shapeOf).join() : "insert";
}

/** Takes the longest waiting save, and as many of its kind as fit in one statement. */
function take(waiting: Save[]): Save[] {
  const kind = waiting[0]?.kind;
  const alike = waiting.filter((save) => save.kind === kind);
  const most = kind === "insert" ? insertsMax : (updatesMax.find((count) => count <= alike.length) ?? 1);
  const taken = new Set(alike.slice(0, most));
  waiting.splice(0, waiting.length, ...waiting.filter((save) => !taken.has(save)));
  // Locks rows in the same order in all processes, so that they never wait for each other.
  return [...taken].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** The key of the first guarded row: the last values of a guard and of an update are its key and the version. */
const keyOf = ({ writes: [first] }: Save): string => String(first?.values.at(-2));
