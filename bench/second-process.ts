import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { Agent } from "undici";
import { closedLoad, openLoad } from "./load.ts";
import { payments } from "./payments.ts";
import { arrivals, hangingReceiver, hangUp, receiver } from "./receiver.ts";
import { quantiles } from "./statistics.ts";

/**
 * Work in a second process beside the measured server: clients, a merchant's webhook receiver, baselines.
 * A message names the work and its arguments; the reply is its result.
 */
const works = { closedLoad, openLoad, payments, receiver, hangingReceiver, hangUp, arrivals, barePosts, fsyncedWrites };
export type Works = typeof works;

/** Baseline of webhook deliveries: plain POSTs by undici. */
async function barePosts({ port, body, atOnce, count }: { port: number; body: string; atOnce: number; count: number }) {
  const agent = new Agent();
  const origin = `http://127.0.0.1:${port}`;
  let left = count;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) {
        const headers = { "content-type": "application/json" };
        const answer = await agent.request({ origin, path: "/", method: "POST", headers, body });
        await answer.body.dump();
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await agent.close();
  return { perSecond: count / seconds };
}

/** Writes `bytes` bytes and waits for fsync, `count` times. */
async function fsyncedWrites({ file, bytes, count }: { file: string; bytes: number; count: number }) {
  const descriptor = openSync(file, "a");
  const data = Buffer.alloc(bytes, "x");
  const latencies = Array.from({ length: count }, () => {
    const startedAt = performance.now();
    writeSync(descriptor, data);
    fsyncSync(descriptor);
    return performance.now() - startedAt;
  });
  closeSync(descriptor);
  return { p50Ms: quantiles(latencies).at(0.5) };
}

process.on("message", async ({ id, work, argument }: { id: number; work: keyof Works; argument: never }) => {
  try {
    process.send?.({ id, result: await works[work](argument) });
  } catch (error) {
    process.send?.({ id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
