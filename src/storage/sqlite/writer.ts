import { Worker } from "node:worker_threads";
import { Outage } from "../base/database.ts";
import type { Job, Outcome } from "./connection.ts";

/** What the thread answers: how each job ended, or why nothing was written. */
export type Answer = { outcomes: Outcome[] } | { outage: string };

/** A thread with a connection of its own, which commits for a crowd while the event loop goes on answering others. */
export type Writer = {
  /** False until the thread has opened the file. */
  ready(): boolean;
  /** One batch at a time. `done` hears of it at once, so that the next can be on its way before anybody is answered. */
  commit(jobs: readonly Job[], done: (outcomes: Outcome[] | Outage) => void): void;
  close(): Promise<void>;
};

/** @param ended is called when the thread has died: another can be started */
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
    thread.unref(); // whoever waits for an answer keeps the process alive, a thread at rest does not
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

/** The sources run as they are; the published package runs what was compiled from them. */
const extension = (): string => (import.meta.url.endsWith(".ts") ? ".ts" : ".js");
