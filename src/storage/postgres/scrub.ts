import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";

/** How long older transactions are waited for, and how often it is looked whether they have ended. */
const patienceMs = 5_000;
const lookEveryMs = 50;

/**
 * Rewrites a table without its dead rows. A row that an older transaction may still read is no dead one, so those are waited for first; after
 * five seconds what they can read stays until the next time.
 */
export async function scrub(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query("select pg_current_xact_id()::xid::text as mark"); // what was deleted before has an older one
  const [{ mark }] = rows as [{ mark: string }];
  for (let waited = 0; waited < patienceMs && (await hasOlder(client, mark)); waited += lookEveryMs) {
    await pause(lookEveryMs);
  }
  await client.query(`vacuum full ${table}`);
}

/** Whether a transaction may read what was deleted before `mark`, or keeps new ones from seeing that it was: the latter in any database of the server. */
async function hasOlder(client: pg.Client, mark: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from pg_stat_activity where pid <> pg_backend_pid() and (age(backend_xid) > age($1::xid)
      or (age(backend_xmin) > age($1::xid) and (datname is null or datname = current_database()))) limit 1`,
    [mark],
  );
  return rowCount !== 0;
}
