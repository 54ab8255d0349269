import { DatabaseSync, type StatementSync } from "node:sqlite";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Sql } from "sql-template-tag";
import { bounded } from "../../domain/base/bounded.ts";
import { Outage } from "../base/database.ts";

/** A second, read-only connection to the embedded engine, in a thread of its own: its queries never delay a payment. */
export type SqliteReader = {
  all(query: Sql): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
};

type Value = string | number | null;
type Question = { id: number; text: string; values: Value[] };
type Reply = { id: number; rows: Record<string, unknown>[] } | { id: number; error: { message: string; code: number } };
type Waiting = { resolve: (rows: Record<string, unknown>[]) => void; reject: (error: unknown) => void };

/** The thread's start data. The file acts as a thread only with it, not when another thread loads the file. */
type Assignment = { readsSqlite: string };

/** Upper bound of prepared statements; filters produce many texts. */
const preparedMax = 100;

/** Memory limits: enough for a page of any search, without taking memory from payments. */
const resourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 };

/** Starts the reader. @param outageOf makes the error of a failed query from its message and result code */
export function startSqliteReader(file: string, outageOf: (error: Error, code: number) => Error): SqliteReader {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let worker: Worker | null = null;

  function start(): Worker {
    const started = new Worker(new URL(import.meta.url), {
      workerData: { readsSqlite: file } satisfies Assignment,
      execArgv: ["--disable-warning=ExperimentalWarning"],
      env: {},
      resourceLimits,
    });
    started.unref();
    started.on("message", (reply: Reply) => {
      const waiter = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) started.unref();
      if ("rows" in reply) waiter?.resolve(reply.rows);
      else waiter?.reject(outageOf(new Error(reply.error.message), reply.error.code));
    });
    started.on("error", (error) =>
      ended(started, `the reading thread ended: ${error instanceof Error ? error.message : error}`),
    );
    started.on("exit", () => ended(started, "the reading thread has ended"));
    return started;
  }

  /** Rejects all waiting queries; the next query starts another thread. */
  function ended(which: Worker, why: string): void {
    if (worker !== which) return;
    worker = null;
    for (const { reject } of waiting.values()) reject(new Outage(why));
    waiting.clear();
  }

  return {
    all: (query) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        worker.ref(); // keeps the process alive while a query waits
        asked += 1;
        waiting.set(asked, { resolve, reject });
        worker.postMessage({ id: asked, text: query.sql, values: query.values as Value[] } satisfies Question);
      }),
    close: async () => {
      await worker?.terminate();
    },
  };
}

function serve(file: string): void {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  const prepared = bounded<StatementSync>(preparedMax);
  const prepare = (text: string): StatementSync => {
    const statement = prepared.get(text) ?? db.prepare(text);
    prepared.set(text, statement);
    return statement;
  };
  parentPort?.on("message", ({ id, text, values }: Question) => {
    parentPort?.postMessage(answer(id, () => prepare(text).all(...values)));
  });
}

function answer(id: number, read: () => Record<string, unknown>[]): Reply {
  try {
    return { id, rows: read() };
  } catch (error) {
    const { message, errcode = 0 } = error as { message: string; errcode?: number };
    return { id, error: { message, code: errcode } };
  }
}

const assignment = workerData as Partial<Assignment> | null;
if (!isMainThread && assignment?.readsSqlite !== undefined) serve(assignment.readsSqlite);
