import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Card } from "../../domain/card/card.ts";
import type { Customer } from "../../domain/customer/customer.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { type Page, type Position, pageOf } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";
import { linkedAccountsOf } from "../debit/linked-account.ts";
import { mentionsOfCustomer } from "../search/scopes.ts";

/** Queries of customers. A customer always includes its cards; deleted customers and cards are not found. */
export function customerQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Customer | undefined> => {
      const rows = await db.all(
        sql`select * from customers where account = ${account} and id = ${id} and deleted_at is null`,
      );
      return (await withCards(db, account, rows))[0];
    },

    /** The customers of the account with these ids. */
    some: async (account: AccountId, ids: readonly string[]): Promise<Customer[]> =>
      withCards(
        db,
        account,
        await db.all(sql`select t.* ${among("customers", account, "id", ids)} and t.deleted_at is null`),
      ),

    list: async (account: AccountId, range: ListRange): Promise<Listed<Customer>> => {
      const { rows, total } = await listOf(db, "customers", sql`account = ${account} and deleted_at is null`, range);
      return { rows: await addCards(db, account, rows), total };
    },

    /** Customers of the account in which a text occurs, newest first. */
    search: async (
      account: AccountId,
      text: string | null,
      before: Position | null,
      limit: number,
    ): Promise<Page<Customer>> => {
      const { rows, next } = await pageOf(db, {
        table: "customers",
        columns: raw("*"),
        scope: sql`account = ${account} and deleted_at is null`,
        conditions: text === null ? [] : [sql`(${join(mentionsOfCustomer(db, text), " or ")})`],
        before,
        limit,
      });
      return { rows: await withCards(db, account, rows), next };
    },

    /** A page of a customer's cards. */
    cards: (account: AccountId, customer: string, range: ListRange): Promise<Listed<Card>> =>
      listOf(db, "cards", cardsOf(account, customer), range),
  };
}

/** The condition of index cards_of_customer, whose words are the same. */
const cardsOf = (account: AccountId, customer: string): Sql =>
  sql`account = ${account} and owner_id = ${customer} and owner = 'customer' and deleted_at is null`;

const withCards = (db: Database, account: AccountId, rows: Record<string, unknown>[]): Promise<Customer[]> =>
  addCards(
    db,
    account,
    rows.map((row) => fromStored("customers", row)),
  );

async function addCards(db: Database, account: AccountId, customers: Customer[]): Promise<Customer[]> {
  if (customers.length === 0) return customers;
  const linked = await linkedAccountsOf(
    db,
    account,
    customers.map(({ id }) => id),
  );
  const all = customers.map((customer) => ({
    ...customer,
    linkedAccounts: linked.filter((each) => each.customer === customer.id),
  }));
  const ids = customers.filter(({ defaultCard }) => defaultCard !== null).map(({ id }) => id); // the others have none
  if (ids.length === 0) return all;
  const rows = await db.all(
    sql`select t.* ${among("cards", account, "owner_id", ids)} and t.owner = 'customer' and t.deleted_at is null order by t.created_at, t.id`,
  );
  const cards = rows.map((row): Card => fromStored("cards", row));
  return all.map((customer) => ({
    ...customer,
    cards: cards.filter(({ ownerId }) => ownerId === customer.id),
  }));
}
