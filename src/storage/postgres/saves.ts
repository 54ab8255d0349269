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

/** So many statements are under way at once; what is asked for meanwhile goes together in the next. */
const atOnce = 4;

/** While the database is away nobody waits longer for their turn: as long as for a connection. */
const patienceMs = 5_000;

/** Inserts of any number share one text. Updates do not, so only a few numbers of them are planned for. */
const insertsMax = 64;
const updatesMax = [8, 4, 2, 1];

/**
 * Saves that wait at the same moment share a statement, hence a round trip and a commit; a lone one is sent at once. Where one of several loses a
 * race, or fails, all of them are undone, and each is then sent alone.
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
      for (const { reject } of saves.slice(index + 1)) reject(outage); // each would wait until it finds out for itself
      return;
    }
  }

  /** Whether all of them were written, or the database is out of reach and all of them know. */
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

  /** Tells it how it ended; returns what keeps everybody else from the database as well. */
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
        waiting.push({ writes, kind: kindOf(writes), since: performance.now(), resolve, reject });
        if (scheduled || underWay >= atOnce) return;
        scheduled = true;
        setImmediate(() => {
          scheduled = false;
          next();
        });
      }),

    /** Resolves when nothing waits any more. */
    finish: (): Promise<void> =>
      new Promise((resolve) => {
        finished = resolve;
        next();
      }),
  };
}

/** Whatever only inserts is of one kind; what updates is of the kind of its shape. */
function kindOf(writes: readonly Write[]): string {
  return writes.some(({ kind }) => kind === "update") ? writes.map(shapeOf).join() : "insert";
}

/** Takes the one that waits longest, and as many of its kind as go together. */
function take(waiting: Save[]): Save[] {
  const kind = waiting[0]?.kind;
  const alike = waiting.filter((save) => save.kind === kind);
  const most = kind === "insert" ? insertsMax : (updatesMax.find((count) => count <= alike.length) ?? 1);
  const taken = new Set(alike.slice(0, most));
  waiting.splice(0, waiting.length, ...waiting.filter((save) => !taken.has(save)));
  // Two processes that change the same rows must not wait for each other: all lock them in the same order.
  return [...taken].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** The key of the first row that is updated: an update's values end with it and the version. */
const keyOf = ({ writes: [first] }: Save): string => String(first?.values.at(-2));
