import sql, { raw } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Chain } from "../../domain/chain/chain.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of chains, by the platform's account. A chain always includes whether its key was revoked. */
export function chainQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Chain | undefined> => {
      const rows = await db.all(sql`select * from chains where account = ${account} and id = ${id}`);
      return (await withKeys(db, account, rows.map(fromChain)))[0];
    },

    list: async (account: AccountId, range: ListRange): Promise<Listed<Chain>> => {
      const listed = await listOf(db, "chains", sql`account = ${account}`, range);
      return { ...listed, rows: await withKeys(db, account, listed.rows) };
    },

    /** A page of the platform's chains, newest first. */
    page: async (account: AccountId, period: Period, before: Position | null, limit: number): Promise<Page<Chain>> => {
      const scope = sql`account = ${account} ${within(period)}`;
      const { rows, next } = await pageOf(db, {
        table: "chains",
        columns: raw("*"),
        scope,
        conditions: [],
        before,
        limit,
      });
      return { rows: await withKeys(db, account, rows.map(fromChain)), next };
    },

    /** The chains that a platform has, or had, of one merchant. */
    ofMerchant: async (account: AccountId, merchant: AccountId): Promise<Chain[]> => {
      const rows = await db.all(sql`select * from chains where account = ${account} and sub_account = ${merchant}`);
      return withKeys(db, account, rows.map(fromChain));
    },
  };
}

const fromChain = (row: Record<string, unknown>): Chain => fromStored("chains", row);

async function withKeys(db: Database, account: AccountId, found: Chain[]): Promise<Chain[]> {
  if (found.length === 0) return found;
  const ids = found.map(({ id }) => id);
  const rows = await db.all(
    sql`select t.id, (select k.revoked_at from api_keys k where k.id = t.api_key and k.account = t.sub_account) as revoked_at ${among("chains", account, "id", ids)}`,
  );
  const revoked = new Map(rows.map((row) => [row.id, row.revoked_at as Time | null]));
  return found.map((chain) => ({ ...chain, revokedAt: revoked.get(chain.id) ?? null }));
}
