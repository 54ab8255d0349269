import pg from "pg";
import sql, { type Sql } from "sql-template-tag";
import type { Changes, TableName } from "../domain/changes.ts";
import { type Database, Outage, type Saved } from "./database.ts";
import { textOf, type Write, writesOf } from "./statements.ts";

/** Amounts and times are far below 2^53, so bigint columns come as numbers. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * PostgreSQL. A set of changes is one prepared statement, hence one round trip and one commit: every write is a part of one `with`,
 * and the final select divides by the number of guards that held, so that a lost race raises and undoes it whole.
 */
export function openPostgres(url: string, connectionsMax: number): Database {
  const pool = new pg.Pool({ connectionString: url, max: connectionsMax, connectionTimeoutMillis: 5_000 });
  pool.on("error", () => {}); // an idle connection that breaks is replaced; the next query tells if the server is gone
  const query = async (text: string, values: unknown[], name?: string) => {
    try {
      return (await pool.query({ text, values, ...(name && { name }) })).rows as Record<string, unknown>[];
    } catch (error) {
      throw isOutage(error) ? new Outage("the database cannot be reached", error) : error;
    }
  };
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const known = names.get(text) ?? `s${names.size}`;
    names.set(text, known);
    return known;
  };
  const read = (query_: Sql) => query(query_.text, query_.values, nameOf(query_.text));

  return {
    skipLocked: sql`for update skip locked`,
    all: read,
    run: read,
    save: async (changes: Changes): Promise<Saved> => {
      const writes = writesOf(changes);
      const text = statementOf(writes);
      const values = writes.flatMap((write) => write.values);
      try {
        await query(text, values, nameOf(text));
        return { saved: true };
      } catch (error) {
        const lost = lostTable(error, writes);
        if (lost) return { saved: false, lost };
        throw error;
      }
    },
    exclusively: async (work) => {
      const client = await pool.connect().catch((error: unknown) => {
        throw new Outage("the database cannot be reached", error);
      });
      try {
        await client.query("select pg_advisory_lock(hashtext('chamra'))");
        return await work();
      } finally {
        await client.query("select pg_advisory_unlock(hashtext('chamra'))");
        client.release();
      }
    },
    migrate: async (name, text) => {
      await query(`begin; ${text}; insert into migrations (name) values ('${name}'); commit`, []);
    },
    close: () => pool.end(),
  };
}

/** One statement for all writes. Texts repeat from request to request, so each shape is planned once a connection. */
function statementOf(writes: readonly Write[]): string {
  let parameters = 0;
  const parts = writes.map((write, index) => {
    const first = parameters;
    parameters += write.values.length;
    return `w${index} as (${textOf(write, (position) => `$${first + position + 1}`)} returning 1)`;
  });
  const guards = writes.flatMap((write, index) =>
    write.kind === "update" ? [`(select count(*) from w${index})`] : [],
  );
  const held = guards.length === 0 ? "1" : `case when ${guards.join(" + ")} = ${guards.length} then 1 else 0 end`;
  return `with ${parts.join(", ")} select 1 / ${held}`;
}

const divisionByZero = "22012";
const uniqueViolation = "23505";
const deadlock = "40P01";

function lostTable(error: unknown, writes: readonly Write[]): TableName | undefined {
  const { code, table } = error as { code?: string; table?: string };
  if (code === uniqueViolation) return table as TableName; // the server names a table of ours
  if (code === divisionByZero || code === deadlock) return writes[0]?.table.name;
  return undefined;
}

/** Classes of SQLSTATE that mean the server: connection, resources, operator, system; and what the socket reports. */
function isOutage(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code !== undefined)
    return /^(08|53|57|58|25006|ECONN|EPIPE|ENOENT|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH)/.test(code);
  return /Connection terminated|timeout exceeded|Client has encountered a connection error/.test(message ?? "");
}
