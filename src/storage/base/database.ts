import type { Sql } from "sql-template-tag";
import type { Changes, TableName } from "../../domain/changes.ts";

/** How a save ended: done, or undone whole because one row was no longer as it was loaded or already there. */
export type Saved = { saved: true } | { saved: false; lost: TableName };

/** What an engine can do. Two exist, SQLite and PostgreSQL; the same text runs on both. */
export type Database = {
  /** Rows as stored, for the queries of this folder. */
  all(query: Sql): Promise<Record<string, unknown>[]>;
  /** The same for whoever looks through many rows: never in the way of a payment. */
  browse(query: Sql): Promise<Record<string, unknown>[]>;
  /** The same for a question to whole tables, which may take as long as it needs. */
  survey(query: Sql): Promise<Record<string, unknown>[]>;
  /** Writes that are not part of a rule's decision: leases, clean-up, a simulated bank's notes. Returns the rows touched. */
  run(query: Sql): Promise<Record<string, unknown>[]>;
  /** Everything in one commit, durable when it resolves, or nothing. */
  save(changes: Changes): Promise<Saved>;
  /** Has the disk forget what was deleted from a small table; where somebody is in the way, as far as it goes. */
  scrub(table: TableName): Promise<void>;
  /** The part of a column's text that stands before another text. */
  before(column: string, text: string): Sql;
  /** `for update skip locked` where several processes pick from one queue. */
  readonly skipLocked: Sql;
  /**
   * Runs `work` while no other process can; for migrations and the first account. It asks `inside`, which on PostgreSQL is one transaction: it holds the
   * lock, and whatever ends it gives the lock back and undoes the work.
   *
   * @throws Error naming who is in the way, and the cure, where another process does not come to its end
   */
  exclusively<T>(work: (inside: Database) => Promise<T>): Promise<T>;
  /** Runs a migration's text and records its name, in one commit. */
  migrate(name: string, text: string): Promise<void>;
  /** Has every commit told of from now on. */
  watchCommits(told: OnCommit): void;
  /** How many connections there are, by what they do; none where there is no pool. */
  connections(): Record<string, number>;
  /** Lets what is under way finish; closing again does nothing. */
  close(): Promise<void>;
};

/** Told of every commit: how many saves shared it, and how long it took. */
export type OnCommit = (saves: number, ms: number) => void;

/** Hears what the operator should know and no request can tell. */
export type Tell = (sentence: string) => void;

/** The database cannot be reached or cannot write; the same request can be sent again. */
export class Outage extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "Outage";
  }
}
