import sql, { empty, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account, ApiKey } from "../../domain/merchant/account.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of accounts and their keys. */
export function accountQueries(db: Database) {
  const accounts = async (query: Sql): Promise<Account[]> =>
    (await db.all(query)).map((row) => fromStored("accounts", row));
  const keys = async (query: Sql): Promise<ApiKey[]> => (await db.all(query)).map((row) => fromStored("api_keys", row));
  return {
    get: async (id: string): Promise<Account | undefined> =>
      (await accounts(sql`select * from accounts where id = ${id}`))[0],

    /** Accounts with this code: one or none, rarely two. Must match the expression of index accounts_by_code. */
    byCode: (code: string): Promise<Account[]> =>
      accounts(sql`select * from accounts where substr(id, length(id) - 5) = ${code}`),

    /**
     * The account of an object, for callers who only have its id: operators, and the simulated payer of a test charge. Searches account after
     * account, so the cost grows with their number.
     */
    ownerOf: async (table: "charges" | "events", id: string): Promise<AccountId | undefined> => {
      const [row] = await db.all(
        sql`select x.account from accounts a cross join ${raw(table)} x where x.account = a.id and x.id = ${id} limit 1`,
      );
      return row?.account as AccountId | undefined;
    },

    /** All accounts, oldest first, the test account of a team before its live one. */
    all: (): Promise<Account[]> => accounts(sql`select * from accounts order by created_at, team, livemode`),

    /** A team's account in one mode. */
    ofTeam: async (team: string, livemode: boolean): Promise<Account | undefined> =>
      (await accounts(sql`select * from accounts where team = ${team} and livemode = ${livemode ? 1 : 0}`))[0],

    /** A page of accounts, newest first; only those older than `before`, and no throw-away ones, of which there may be thousands. */
    page: (before: Account | undefined, limit: number): Promise<Account[]> => {
      const older = before ? sql`and (created_at, id) < (${before.createdAt}, ${before.id})` : empty;
      const lasting = sql`not exists (select 1 from sandboxes where sandboxes.id = accounts.id)`;
      return accounts(
        sql`select * from accounts where ${lasting} ${older} order by created_at desc, id desc limit ${limit}`,
      );
    },

    /** Accounts that wait for an operator to approve a method. Must match the predicate of index accounts_requesting. */
    requesting: (): Promise<Account[]> =>
      accounts(sql`select * from accounts where methods like '%"state":"requested"%'`),

    keys: (account: AccountId): Promise<ApiKey[]> =>
      keys(sql`select * from api_keys where account = ${account} order by created_at, id`),

    /** A key by the hash of its text, revoked or not. */
    keyByHash: async (hash: string): Promise<ApiKey | undefined> =>
      (await keys(sql`select * from api_keys where hash = ${hash}`))[0],

    /** The last use of each key of an account, by id, as precisely as `keyUsed` was told. */
    keyUses: async (account: string): Promise<Map<string, Time>> => {
      const rows = await db.all(sql`
        select key_uses.key, used_at from key_uses join api_keys on api_keys.id = key_uses.key where account = ${account}`);
      return new Map(rows.map((row) => [row.key as string, row.used_at as Time]));
    },

    /** Records the use of a key, unless a later one is recorded. */
    keyUsed: async (key: string, at: Time): Promise<void> => {
      await db.run(sql`
        insert into key_uses (key, used_at) values (${key}, ${at})
        on conflict (key) do update set used_at = excluded.used_at where key_uses.used_at < excluded.used_at
        returning key`);
    },
  };
}
