import { readdir, readFile } from "node:fs/promises";
import sql from "sql-template-tag";
import type { Database } from "./database.ts";

const folder = new URL("../migrations/", import.meta.url);

/**
 * Brings the schema up to date: runs each numbered file once, in order, each in its own commit, also while other processes do the same.
 * @throws Error when the database has migrations that this version does not know
 */
export async function migrate(db: Database): Promise<void> {
  await db.exclusively((inside) => inside.run(sql`create table if not exists migrations (name text primary key)`));
  const done = new Set((await db.all(sql`select name from migrations`)).map((row) => row.name));
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  const later = [...done].filter((name) => !files.includes(String(name)));
  if (later.length > 0) {
    throw new Error(`the database was made by a newer version of Chamra (${later.join(", ")}): run that version`);
  }
  if (done.size === 0 && db.schema?.restore()) return;
  for (const file of files) if (!done.has(file)) await db.exclusively((inside) => migrateBy(inside, file));
  if (done.size === 0) db.schema?.keep();
}

/** Runs one migration, unless another process has done it meanwhile. */
async function migrateBy(db: Database, file: string): Promise<void> {
  const [done] = await db.all(sql`select 1 from migrations where name = ${file}`);
  if (!done) await db.migrate(file, await readFile(new URL(file, folder), "utf8"));
}
