import { DatabaseSync, type StatementSync } from "node:sqlite";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Sql } from "sql-template-tag";
import { bounded } from "../../domain/base/bounded.ts";
import { Outage } from "../base/database.ts";

/** A second connection to the embedded engine, in a thread of its own, that only reads: whatever it is asked holds up no payment. */
export type SqliteReader = {
  all(query: Sql): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
};

type Value = string | number | null;
type Question = { id: number; text: string; values: Value[] };
type Reply = { id: number; rows: Record<string, unknown>[] } | { id: number; error: { message: string; code: number } };
type Waiting = { resolve: (rows: Record<string, unknown>[]) => void; reject: (error: unknown) => void };

/** What this file is started with as a thread, so that nothing else that loads it in a thread becomes one. */
type Assignment = { readsSqlite: string };

/** Questions are put together from filters, so there are many texts; so many are kept prepared. */
const preparedMax = 100;

/** Enough for a page of any search; a thread that wanted more than its share would take it from payments. */
const resourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 };

/** @param outageOf makes the error of a question that the engine could not answer, from its message and result code */
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

  /** Whoever waits is told; the next question starts another thread. */
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
        worker.ref(); // while somebody waits
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
