import sql, { raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Sandbox } from "../../domain/sandbox/sandbox.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { fromStored, ownedTables } from "../base/tables.ts";
import { drain } from "./emptying.ts";

/** Queries of throw-away accounts. */
export function sandboxQueries(db: Database) {
  const sandboxes = async (query: Sql): Promise<Sandbox[]> =>
    (await db.all(query)).map((row) => fromStored("sandboxes", row));
  return {
    /** The account's sandbox, ended or not. */
    get: async (account: AccountId, id: string): Promise<Sandbox | undefined> =>
      (await sandboxes(sql`select * from sandboxes where account = ${account} and id = ${id}`))[0],

    /** Sandboxes of an account that have not ended. */
    list: (account: AccountId, now: Time, range: ListRange): Promise<Listed<Sandbox>> =>
      listOf(db, "sandboxes", sql`account = ${account} and expires_at > ${now}`, range),

    /** Number of sandboxes of an account that have not ended. */
    open: async (account: AccountId, now: Time): Promise<number> => {
      const [row] = await db.all(
        sql`select count(*) as number from sandboxes where account = ${account} and expires_at > ${now}`,
      );
      return Number(row?.number);
    },

    /** Whether an account is itself a sandbox. */
    is: async (account: AccountId): Promise<boolean> =>
      (await db.all(sql`select 1 from sandboxes where id = ${account}`)).length > 0,

    /** Some of the sandboxes that ended before a moment, of any account. */
    ended: (before: Time, limit: number): Promise<Sandbox[]> =>
      sandboxes(sql`select * from sandboxes where expires_at <= ${before} order by expires_at limit ${limit}`),

    /**
     * Erases a sandbox with everything that is its account's: small ones in one commit, so that no invariant breaks in between; of large ones first
     * as much as makes them small. The sandbox goes last, so whatever dies on the way is taken up again.
     */
    erase: async ({ account, id }: Sandbox): Promise<void> => {
      await drain(db, id, ownedTables);
      await db.together([
        sql`delete from key_uses where key in (select id from api_keys where account = ${id})`,
        sql`delete from chains where sub_account = ${id}`, // rows of platforms, which name a key of this account
        sql`delete from audit_chains where team in (select team from accounts where id = ${id})`,
        ...ownedTables.map((table) => sql`delete from ${raw(table)} where account = ${id}`),
        sql`delete from sandboxes where account = ${account} and id = ${id}`,
        sql`delete from accounts where id = ${id}`,
      ]);
    },
  };
}
