import { renameSync, writeFileSync } from "node:fs";

/** Writes a file so that who reads it meanwhile sees the old one or the new one whole: commands beside each other share a folder. */
export function writeWhole(file: string, content: string | Buffer): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
