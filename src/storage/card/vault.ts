import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import { type CardCheck, type CardSecret, checkIdOf, type DataKey } from "../../domain/card/card.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** What the vault asks. Nothing here can be read without its keys. */
export function vaultQueries(db: Database) {
  return {
    dataKeys: async (): Promise<DataKey[]> => {
      const rows = await db.all(sql`select * from data_keys order by created_at, id`);
      return rows.map((row) => fromStored("data_keys", row));
    },

    dataKey: async (id: string): Promise<DataKey | undefined> => {
      const [row] = await db.all(sql`select * from data_keys where id = ${id}`);
      return row && fromStored("data_keys", row);
    },

    /**
     * Destroys keys whose time is over and which seal nothing any more, also in what the database file still holds of deleted rows.
     * Copies of the database are out of reach.
     */
    destroyKeys: async (now: Time): Promise<void> => {
      const destroyed = await db.run(
        sql`delete from data_keys where destroy_at <= ${now}
          and not exists (select 1 from card_secrets where key_id = data_keys.id) returning id`,
      );
      if (destroyed.length > 0) await db.scrub("data_keys");
    },

    /** Puts a data key under another wrapping; the cards sealed with it stay as they are. */
    rewrap: (key: DataKey) =>
      db.run(sql`update data_keys set wrapped = ${key.wrapped}, kek_id = ${key.kekId} where id = ${key.id}`),

    secret: async (account: AccountId, card: string): Promise<CardSecret | undefined> => {
      const [row] = await db.all(sql`select * from card_secrets where account = ${account} and card = ${card}`);
      return row && fromStored("card_secrets", row);
    },

    secrets: async (account: AccountId, cards: readonly string[]): Promise<CardSecret[]> => {
      if (cards.length === 0) return [];
      const rows = await db.all(sql`select t.* ${among("card_secrets", account, "card", cards)}`);
      return rows.map((row) => fromStored("card_secrets", row));
    },

    /** Forgets card numbers whose time is over. */
    eraseSecrets: (now: Time) => db.run(sql`delete from card_secrets where erase_at <= ${now}`),

    checkOfCard: async (account: AccountId, card: string): Promise<CardCheck | undefined> => {
      const [row] = await db.all(sql`select * from card_checks where account = ${account} and id = ${checkIdOf(card)}`);
      return row && fromStored("card_checks", row);
    },

    /** The check that a request had made. */
    checkOfRequest: async (account: AccountId, request: string): Promise<CardCheck | undefined> => {
      const [row] = await db.all(
        sql`select * from card_checks where account = ${account} and request = ${request} and request is not null`,
      );
      return row && fromStored("card_checks", row);
    },
  };
}
