/** What a table that is being fetched has brought so far. */
export type Progress = { rows: number; bytes: number };

/**
 * Reads a CSV as it streams, telling how many rows have come; lines inside quotes are not rows, and the heading is none.
 *
 * @throws the stream's own error when it breaks off, so that half a table is never taken for a whole one
 */
export async function readTable(body: ReadableStream<Uint8Array>, tell: (progress: Progress) => void): Promise<Blob> {
  const count = rowCounter();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(new Uint8Array(value));
    bytes += value.byteLength;
    tell({ rows: count(value), bytes });
  }
  return new Blob(parts, { type: "text/csv;charset=utf-8" });
}

const quote = '"'.charCodeAt(0);
const lineFeed = "\n".charCodeAt(0);

/** Counts rows over pieces that may end anywhere. Both signs are single bytes in UTF-8 and never part of another. */
export function rowCounter(): (piece: Uint8Array) => number {
  let quoted = false;
  let lines = 0;
  return (piece) => {
    for (const byte of piece) {
      if (byte === quote) quoted = !quoted;
      else if (byte === lineFeed && !quoted) lines += 1;
    }
    return Math.max(0, lines - 1);
  };
}

/** Hands the browser a file to save. */
export function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
