import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import sql, { raw, type Sql } from "sql-template-tag";
import { inSmallLetters } from "../../domain/base/text.ts";
import { type Database, type OnCommit, Outage, type Saved } from "../base/database.ts";
import { type Patience, sayingSo, startPatienceMs, stillHeld } from "../base/start-lock.ts";
import { type Value, writesOf } from "../base/statements.ts";
import { codeOf, isOutage, type Job, type Outcome, openConnection, outageOf } from "./connection.ts";
import type { SqliteReader } from "./reader.ts";
import { startWriter, type Writer } from "./writer.ts";

type Work = { job: Job; resolve: (value: never) => void; reject: (error: unknown) => void };

/** The size from which a batch goes to the writer thread: below it, passing the batch costs more than it saves. */
const crowd = 16;

/**
 * Opens the embedded engine. All writes waiting in one turn of the event loop share one transaction and one fsync. A small batch is committed on this
 * thread at once; a large one by the writer thread while this thread goes on, and writes that arrive meanwhile form the next batch.
 *
 * @param folder of the database file; null keeps everything in memory
 * @param alone whether this process serves the folder: a second one is then refused
 */
export function openSqlite(
  folder: string | null,
  alone: boolean,
  { tell = () => {}, patienceMs = startPatienceMs }: Partial<Patience> = {},
): Database {
  let onCommit: OnCommit = () => {};
  if (folder !== null) keepPrivate(folder);
  const lock = folder !== null && alone ? takeLock(folder, "serving.lock") : null;
  if (lock === "taken") throw new Error(`another gateway is already serving the data folder ${folder}`);
  const place = folder === null ? ":memory:" : join(folder, "chamra.db");
  const own = openConnection(place);
  let writer: Writer | null = null;

  const read = async ({ sql: text, values }: Sql) => own.read(text, values as Value[]);
  let reader: Promise<SqliteReader> | null = null;
  /** Reads in a thread of its own, which the first query starts. A database in memory has only this connection. */
  const readAside = async (query: Sql) => {
    if (folder === null) return read(query);
    reader ??= startReader(place);
    return (await reader).all(query);
  };

  let waiting: Work[] = [];
  let scheduled = false;
  let underWay: Promise<void> | null = null;

  const enqueue = <T>(job: Job): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.push({ job, resolve, reject });
      if (underWay) return;
      if (waiting.length >= crowd && writer?.ready()) commitWaiting();
      else if (!scheduled) {
        scheduled = true;
        setImmediate(commitWaiting);
      }
    });

  function commitWaiting(): void {
    scheduled = false;
    if (underWay || waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    const startedAt = performance.now();
    const jobs = batch.map(({ job }) => job);
    const thread = batch.length < crowd ? undefined : writerThatIsReady();
    if (!thread) {
      answerAll(batch, outcomesOf(jobs), startedAt);
      return;
    }
    underWay = new Promise((over) => {
      thread.commit(jobs, (outcomes) => {
        underWay = null;
        commitWaiting();
        answerAll(batch, outcomes, startedAt);
        over();
      });
    });
  }

  function writerThatIsReady(): Writer | undefined {
    if (folder === null || closed) return undefined;
    writer ??= startWriter(place, () => {
      writer = null;
    });
    return writer.ready() ? writer : undefined;
  }

  function outcomesOf(jobs: readonly Job[]): Outcome[] | Outage {
    try {
      return own.commit(jobs);
    } catch (error) {
      if (error instanceof Outage) return error;
      throw error;
    }
  }

  function answerAll(batch: readonly Work[], outcomes: readonly Outcome[] | Outage, startedAt: number): void {
    if (outcomes instanceof Outage) {
      for (const { reject } of batch) reject(outcomes);
      return;
    }
    onCommit(batch.length, performance.now() - startedAt);
    batch.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (!outcome || "error" in outcome) reject(outcome?.error);
      else resolve(("saved" in outcome ? outcome.saved : outcome.rows) as never); // the kind that its job asked for
    });
  }

  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    while (underWay) await underWay;
    commitWaiting();
    await writer?.close();
    await (await reader)?.close(); // before our own: the last connection cleans up the write-ahead log, and the reader cannot write
    own.close();
    lock?.close();
  };

  const db: Database = {
    skipLocked: sql``,
    contains: (column, text) => sql`instr(lower(${column}), ${inSmallLetters(text)}) > 0`,
    rowAsJson: (alias, columns) =>
      raw(`json_object(${columns.map((column) => `'${column}', ${alias}."${column}"`).join(", ")})`),
    inJson: (column, key) => sql`json_extract(${raw(`${column}, '$.${key}'`)})`,
    all: read,
    browse: readAside,
    survey: readAside,
    run: ({ sql: text, values }) => enqueue({ text, values: values as Value[] }),
    together: (queries) =>
      enqueue({ texts: queries.map(({ sql: text, values }) => ({ text, values: values as Value[] })) }),
    scrub: async () => {
      while (underWay) await underWay;
      own.read("pragma wal_checkpoint(truncate)", []); // deleted rows are overwritten (secure_delete), but the log still has older pages
    },
    save: (changes) => enqueue<Saved>({ writes: writesOf(changes) }),
    exclusively: async (work) => {
      const starting = folder === null ? null : await sayingSo(tell, startLock(folder, patienceMs));
      return work(inside).finally(() => starting?.close());
    },
    migrate: async (name, text) => own.migrate(name, text),
    ...(folder === null && { schema: schemaOf(own) }),
    watchCommits: (told) => {
      onCommit = told;
    },
    connections: () => ({}),
    close,
  };
  const inside: Database = { ...db, exclusively: (work) => work(inside) };
  return db;
}

/** A database in memory just after all migrations. Running them takes ten times as long as copying it. */
let migrated: Uint8Array | null = null;

const schemaOf = (own: ReturnType<typeof openConnection>): NonNullable<Database["schema"]> => ({
  keep: () => {
    migrated ??= own.copy();
  },
  restore: () => {
    if (migrated) own.become(migrated);
    return migrated !== null;
  },
});

/** Starts the reader. Its code is loaded only here, since most processes never need it. */
async function startReader(file: string): Promise<SqliteReader> {
  const { startSqliteReader } = await import("./reader.ts");
  return startSqliteReader(file, (error, code) => (isOutage({ errcode: code }) ? outageOf(error, "read") : error));
}

const busy = 5;

/** Takes a lock in the folder until it is closed; the operating system frees it however the process ends. */
function takeLock(folder: string, name: string): DatabaseSync | "taken" {
  const lock = new DatabaseSync(join(folder, name));
  try {
    lock.exec("pragma journal_mode = delete; begin exclusive");
    return lock;
  } catch (error) {
    lock.close();
    if (codeOf(error) === busy) return "taken";
    throw error;
  }
}

const pauseMs = 20;

/** Waits for the lock of starting: commands may start together with the gateway. */
async function startLock(folder: string, patienceMs: number): Promise<DatabaseSync> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pauseMs) {
    const lock = takeLock(folder, "starting.lock");
    if (lock !== "taken") return lock;
    await pause(pauseMs);
  }
  throw stillHeld(`whoever has locked ${join(folder, "starting.lock")}`, patienceMs, "end it");
}

/** Makes the folder private to this user, also an existing one. SQLite gives its other files the mode of the database file. */
function keepPrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "chamra.db");
  closeSync(openSync(file, "a", 0o600));
  for (const [place, mode] of [
    [folder, 0o700],
    [file, 0o600],
  ] as const) {
    try {
      chmodSync(place, mode);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error; // a mounted folder of another owner keeps its modes
    }
  }
}
