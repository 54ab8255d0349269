import pg from "pg";
import { type Database, Outage, type Saved } from "../base/database.ts";
import { type Patience, sayingSo, stillHeld } from "../base/start-lock.ts";
import { type Write, writesOf } from "../base/statements.ts";
import { reaching } from "./outage.ts";
import { lostTable, statementOf } from "./statement.ts";

type Query = { text: string; values?: unknown[]; query_timeout?: number };
type Ask = (query: Query) => Promise<Record<string, unknown>[]>;

/** The number of the advisory lock that all versions of Chamra take. */
const lock = "hashtext('chamra')::bigint";

/** Time limit of the server for a silent lock holder, whose machine may be gone; shorter than the patience of the others. */
const silenceMs = 30_000;

/** Time limit of a migration's wait for readers of a table. Payments queue behind it, and this wait does not exceed their own limit. */
const tablePatienceMs = 10_000;

/** Time limit of a migration, which may rewrite a large table: the largest value of a timer. */
const migrationMs = 2 ** 31 - 1;

/**
 * Runs `work` in one transaction that holds the lock. The lock belongs to the transaction, not to the session, since a pooler keeps sessions open.
 * After a failure the caller closes the connection, which undoes the work.
 */
export async function exclusively<T>(
  client: pg.ClientBase,
  db: Database,
  patience: Patience,
  work: (inside: Database) => Promise<T>,
): Promise<T> {
  const ask: Ask = async (query) => (await reaching(() => client.query(query))).rows;
  await takeLock(ask, patience);
  const result = await work(insideOf(ask, db));
  const { command } = await reaching(() => client.query("commit"));
  if (command !== "COMMIT") throw new Error("a statement failed, though the work went on: all of it was undone");
  return result;
}

/** Takes the lock. Read committed, whatever the database's default: in another isolation a waiting process would see data from before its wait. */
async function takeLock(ask: Ask, { tell, patienceMs }: Patience): Promise<void> {
  await ask({ text: "begin isolation level read committed" });
  await ask({
    text: "select set_config('lock_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $2, true)",
    values: [`${patienceMs}ms`, `${silenceMs}ms`],
  });
  const locked = ask({ text: `select pg_advisory_xact_lock(${lock})`, query_timeout: patienceMs + 5_000 });
  await sayingSo(tell, locked).catch(async (error) => {
    throw isLockTimeout(error) ? await heldByAnother(ask, patienceMs) : error;
  });
  const tableMs = Math.min(patienceMs, tablePatienceMs);
  await ask({ text: "select set_config('lock_timeout', $1, true)", values: [`${tableMs}ms`] });
}

async function heldByAnother(ask: Ask, patienceMs: number): Promise<Error> {
  await ask({ text: "rollback" });
  const [holder] = await ask({
    text: `select l.pid, coalesce(host(a.client_addr), 'its own machine') as address
      from pg_locks l left join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.granted and (l.classid::bigint << 32 | l.objid::bigint) = ${lock}
        and l.database = (select oid from pg_database where datname = current_database())`,
  });
  if (!holder) return stillHeld("another process", patienceMs, "end it");
  const { pid, address } = holder;
  return stillHeld(
    `another process (connection ${pid} of PostgreSQL, from ${address})`,
    patienceMs,
    `end it with \`select pg_terminate_backend(${pid})\``,
  );
}

/** The database as `work` sees it: all queries use the one connection, in turn. */
function insideOf(ask: Ask, db: Database): Database {
  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = before.then(work);
    before = mine.catch(() => {}); // the caller gets the error
    return mine;
  };
  const query = ({ text, values }: Query) => inTurn(() => ask({ text, values: values ?? [] }));
  const inside: Database = {
    ...db,
    all: query,
    browse: query,
    survey: query,
    run: query,
    save: (changes) => inTurn(() => save(ask, writesOf(changes))),
    exclusively: (work) => work(inside),
    migrate: (name, text) => inTurn(() => migrate(ask, name, text)),
  };
  return inside;
}

/** Saves inside the transaction; a lost race undoes this save only. */
async function save(ask: Ask, writes: readonly Write[]): Promise<Saved> {
  if (writes.length === 0) return { saved: true };
  await ask({ text: "savepoint before" });
  try {
    await ask(statementOf(writes));
  } catch (error) {
    const lost = lostTable(error);
    if (!lost) throw error;
    await ask({ text: "rollback to before" });
    return { saved: false, lost };
  }
  await ask({ text: "release before" });
  return { saved: true };
}

async function migrate(ask: Ask, name: string, text: string): Promise<void> {
  try {
    await ask({ text: migrationText(name, text), query_timeout: migrationMs });
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new Error(
      `${name} waited in vain for a table that is in use: end what reads it for long, such as a backup or \`chamra verify\`, and start again`,
    );
  }
}

/** The text of a migration with its record. Texts sent together without parameters are one transaction, or part of an open one. */
export const migrationText = (name: string, text: string): string =>
  `${text}; insert into migrations (name) values (${pg.escapeLiteral(name)})`;

function isLockTimeout(error: unknown): boolean {
  const { code } = (error instanceof Outage ? error.cause : error) as { code?: string };
  return code === "55P03";
}
