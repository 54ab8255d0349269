import sql, { empty, type Sql } from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { Account, ApiKey } from "../../domain/merchant/account.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** What is asked about accounts and their keys. */
export function accountQueries(db: Database) {
  const accounts = async (query: Sql): Promise<Account[]> =>
    (await db.all(query)).map((row) => fromStored("accounts", row));
  const keys = async (query: Sql): Promise<ApiKey[]> => (await db.all(query)).map((row) => fromStored("api_keys", row));
  return {
    get: async (id: string): Promise<Account | undefined> =>
      (await accounts(sql`select * from accounts where id = ${id}`))[0],

    /** Oldest first, the test account of a team before its live one. */
    all: (): Promise<Account[]> => accounts(sql`select * from accounts order by created_at, team, livemode`),

    /** A team's account in one mode. */
    ofTeam: async (team: string, livemode: boolean): Promise<Account | undefined> =>
      (await accounts(sql`select * from accounts where team = ${team} and livemode = ${livemode ? 1 : 0}`))[0],

    /** Newest first, those before one of them. */
    page: (before: Account | undefined, limit: number): Promise<Account[]> => {
      const older = before ? sql`where (created_at, id) < (${before.createdAt}, ${before.id})` : empty;
      return accounts(sql`select * from accounts ${older} order by created_at desc, id desc limit ${limit}`);
    },

    /** Those that wait for an operator's word on a method. There is an index of them, which has these very words. */
    requesting: (): Promise<Account[]> =>
      accounts(sql`select * from accounts where methods like '%"state":"requested"%'`),

    keys: (account: string): Promise<ApiKey[]> =>
      keys(sql`select * from api_keys where account = ${account} order by created_at, id`),

    /** A key by the hash of its text, revoked or not. */
    keyByHash: async (hash: string): Promise<ApiKey | undefined> =>
      (await keys(sql`select * from api_keys where hash = ${hash}`))[0],

    /** When each of an account's keys was last let in, by id, as exactly as `keyUsed` was told. */
    keyUses: async (account: string): Promise<Map<string, Time>> => {
      const rows = await db.all(sql`
        select key_uses.key, used_at from key_uses join api_keys on api_keys.id = key_uses.key where account = ${account}`);
      return new Map(rows.map((row) => [row.key as string, row.used_at as Time]));
    },

    /** Remembers that a key was let in, where nothing later is known. */
    keyUsed: async (key: string, at: Time): Promise<void> => {
      await db.run(sql`
        insert into key_uses (key, used_at) values (${key}, ${at})
        on conflict (key) do update set used_at = excluded.used_at where key_uses.used_at < excluded.used_at
        returning key`);
    },
  };
}
