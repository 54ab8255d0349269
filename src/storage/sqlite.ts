import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import sql, { type Sql } from "sql-template-tag";
import type { Changes, TableName } from "../domain/changes.ts";
import { type Database, type OnCommit, Outage, type Saved } from "./database.ts";
import type { SqliteReader } from "./sqlite-reader.ts";
import { shapeOf, textOf, type Write, writesOf } from "./statements.ts";

type Work = { perform: () => unknown; resolve: (value: unknown) => void; reject: (error: unknown) => void };

/**
 * The embedded engine. All writes that wait in one turn of the event loop share one transaction and so one fsync;
 * one that loses a race takes nothing else with it.
 *
 * @param folder where the database file lives; null keeps everything in memory
 * @param alone whether this process serves the folder: a second one is then refused
 */
export function openSqlite(folder: string | null, alone: boolean): Database {
  let onCommit: OnCommit = () => {};
  if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = folder !== null && alone ? takeLock(folder, "serving.lock") : null;
  if (lock === "taken") throw new Error(`another gateway is already serving the data folder ${folder}`);
  const db = new DatabaseSync(folder === null ? ":memory:" : join(folder, "chamra.db"), { timeout: 5_000 });
  db.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");

  const prepared = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    const known = prepared.get(text);
    if (known) return known;
    const statement = db.prepare(text);
    prepared.set(text, statement);
    return statement;
  };
  const writers = new Map<string, StatementSync>();
  const writerOf = (write: Write): StatementSync => {
    const shape = shapeOf(write);
    const known = writers.get(shape) ?? prepare(textOf(write, () => "?"));
    writers.set(shape, known);
    return known;
  };
  const rowsOf = (query: Sql) => prepare(query.sql).all(...(query.values as (string | number | null)[]));

  const read = async (query: Sql) => {
    try {
      return rowsOf(query);
    } catch (error) {
      throw isOutage(error) ? outageOf(error, "read") : error;
    }
  };

  let reader: Promise<SqliteReader> | null = null;
  /** In a thread of its own, which is started by the first question; what is in memory has only this one connection. */
  const readAside = async (query: Sql) => {
    if (folder === null) return read(query);
    reader ??= startReader(join(folder, "chamra.db"));
    return (await reader).all(query);
  };

  let waiting: Work[] = [];
  const enqueue = <T>(perform: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(commitAll);
      waiting.push({ perform, resolve: resolve as (value: unknown) => void, reject });
    });

  function commitAll(): void {
    const batch = waiting;
    waiting = [];
    let answers: (() => void)[];
    const startedAt = performance.now();
    try {
      prepare("begin immediate").run();
      answers = performAll(batch);
      prepare("commit").run();
    } catch (error) {
      const outage = outageOf(error, "written");
      for (const work of batch) work.reject(outage);
      if (db.isOpen && db.isTransaction) db.exec("rollback");
      return;
    }
    for (const answer of answers) answer();
    onCommit(batch.length, performance.now() - startedAt);
  }

  /** Performs everything, and says how to answer it once it is durable. Only where something fails, all of it is done again, each in a savepoint. */
  function performAll(batch: readonly Work[]): (() => void)[] {
    try {
      return batch.map(({ perform, resolve }) => {
        const value = perform();
        return () => resolve(value);
      });
    } catch (error) {
      if (!db.isTransaction || isOutage(error)) throw error;
      db.exec("rollback; begin immediate");
      return batch.map(performOne);
    }
  }

  function performOne({ perform, resolve, reject }: Work): () => void {
    db.exec("savepoint one");
    try {
      const value = perform();
      db.exec("release one");
      return () => resolve(value);
    } catch (error) {
      if (!db.isTransaction || isOutage(error)) throw error;
      db.exec("rollback to one; release one");
      if (error instanceof Lost) return () => resolve({ saved: false, lost: error.table });
      return () => reject(error);
    }
  }

  return {
    skipLocked: sql``,
    all: read,
    browse: readAside,
    survey: readAside,
    run: (query) => enqueue(() => rowsOf(query)),
    save: (changes: Changes) =>
      enqueue((): Saved => {
        for (const write of writesOf(changes)) apply(write, writerOf(write));
        return { saved: true };
      }),
    exclusively: (work) => (folder === null ? work() : exclusively(folder, work)),
    migrate: (name, text) =>
      enqueue(() => {
        db.exec(text);
        prepare("insert into migrations (name) values (?)").run(name);
      }),
    watchCommits: (told) => {
      onCommit = told;
    },
    connections: () => ({}),
    close: async () => {
      await (await reader)?.close(); // before us: whoever closes last tidies the write-ahead log up, and it cannot write
      if (!db.isOpen) return;
      if (waiting.length > 0) commitAll();
      db.close();
      lock?.close();
    },
  };
}

function apply(write: Write, statement: StatementSync): void {
  try {
    const { changes } = statement.run(...write.values);
    if (write.kind === "update" && changes !== 1) throw new Lost(write.table.name);
  } catch (error) {
    if (isUniqueViolation(error)) throw new Lost(write.table.name);
    throw error;
  }
}

/** A guard did not hold. */
class Lost extends Error {
  readonly table: TableName;

  constructor(table: TableName) {
    super(`lost ${table}`);
    this.table = table;
  }
}

/** SQLite's extended result codes for a primary key or unique index that is taken. */
const uniqueViolations = [1555, 2067];

function isUniqueViolation(error: unknown): boolean {
  return uniqueViolations.includes(codeOf(error));
}

/** Primary result codes that mean the file, not the statement: busy, read-only, I/O error, corrupt, full, cannot open. */
const outages = [5, 6, 8, 10, 11, 13, 14];

function isOutage(error: unknown): boolean {
  return outages.includes(codeOf(error) & 0xff);
}

/** Loaded only here: most processes never look through whole tables. */
async function startReader(file: string): Promise<SqliteReader> {
  const { startSqliteReader } = await import("./sqlite-reader.ts");
  return startSqliteReader(file, (error, code) => (outages.includes(code & 0xff) ? outageOf(error, "read") : error));
}

function codeOf(error: unknown): number {
  return (error as { errcode?: number }).errcode ?? 0;
}

function outageOf(error: unknown, attempted: "read" | "written"): Outage {
  return new Outage(`the database cannot be ${attempted}: ${error instanceof Error ? error.message : error}`, error);
}

const busy = 5;

/** Holds a lock in the folder until it is closed; the operating system frees it however the process ends. */
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

/** How long a command waits for another that starts at the same moment. */
const patienceMs = 30_000;
const pauseMs = 20;

/** Commands that work beside the gateway start up together with it. */
async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pauseMs) {
    const lock = takeLock(folder, "starting.lock");
    if (lock !== "taken") return work().finally(() => lock.close());
    await pause(pauseMs);
  }
  throw new Outage(`another process has held ${join(folder, "starting.lock")} for ${patienceMs / 1_000} s`);
}
