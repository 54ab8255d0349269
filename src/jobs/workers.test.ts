import { expect, test } from "vitest";
import { createWorkers, type Trade } from "./workers.ts";

/** Pieces that wait, and the ones in hand, which end when the test says so. */
function aHeap(size: number, atOnce: number) {
  const waiting = Array.from({ length: size }, (_, index) => index);
  const inHand = new Map<number, (error?: Error) => void>();
  const done: number[] = [];
  const trade: Trade<number> = {
    take: async (underWay) => waiting.splice(0, Math.min(atOnce - underWay.length, 2)),
    work: (piece) =>
      new Promise<void>((resolve, reject) => {
        inHand.set(piece, (error) => {
          inHand.delete(piece);
          done.push(piece);
          if (error) reject(error);
          else resolve();
        });
      }),
  };
  return { trade, waiting, inHand, done, finish: (piece: number, error?: Error) => inHand.get(piece)?.(error) };
}

const reports: unknown[] = [];
const report = (error: unknown) => void reports.push(error);
const hands = async (heap: ReturnType<typeof aHeap>, expected: number[]) =>
  expect.poll(() => [...heap.inHand.keys()]).toEqual(expected);

test("no more are worked on at once than are taken, and each that ends makes room for one", async () => {
  const heap = aHeap(5, 3);
  const workers = createWorkers(heap.trade, report);
  workers.wake();
  await hands(heap, [0, 1, 2]);
  heap.finish(1);
  await hands(heap, [0, 2, 3]);
  expect(heap.waiting).toEqual([4]);
});

test("one that never ends holds up only itself", async () => {
  const heap = aHeap(20, 2);
  const workers = createWorkers(heap.trade, report);
  workers.wake();
  for (let piece = 1; piece < 20; piece += 1) {
    await hands(heap, [0, piece]);
    heap.finish(piece);
  }
  await expect.poll(() => heap.done).toHaveLength(19);
});

test("a failure is reported, and the rest goes on", async () => {
  const heap = aHeap(2, 1);
  const workers = createWorkers(heap.trade, report);
  workers.wake();
  await hands(heap, [0]);
  heap.finish(0, new Error("no luck"));
  await hands(heap, [1]);
  expect(reports).toEqual([new Error("no luck")]);
});

test("when nothing can be taken that is reported, and tried again when woken", async () => {
  let away = true;
  const heap = aHeap(1, 1);
  const told: unknown[] = [];
  const take = async () => {
    if (away) throw new Error("away");
    return heap.trade.take([]);
  };
  const workers = createWorkers({ ...heap.trade, take }, (error) => told.push(error));
  await workers.rest();
  expect(told).toEqual([new Error("away")]);
  away = false;
  workers.wake();
  await hands(heap, [0]);
});

test("who is woken while taking looks once more", async () => {
  const heap = aHeap(0, 1);
  const workers = createWorkers(heap.trade, report);
  workers.wake();
  await Promise.resolve();
  heap.waiting.push(7);
  workers.wake();
  await hands(heap, [7]);
});

test("who rests has nothing left; who stops finishes what is in hand and takes nothing more", async () => {
  const heap = aHeap(3, 1);
  const workers = createWorkers(heap.trade, report);
  const rested = workers.rest();
  for (const piece of [0, 1, 2]) {
    await hands(heap, [piece]);
    heap.finish(piece);
  }
  await rested;
  heap.waiting.push(3, 4);
  workers.wake();
  await hands(heap, [3]);
  const stopped = workers.stop();
  heap.finish(3);
  await stopped;
  workers.wake();
  await workers.rest();
  expect(heap.waiting).toEqual([4]);
});
