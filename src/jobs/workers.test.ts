import { expect, test } from "vitest";
import { createWorkers, type Work } from "./workers.ts";

/** Waiting jobs, and the ones under way, which end when the test says so. */
function aHeap(size: number, atOnce: number) {
  const waiting = Array.from({ length: size }, (_, index) => index);
  const running = new Map<number, (error?: Error) => void>();
  const done: number[] = [];
  const work: Work<number> = {
    take: async (held) => waiting.splice(0, Math.min(atOnce - held.length, 2)),
    run: (job) =>
      new Promise<void>((resolve, reject) => {
        running.set(job, (error) => {
          running.delete(job);
          done.push(job);
          if (error) reject(error);
          else resolve();
        });
      }),
  };
  return { work, waiting, running, done, finish: (job: number, error?: Error) => running.get(job)?.(error) };
}

const reports: unknown[] = [];
const report = (error: unknown) => void reports.push(error);
const underWay = async (heap: ReturnType<typeof aHeap>, expected: number[]) =>
  expect.poll(() => [...heap.running.keys()]).toEqual(expected);

test("no more jobs run at once than there are places, and a finished job makes room for one", async () => {
  const heap = aHeap(5, 3);
  const workers = createWorkers(heap.work, report);
  workers.wake();
  await underWay(heap, [0, 1, 2]);
  heap.finish(1);
  await underWay(heap, [0, 2, 3]);
  expect(heap.waiting).toEqual([4]);
});

test("a job that never ends delays no other", async () => {
  const heap = aHeap(20, 2);
  const workers = createWorkers(heap.work, report);
  workers.wake();
  for (let job = 1; job < 20; job += 1) {
    await underWay(heap, [0, job]);
    heap.finish(job);
  }
  await expect.poll(() => heap.done).toHaveLength(19);
});

test("a failed job is reported, and the others go on", async () => {
  const heap = aHeap(2, 1);
  const workers = createWorkers(heap.work, report);
  workers.wake();
  await underWay(heap, [0]);
  heap.finish(0, new Error("no luck"));
  await underWay(heap, [1]);
  expect(reports).toEqual([new Error("no luck")]);
});

test("a failed take() is reported, and tried again after a wake-up", async () => {
  let away = true;
  const heap = aHeap(1, 1);
  const told: unknown[] = [];
  const take = async () => {
    if (away) throw new Error("away");
    return heap.work.take([]);
  };
  const workers = createWorkers({ ...heap.work, take }, (error) => told.push(error));
  await workers.rest();
  expect(told).toEqual([new Error("away")]);
  away = false;
  workers.wake();
  await underWay(heap, [0]);
});

test("a wake-up during take() triggers another take()", async () => {
  const heap = aHeap(0, 1);
  const workers = createWorkers(heap.work, report);
  workers.wake();
  await Promise.resolve();
  heap.waiting.push(7);
  workers.wake();
  await underWay(heap, [7]);
});

test("rest() waits until no job is left; stop() finishes the jobs under way and takes no more", async () => {
  const heap = aHeap(3, 1);
  const workers = createWorkers(heap.work, report);
  const rested = workers.rest();
  for (const job of [0, 1, 2]) {
    await underWay(heap, [job]);
    heap.finish(job);
  }
  await rested;
  heap.waiting.push(3, 4);
  workers.wake();
  await underWay(heap, [3]);
  const stopped = workers.stop();
  heap.finish(3);
  await stopped;
  workers.wake();
  await workers.rest();
  expect(heap.waiting).toEqual([4]);
});
