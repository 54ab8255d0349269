import { parentPort, workerData } from "node:worker_threads";
import { type Job, openConnection } from "./connection.ts";
import type { Answer } from "./writer.ts";

const connection = openConnection(workerData);

parentPort?.on("message", (jobs: readonly Job[]) => parentPort?.postMessage(answerTo(jobs)));
parentPort?.postMessage("ready");

function answerTo(jobs: readonly Job[]): Answer {
  try {
    return { outcomes: connection.commit(jobs) };
  } catch (error) {
    return { outage: error instanceof Error ? error.message : String(error) };
  }
}
