import type { Readable } from "node:stream";
import { withoutSecrets } from "../domain/base/mask.ts";

/** Characters kept of an answer: enough for a message and the top of a stack trace. */
const charactersMax = 500;

/** Bytes read of a body: more than is kept, so that no secret that must be hidden is cut in two at the end. */
const bytesKept = 4 * 1024;

/**
 * Reads the beginning of an answer's body as text, with dots for what looks like a card number or a key; null if it was empty.
 * A body that breaks off, or whose stream is destroyed, counts as far as it came; of one longer than `bytesMax` the rest is not read.
 */
export async function readAnswer(body: Readable, bytesMax: number): Promise<string | null> {
  const { bytes, whole } = await beginningOf(body, bytesMax);
  const read = new TextDecoder().decode(bytes).replace(/[^\P{Cc}\n\t]/gu, ""); // PostgreSQL takes no NUL, people read no control characters
  const text = withoutSecrets(whole ? read : read.replace(/[\d\s+_.%-]{1,48}$/, "")); // the part cut off may belong to a card number
  return text.trim().slice(0, charactersMax).toWellFormed() || null;
}

async function beginningOf(body: Readable, bytesMax: number): Promise<{ bytes: Buffer; whole: boolean }> {
  const kept: Buffer[] = [];
  let length = 0;
  let ended = false;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (length < bytesKept) kept.push(chunk.subarray(0, bytesKept - length));
      length += chunk.length;
      if (length > bytesMax) break;
    }
    ended = true;
  } catch {
    // The status stands; a broken body counts as far as it came.
  }
  return { bytes: Buffer.concat(kept), whole: ended && length <= bytesKept };
}
