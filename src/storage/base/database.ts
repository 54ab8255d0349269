import type { Sql } from "sql-template-tag";
import type { Changes, TableName } from "../../domain/changes.ts";

/** The result of a save: done, or undone as a whole because a row was changed, or its key taken, by another save. */
export type Saved = { saved: true } | { saved: false; lost: TableName };

/** The interface of an engine. There are two, SQLite and PostgreSQL; the same SQL text runs on both. */
export type Database = {
  /** Rows as stored, for the queries of this folder. */
  all(query: Sql): Promise<Record<string, unknown>[]>;
  /** Rows as stored, for queries that examine many rows: they never delay a payment. */
  browse(query: Sql): Promise<Record<string, unknown>[]>;
  /** Rows as stored, for queries over whole tables, without a time limit. */
  survey(query: Sql): Promise<Record<string, unknown>[]>;
  /** Writes outside of a rule's decision: leases, clean-up, a simulated bank's memory. Returns the rows touched. */
  run(query: Sql): Promise<Record<string, unknown>[]>;
  /** Runs statements one after the other in one commit, or none: where rows of an account go, and others come in their place. */
  together(queries: readonly Sql[]): Promise<void>;
  /** Saves everything in one commit, durable when it resolves, or nothing. */
  save(changes: Changes): Promise<Saved>;
  /** Erases deleted rows of a small table from the disk; only partly where another connection is in the way for long. */
  scrub(table: TableName): Promise<void>;
  /** Whether a column's text contains another; the case of ASCII letters does not matter, on any engine. */
  contains(column: Sql, text: string): Sql;
  /** The text under a key at the top of a JSON column. */
  inJson(column: string, key: string): Sql;
  /** A row of a table as JSON text, under the names of its columns. @param alias the name of the table in the query */
  rowAsJson(alias: string, columns: readonly string[]): Sql;
  /** `for update skip locked` where several processes take rows of one queue. */
  readonly skipLocked: Sql;
  /**
   * Runs `work` while no other process can; for migrations and the first account. `work` uses `inside`. On PostgreSQL that is one transaction, which
   * holds the lock: its end frees the lock, and a failure undoes the work.
   *
   * @throws Error naming the process in the way, and the cure, where it does not finish
   */
  exclusively<T>(work: (inside: Database) => Promise<T>): Promise<T>;
  /** Runs a migration's text and records its name, in one commit. */
  migrate(name: string, text: string): Promise<void>;
  /** In memory only: the schema that all migrations made, kept for the databases that this process opens later. */
  schema?: { keep(): void; restore(): boolean };
  /** Registers a listener of every commit. */
  watchCommits(told: OnCommit): void;
  /** Number of connections by state; empty without a pool. */
  connections(): Record<string, number>;
  /** Lets running work finish; a second call does nothing. */
  close(): Promise<void>;
};

/** Hears of every commit: the number of saves in it, and its duration. */
export type OnCommit = (saves: number, ms: number) => void;

/** Hears what the operator should know and no answer to a request can say. */
export type Tell = (sentence: string) => void;

/** The database cannot be reached or cannot write. The same request can be sent again. */
export class Outage extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "Outage";
  }
}
