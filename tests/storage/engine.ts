import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Rows, TableName } from "../../src/domain/changes.ts";
import type { Database } from "../../src/storage/base/database.ts";
import { migrate } from "../../src/storage/base/migrate.ts";
import type { Patience } from "../../src/storage/base/start-lock.ts";
import { openPostgres } from "../../src/storage/postgres/postgres.ts";
import { openSqlite } from "../../src/storage/sqlite/sqlite.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aRow, type Parents } from "./rows.ts";

export const engines = ["sqlite", "postgres"] as const;
export type Engine = (typeof engines)[number];

/** Opens one database repeatedly, as several processes or successive ones do. It is empty, or on PostgreSQL may have all migrations. */
export async function aPlace(
  engine: Engine,
  { migrated = false } = {},
): Promise<(patience?: Partial<Patience>) => Database> {
  if (engine === "sqlite") {
    const folder = aFolder();
    return (patience) => closing(openSqlite(folder, false, patience));
  }
  const database = await freshDatabase({ migrated });
  onTestFinished(() => database.drop());
  return (patience) => closing(openPostgres(database.url, 4, patience));
}

/** A folder that is deleted after the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "chamra-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A migrated database with one row in each table that others refer to. */
export async function aDatabase(engine: Engine): Promise<{ db: Database; parents: Parents }> {
  const db = (await aPlace(engine, { migrated: true }))();
  await migrate(db);
  return { db, parents: await withParents(db) };
}

export async function withParents(db: Database): Promise<Parents> {
  const parents: Parents = {
    account: "account_",
    dataKey: "",
    apiKey: "",
    card: "",
    charge: "",
    schedule: "",
    recipient: "",
    dispute: "",
    reconciliation: "",
    document: "",
    entry: "",
    event: "",
    delivery: "",
    member: "",
  };
  const add = async <Name extends TableName>(name: Name): Promise<string> => {
    const row = aRow(name, parents) as Rows[Name] & { id: string };
    await db.save({ insert: { [name]: [row] } });
    return row.id;
  };
  parents.account = (await add("accounts")) as Parents["account"]; // its prefix
  parents.dataKey = await add("data_keys");
  parents.apiKey = await add("api_keys");
  parents.card = await add("cards");
  parents.charge = await add("charges");
  parents.schedule = await add("schedules");
  parents.recipient = await add("recipients");
  parents.dispute = await add("disputes");
  parents.reconciliation = await add("reconciliations");
  parents.document = await add("documents");
  parents.entry = await add("entries");
  parents.event = await add("events");
  parents.delivery = await add("deliveries");
  parents.member = await add("members");
  return parents;
}

function closing(db: Database): Database {
  let closed = false;
  const close = async () => {
    if (closed) return;
    closed = true;
    await db.close();
  };
  onTestFinished(close);
  return { ...db, close };
}
