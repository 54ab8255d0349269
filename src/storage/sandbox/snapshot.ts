import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { TableName } from "../../domain/changes.ts";
import { type Contents, rowsMax, type Snapshot, type StoredRow, withSecrets } from "../../domain/sandbox/snapshot.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { fromStored, tables } from "../base/tables.ts";
import { drain, emptiedTables, inChunks, insertions } from "./emptying.ts";

/** Emptied tables that no snapshot has, and why. */
export const notInSnapshots: Readonly<Record<string, string>> = {
  requests: "a log tells what was asked, whatever became of it",
  card_secrets: "card numbers have copies nowhere, and none that was erased comes back",
};

/** Tables of a snapshot, referring tables first. */
const snapshotTables = emptiedTables.filter((name) => !(name in notInSnapshots));

/** Queries of snapshots. */
export function snapshotQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Snapshot | undefined> => {
      const [row] = await db.all(sql`select * from snapshots where account = ${account} and id = ${id}`);
      return row && fromStored("snapshots", row);
    },

    list: (account: AccountId, range: ListRange): Promise<Listed<Snapshot>> =>
      listOf(db, "snapshots", sql`account = ${account}`, range),

    count: async (account: AccountId): Promise<number> => {
      const [row] = await db.all(sql`select count(*) as number from snapshots where account = ${account}`);
      return Number(row?.number);
    },

    erase: (account: AccountId, id: string) =>
      db.run(sql`delete from snapshots where account = ${account} and id = ${id}`),

    /** Name of the newest migration. */
    schema: async (): Promise<string> => {
      const [row] = await db.all(sql`select max(name) as newest from migrations`);
      return String(row?.newest);
    },

    /**
     * Everything the account has, by one statement, and so of one moment; one row more than may be kept where there are too many. What the simulated
     * banks know of its payments belongs to it.
     */
    contents: async (account: AccountId): Promise<Contents> => {
      const references = sql`
        select provider_reference from sources where account = ${account} and provider_reference is not null
        union select bank_reference from charges where account = ${account} and bank_reference is not null`;
      const each = [
        ...snapshotTables.map((name) => sql`${stored(name, columnsOf(name))} where t.account = ${account}`),
        sql`${stored(memory.table, memory.columns)} where t.key in (${references})`,
      ];
      const rows = await db.browse(sql`select * from (${join(each, " union all ")}) as found limit ${rowsMax + 1}`);
      const contents: Record<string, Contents[string][number][]> = {};
      for (const { place, stored } of rows) {
        contents[String(place)] ??= [];
        contents[String(place)]?.push(JSON.parse(String(stored)));
      }
      return contents;
    },

    /**
     * Puts an account back, in one commit. Numbers of cards that are there now stay with the cards that come back; customers' cards without one come
     * back as deleted.
     *
     * @param now the server's time
     */
    restore: async (account: AccountId, contents: Contents, now: Time): Promise<void> => {
      const secrets = (await db.all(sql`select * from card_secrets where account = ${account}`)) as StoredRow[]; // as stored
      const back = withSecrets(contents, secrets, now);
      const emptied = emptiedTables.filter((name) => name !== "requests");
      const known = [
        ...(contents["sources"] ?? []).map((row) => row["provider_reference"] ?? null),
        ...(contents["charges"] ?? []).map((row) => row["bank_reference"] ?? null),
      ];
      await drain(db, account, emptied);
      await db.together([
        ...emptied.map((name) => sql`delete from ${raw(name)} where account = ${account}`),
        ...[...emptied].reverse().flatMap((name) => insertions(name, columnsOf(name), back[name] ?? [])),
        ...inChunks(known).map((some) => sql`delete from simulated_bank where key in (${join(some)})`),
        ...insertions(memory.table, memory.columns, back[memory.table] ?? []),
      ]);
    },
  };

  function stored(name: string, columns: readonly string[]): Sql {
    return sql`select ${name} as place, ${db.rowAsJson("t", columns)} as stored from ${raw(name)} t`;
  }
}

/** What the simulated banks remember, by the references of payments. */
const memory = { table: "simulated_bank", columns: ["bank", "key", "value", "created_at"] } as const;

const columnsOf = (name: TableName): string[] => tables[name].columns.map(({ column }) => column);
