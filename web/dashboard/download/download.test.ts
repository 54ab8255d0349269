import { expect, test } from "vitest";
import { type Progress, readTable, rowCounter } from "./download.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const table = '\uFEFFid,note\r\na,"two\r\nlines"\r\nb,"says ""no"""\r\nc,ไทย\r\n';

test("rows are counted, not lines, wherever a piece ends", () => {
  for (let at = 0; at <= bytes(table).length; at++) {
    const count = rowCounter();
    count(bytes(table).slice(0, at));
    expect(count(bytes(table).slice(at))).toBe(3);
  }
});

test("the table arrives byte for byte, with its progress on the way", async () => {
  const told: Progress[] = [];
  const pieces = [bytes(table).slice(0, 20), bytes(table).slice(20)];
  const blob = await readTable(streamOf(pieces), (step) => told.push(step));
  expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes(table));
  expect(told.map(({ bytes: size }) => size)).toEqual([20, bytes(table).length]);
  expect(told.at(-1)?.rows).toBe(3);
});

function streamOf(pieces: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

test("a stream that breaks off is an error, not a short table", async () => {
  const broken = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new Error("connection lost")),
  });
  await expect(readTable(broken, () => {})).rejects.toThrow("connection lost");
});
