import sql, { raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { LinkedAccount } from "../../domain/debit/linked-account.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of linked accounts, deleted ones included: charges name them. */
export function linkedAccountQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<LinkedAccount | undefined> => {
      const rows = await db.all(sql`select * from linked_accounts where account = ${account} and id = ${id}`);
      return rows.map(fromLinked)[0];
    },

    /** The linked accounts of the account with these ids. */
    some: async (account: AccountId, ids: readonly string[]): Promise<LinkedAccount[]> =>
      (await db.all(sql`select t.* ${among("linked_accounts", account, "id", ids)}`)).map(fromLinked),

    /** A page of the account's linked accounts, newest first. */
    page: async (
      account: AccountId,
      period: Period,
      before: Position | null,
      limit: number,
    ): Promise<Page<LinkedAccount>> => {
      const scope = sql`account = ${account} ${within(period)}`;
      const asked = { table: "linked_accounts", columns: raw("*"), scope, conditions: [], before, limit } as const;
      const { rows, next } = await pageOf(db, asked);
      return { rows: rows.map(fromLinked), next };
    },

    list: (account: AccountId, range: ListRange): Promise<Listed<LinkedAccount>> =>
      listOf(db, "linked_accounts", sql`account = ${account}`, range),

    ofCustomer: (account: AccountId, customer: string, range: ListRange): Promise<Listed<LinkedAccount>> =>
      listOf(db, "linked_accounts", current(sql`account = ${account} and customer = ${customer}`), range),
  };
}

const current = (scope: Sql): Sql => sql`${scope} and state <> 'deleted'`;

const fromLinked = (row: Record<string, unknown>): LinkedAccount => fromStored("linked_accounts", row);

/** The linked accounts of these customers that were not deleted, oldest first. */
export async function linkedAccountsOf(
  db: Database,
  account: AccountId,
  customers: readonly string[],
): Promise<LinkedAccount[]> {
  const rows = await db.all(
    sql`select t.* ${among("linked_accounts", account, "customer", customers)} and t.state <> 'deleted' order by t.created_at, t.id`,
  );
  return rows.map(fromLinked);
}
