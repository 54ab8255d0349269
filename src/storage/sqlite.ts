import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import sql, { type Sql } from "sql-template-tag";
import type { Changes, TableName } from "../domain/changes.ts";
import { type Database, Outage, type Saved } from "./database.ts";
import { textOf, type Write, writesOf } from "./statements.ts";

type Work = { perform: () => unknown; resolve: (value: unknown) => void; reject: (error: unknown) => void };

/**
 * The embedded engine. All writes that wait in one turn of the event loop share one transaction and so one fsync;
 * each is a savepoint of its own, so one that loses a race takes nothing else with it.
 *
 * @param folder where the database file lives; null keeps everything in memory
 * @param alone whether this process serves the folder: a second one is then refused
 */
export function openSqlite(folder: string | null, alone: boolean): Database {
  if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = folder !== null && alone ? takeLock(folder) : null;
  const db = new DatabaseSync(folder === null ? ":memory:" : join(folder, "chamra.db"));
  db.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000");

  const prepared = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    const known = prepared.get(text);
    if (known) return known;
    const statement = db.prepare(text);
    prepared.set(text, statement);
    return statement;
  };
  const read = (query: Sql) => prepare(query.sql).all(...(query.values as (string | number | null)[]));

  let waiting: Work[] = [];
  const enqueue = <T>(perform: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(commitAll);
      waiting.push({ perform, resolve: resolve as (value: unknown) => void, reject });
    });

  function commitAll(): void {
    const batch = waiting;
    waiting = [];
    const answers: (() => void)[] = [];
    try {
      db.exec("begin immediate");
      for (const work of batch) answers.push(performOne(work));
      db.exec("commit");
    } catch (error) {
      if (db.isOpen && db.isTransaction) db.exec("rollback");
      const outage = new Outage("the database cannot be written", error);
      for (const work of batch) work.reject(outage);
      return;
    }
    for (const answer of answers) answer();
  }

  /** Performs one piece of work in its own savepoint and says how to answer it once everything is durable. */
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
    all: async (query) => read(query),
    run: (query) => enqueue(() => read(query)),
    save: (changes: Changes) =>
      enqueue((): Saved => {
        for (const write of writesOf(changes)) apply(write, prepare);
        return { saved: true };
      }),
    exclusively: (work) => work(),
    migrate: (name, text) =>
      enqueue(() => {
        db.exec(text);
        prepare("insert into migrations (name) values (?)").run(name);
      }),
    close: async () => {
      if (waiting.length > 0) commitAll();
      db.close();
      lock?.close();
    },
  };
}

function apply(write: Write, prepare: (text: string) => StatementSync): void {
  const statement = prepare(textOf(write, () => "?"));
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

function codeOf(error: unknown): number {
  return (error as { errcode?: number }).errcode ?? 0;
}

/** Holds a lock on the folder for as long as the process lives; the operating system frees it however the process ends. */
function takeLock(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, "serving.lock"));
  try {
    lock.exec("pragma journal_mode = delete; begin exclusive");
    return lock;
  } catch {
    lock.close();
    throw new Error(`another gateway is already serving the data folder ${folder}`);
  }
}
