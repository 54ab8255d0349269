import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { CheckoutSession } from "../../domain/link/checkout-session.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { fromStored } from "../base/tables.ts";
import { completed } from "../payment/charge.ts";

/** Queries of checkout sessions. A session always includes its charges. */
export function checkoutSessionQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<CheckoutSession | undefined> => {
      const rows = await db.all(sql`select * from checkout_sessions where account = ${account} and id = ${id}`);
      const found = rows.map((row) => fromStored("checkout_sessions", row));
      return (await withPayments(db, account, found))[0];
    },

    list: async (account: AccountId, range: ListRange): Promise<Listed<CheckoutSession>> => {
      const { rows, total } = await listOf(db, "checkout_sessions", sql`account = ${account}`, range);
      return { rows: await withPayments(db, account, rows), total };
    },
  };
}

/** Adds the charges of sessions, oldest first, by one query; none where nobody has tried to pay. */
async function withPayments(db: Database, account: AccountId, found: CheckoutSession[]): Promise<CheckoutSession[]> {
  const ids = found.filter(({ charge }) => charge !== null).map(({ id }) => id);
  if (ids.length === 0) return found;
  const rows = await db.all(
    sql`select t.* ${among("charges", account, "checkout_session", ids)} order by t.created_at, t.id`,
  );
  const charges = await completed(
    db,
    account,
    rows.map((row) => fromStored("charges", row)),
  );
  return found.map((session) => ({
    ...session,
    payments: charges.filter(({ checkoutSession }) => checkoutSession === session.id),
  }));
}
