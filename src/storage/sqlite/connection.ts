import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { TableName } from "../../domain/changes.ts";
import { Outage, type Saved } from "../base/database.ts";
import { shapeOf, textOf, type Value, type Write } from "../base/statements.ts";
import { runMigration } from "./constraints.ts";

/** Work for a connection: a set of writes, one statement, or several. Plain values, since it may go to another thread. */
export type Job = { writes: readonly Write[] } | Text | { texts: readonly Text[] };
type Text = { text: string; values: readonly Value[] };

/** The result of a job; what it wrote is durable by then. */
export type Outcome = { saved: Saved } | { rows: Record<string, unknown>[] } | { error: unknown };

const pragmas =
  "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on";

/** Opens a connection to a database file, or to a private database in memory. */
export function openConnection(place: string) {
  const db = new DatabaseSync(place, { timeout: 5_000 });
  db.exec(pragmas);

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

  function perform(job: Job): Outcome {
    if ("text" in job) return { rows: prepare(job.text).all(...job.values) };
    if ("texts" in job) return { rows: job.texts.flatMap(({ text, values }) => prepare(text).all(...values)) };
    for (const write of job.writes) apply(write, writerOf(write));
    return { saved: { saved: true } };
  }

  /**
   * Performs all jobs at once. Only after a failure it repeats them one by one in savepoints, since a savepoint copies every page that it touches.
   */
  function performAll(jobs: readonly Job[]): Outcome[] {
    try {
      return jobs.map(perform);
    } catch (error) {
      if (!db.isTransaction || isOutage(error)) throw error;
      db.exec("rollback; begin immediate");
      return jobs.map(performOne);
    }
  }

  function performOne(job: Job): Outcome {
    db.exec("savepoint one");
    try {
      const outcome = perform(job);
      db.exec("release one");
      return outcome;
    } catch (error) {
      if (!db.isTransaction || isOutage(error)) throw error;
      db.exec("rollback to one; release one");
      return error instanceof Lost ? { saved: { saved: false, lost: error.table } } : { error };
    }
  }

  return {
    /** @throws Outage */
    read(text: string, values: readonly Value[]): Record<string, unknown>[] {
      try {
        return prepare(text).all(...values);
      } catch (error) {
        throw isOutage(error) ? outageOf(error, "read") : error;
      }
    },

    /**
     * Commits all jobs in one transaction with one fsync; a job that loses a race undoes only its own writes.
     * @throws Outage when nothing was written
     */
    commit(jobs: readonly Job[]): Outcome[] {
      try {
        prepare("begin immediate").run();
        const outcomes = performAll(jobs);
        prepare("commit").run();
        return outcomes;
      } catch (error) {
        if (db.isOpen && db.isTransaction) db.exec("rollback");
        throw outageOf(error, "written");
      }
    },

    /** Runs a migration's text and records its name, in one commit. */
    migrate(name: string, text: string): void {
      db.exec("begin immediate");
      try {
        runMigration(db, text);
        prepare("insert into migrations (name) values (?)").run(name);
        db.exec("commit");
      } catch (error) {
        if (db.isTransaction) db.exec("rollback");
        throw error;
      }
    },

    /** All that is in the database, for `become`. */
    copy: (): Uint8Array => db.serialize(),

    /** Replaces all that is in a database in memory by a copy of another. */
    become(copy: Uint8Array): void {
      prepared.clear(); // statements end with the database that they were made for
      writers.clear();
      db.deserialize(copy);
      db.exec(pragmas);
    },

    close: (): void => {
      if (db.isOpen) db.close();
    },
  };
}

function apply(write: Write, statement: StatementSync): void {
  try {
    if (write.kind === "guard") {
      if (statement.get(...write.values) === undefined) throw new Lost(write.table);
      return;
    }
    const { changes } = statement.run(...write.values);
    if (write.kind === "update" && changes !== 1) throw new Lost(write.table);
  } catch (error) {
    if (isUniqueViolation(error)) throw new Lost(write.table);
    throw error;
  }
}

/** A failed guard. */
class Lost extends Error {
  readonly table: TableName;

  constructor(table: TableName) {
    super(`lost ${table}`);
    this.table = table;
  }
}

/** SQLite's extended result codes of a primary key or unique index that is taken. */
const uniqueViolations = [1555, 2067];

function isUniqueViolation(error: unknown): boolean {
  return uniqueViolations.includes(codeOf(error));
}

/** Primary result codes of errors of the file, not the statement: busy, read-only, I/O error, corrupt, full, cannot open. */
const outages = [5, 6, 8, 10, 11, 13, 14];

export function isOutage(error: unknown): boolean {
  return outages.includes(codeOf(error) & 0xff);
}

/** SQLite's extended result code of an error; 0 for other errors. */
export function codeOf(error: unknown): number {
  return (error as { errcode?: number }).errcode ?? 0;
}

export function outageOf(error: unknown, attempted: "read" | "written"): Outage {
  return new Outage(`the database cannot be ${attempted}: ${error instanceof Error ? error.message : error}`, error);
}
