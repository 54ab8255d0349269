import sql, { raw } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Card, CardToken } from "../../domain/card/card.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { fromJoined, fromStored, joinedColumns } from "../base/tables.ts";

/** What is asked about cards: what they show, and never their numbers. */
export function cardQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Card | undefined> => {
      const [row] = await db.all(sql`select * from cards where account = ${account} and id = ${id}`);
      return row && fromStored("cards", row);
    },

    /** The cards of the account with these ids. */
    some: async (account: AccountId, ids: readonly string[]): Promise<Card[]> => {
      const rows = await db.all(sql`select t.* ${among("cards", account, "id", ids)}`);
      return rows.map((row) => fromStored("cards", row));
    },
  };
}

export function tokenQueries(db: Database) {
  const columns = raw(`${joinedColumns("tokens", "t")}, ${joinedColumns("cards", "c")}`);
  return {
    /** A token with its card, by one query, since the payer waits for it. */
    get: async (account: AccountId, id: string): Promise<CardToken | undefined> => {
      const [row] = await db.all(sql`
        select ${columns} from tokens t join cards c on c.account = t.account and c.id = t.card
        where t.account = ${account} and t.id = ${id}`);
      return row && { token: fromJoined("tokens", row), card: fromJoined("cards", row) };
    },

    /** Forgets payments of wallets whose data would be refused as too old. */
    forgetWalletPayments: (before: Time) => db.run(sql`delete from wallet_payments where expires_at < ${before}`),
  };
}
