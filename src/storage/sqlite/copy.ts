import { closeSync, fsyncSync, openSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Copies the embedded database as it is at one moment, beside whoever serves it, who goes on writing. What was erased is not in the copy, which
 * is durable on return and which only this user reads.
 *
 * @param file must not exist yet
 * @throws Error of the file system, with its `code`, or of SQLite, with its `errcode`; then no file is left behind
 */
export function copySqlite(folder: string, file: string): void {
  const target = openSync(file, "wx", 0o600);
  try {
    const db = new DatabaseSync(join(folder, "chamra.db"), { readOnly: true, timeout: 5_000 });
    try {
      db.prepare("vacuum into ?").run(file); // an empty file may be there already
    } finally {
      db.close();
    }
    fsyncSync(target);
    syncFolder(dirname(file));
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(target);
  }
}

/** The name of a new file is on the disk only once its folder is. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return; // has no such thing
  const opened = openSync(folder, "r");
  fsyncSync(opened);
  closeSync(opened);
}
