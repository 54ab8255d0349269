import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { KeptCard } from "../../domain/card/kept-card.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of cards that upstreams keep. */
export function keptCardQueries(db: Database) {
  const kept = (rows: Record<string, unknown>[]): KeptCard[] => rows.map((row) => fromStored("kept_cards", row));
  return {
    /** By the id of the card; undefined for a card of our own vault. */
    get: async (account: AccountId, card: string): Promise<KeptCard | undefined> =>
      kept(await db.all(sql`select * from kept_cards where account = ${account} and id = ${card}`))[0],

    /** All of a customer, those of deleted cards too. */
    ofCustomer: async (account: AccountId, customer: string): Promise<KeptCard[]> =>
      kept(
        await db.all(
          sql`select * from kept_cards where account = ${account} and customer = ${customer} order by created_at, id`,
        ),
      ),
  };
}
