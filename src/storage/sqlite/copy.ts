import { closeSync, fsyncSync, openSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Copies the embedded database as of one moment, while a gateway goes on writing. The copy has no erased data, is durable on return, and only this
 * user can read it.
 *
 * @param file must not exist yet
 * @throws Error of the file system, with its `code`, or of SQLite, with its `errcode`; then no file is left behind
 */
export function copySqlite(folder: string, file: string): void {
  const target = openSync(file, "wx", 0o600);
  try {
    const db = new DatabaseSync(join(folder, "chamra.db"), { readOnly: true, timeout: 5_000 });
    try {
      db.prepare("vacuum into ?").run(file); // the file may exist if it is empty
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

/** Makes a new file's name durable: it is on the disk only once its folder is. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return; // Windows has no such call
  const opened = openSync(folder, "r");
  fsyncSync(opened);
  closeSync(opened);
}
