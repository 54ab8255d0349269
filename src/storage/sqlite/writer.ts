import { Worker } from "node:worker_threads";
import { Outage } from "../base/database.ts";
import type { Job, Outcome } from "./connection.ts";

/** An answer of the thread: the result of each job, or why nothing was written. */
export type Answer = { outcomes: Outcome[] } | { outage: string };

/** A thread with its own connection: it commits large batches while the event loop serves other requests. */
export type Writer = {
  /** False until the thread has opened the file. */
  ready(): boolean;
  /** Commits a batch; one at a time. `done` is called first, so that the next batch can start before the callers are answered. */
  commit(jobs: readonly Job[], done: (outcomes: Outcome[] | Outage) => void): void;
  close(): Promise<void>;
};

/** Starts the writer thread. @param ended called when the thread has died: another can be started */
export function startWriter(file: string, ended: () => void): Writer {
  const thread = new Worker(new URL(`writer-thread${extension()}`, import.meta.url), {
    workerData: file,
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb: 4 }, // it only passes values on
  });
  thread.unref();
  let ready = false;
  let waiting: ((outcomes: Outcome[] | Outage) => void) | undefined;
  const answer = (outcomes: Outcome[] | Outage) => {
    const done = waiting;
    waiting = undefined;
    done?.(outcomes);
  };
  thread.on("message", (message: Answer | "ready") => {
    if (message === "ready") {
      ready = true;
      return;
    }
    thread.unref(); // a waiting caller keeps the process alive, an idle thread does not
    answer("outage" in message ? new Outage(message.outage) : message.outcomes);
  });
  const fail = (reason: string, cause?: unknown) => {
    ready = false;
    answer(new Outage(reason, cause));
  };
  thread.on("error", (error) =>
    fail(`the database cannot be written: ${error instanceof Error ? error.message : error}`, error),
  );
  thread.on("exit", () => {
    fail("the database cannot be written: its thread has ended");
    ended();
  });
  return {
    ready: () => ready,
    commit: (jobs, done) => {
      waiting = done;
      thread.ref();
      thread.postMessage(jobs);
    },
    close: async () => {
      await thread.terminate();
    },
  };
}

/** The extension of our own files: the sources run uncompiled, the published package compiled. */
const extension = (): string => (import.meta.url.endsWith(".ts") ? ".ts" : ".js");
