import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { onTestFinished } from "vitest";
import { aFolder } from "../storage/engine.ts";
import { kplusCharge } from "./builders.ts";
import { aGateway, type TestGateway } from "./gateway.ts";
import { freshDatabase } from "./postgres.ts";

/** A gateway with one K PLUS charge and copies of it, one for each second before. Inserted by SQL, since the gateway would need minutes. */
export async function aGatewayWithCharges(
  engine: "sqlite" | "postgres",
  count: number,
  patch: Record<string, unknown> = {},
): Promise<TestGateway & { oldest: string }> {
  const { gateway, run } = engine === "sqlite" ? await onSqlite() : await onPostgres();
  const { json: original } = await kplusCharge(gateway, patch);
  const digits = engine === "sqlite" ? "printf('%018d', ? - n)" : "right('000000000000000000' || ($2 - n), 18)";
  const copied: Record<string, string> = {
    id: `'chrg_test_0' || ${digits}`,
    page: "null",
    state: "'expired'",
    due_at: "null",
    expired_at: "c.created_at - n * 1000",
    created_at: "c.created_at - n * 1000",
    description: "'copy ' || n",
  };
  const table = await run.columns();
  const names = table.map((name) => `"${name}"`).join(", ");
  const values = table.map((name) => copied[name] ?? `c."${name}"`).join(", ");
  await run.copy(`insert into charges (${names}) select ${values}`, original.id, count);
  return { ...gateway, oldest: `chrg_test_0${"0".repeat(18)}` };
}

async function onSqlite() {
  const folder = aFolder();
  const gateway = await aGateway({ environment: { CHAMRA_DATA: folder }, meddles: true });
  const db = new DatabaseSync(join(folder, "chamra.db"));
  onTestFinished(() => db.close());
  return {
    gateway,
    run: {
      columns: async () =>
        db
          .prepare("select name from pragma_table_info('charges')")
          .all()
          .map(({ name }) => String(name)),
      copy: async (insert: string, id: string, count: number) => {
        const numbers = "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ?)";
        db.prepare(`${numbers} ${insert} from numbers, (select * from charges where id = ?) c`).run(count, count, id);
      },
    },
  };
}

async function onPostgres() {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const gateway = await aGateway({ databaseUrl: database.url, meddles: true });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(() => client.end());
  return {
    gateway,
    run: {
      columns: async () => {
        const { rows } = await client.query(
          "select column_name from information_schema.columns where table_name = 'charges'",
        );
        return rows.map((row) => String(row.column_name));
      },
      copy: async (insert: string, id: string, count: number) => {
        await client.query(`${insert} from generate_series(1, $2::int) n, (select * from charges where id = $1) c`, [
          id,
          count,
        ]);
      },
    },
  };
}
