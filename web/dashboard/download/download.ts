/** Progress of a download. */
export type Progress = { rows: number; bytes: number };

/**
 * Reads a CSV stream and reports the number of rows so far, without the header and without line breaks inside quotes.
 *
 * @throws the stream's error when it breaks off, so that a partial table is never taken for complete
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

/** Counts rows over chunks that may end anywhere. Quote and line feed are single bytes in UTF-8, never part of another character. */
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

/** Saves a file through the browser. */
export function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
