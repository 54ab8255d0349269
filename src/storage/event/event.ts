import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Attempt, Delivery, Event } from "../../domain/event/event.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type ListRange, listOf } from "../base/list.ts";
import { type Page, type Position, pageOf } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** An event or a try, by the name of its row, and what it says to whoever listens. */
type HappenedRow = { name: string; at: Time; key: string; id: string; charge: string | null };

/** Whoever listens while more than that happens in a few seconds hears of enough to look again. */
const happenedMax = 500;

/** What is asked about events and their way to the merchant. */
export function eventQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Event | undefined> => {
      const [row] = await db.all(sql`select * from events where account = ${account} and id = ${id}`);
      return row && fromStored("events", row);
    },

    list: (account: AccountId, range: ListRange) => listOf(db, "events", sql`account = ${account}`, range),

    listOfCharge: (account: AccountId, charge: string, range: ListRange) =>
      listOf(db, "events", sql`account = ${account} and charge = ${charge}`, range),

    /** The latest of a charge, oldest first. */
    ofCharge: async (account: AccountId, charge: string, limit: number): Promise<Event[]> => {
      const rows = await db.all(
        sql`select * from events where account = ${account} and charge = ${charge} order by created_at desc, id desc limit ${limit}`,
      );
      return rows.map((row) => fromStored("events", row)).reverse();
    },

    /** Those of them that the account has. */
    some: async (account: AccountId, ids: readonly string[]): Promise<Event[]> => {
      if (ids.length === 0) return [];
      const rows = await db.all(sql`select t.* ${among("events", account, "id", ids)}`);
      return rows.map((row) => fromStored("events", row));
    },

    /** The latest that happened to the account's things after `since`, oldest first: its events, and the tries to deliver them. */
    happenedSince: async (account: AccountId, since: Time): Promise<HappenedRow[]> => {
      const rows = await db.all(sql`
        select id as name, created_at, key, id as about, charge from events where account = ${account} and created_at > ${since}
        union all
        select id, created_at, 'delivery.attempt', event, null from attempts where account = ${account} and created_at > ${since}
        order by created_at desc, name desc limit ${happenedMax}`);
      return rows.reverse().map((row) => ({
        name: String(row.name),
        at: Number(row.created_at),
        key: String(row.key),
        id: String(row.about),
        charge: row.charge as string | null,
      }));
    },

    /** Every HTTP try of these events, oldest first. */
    attempts: async (account: AccountId, events: readonly string[]): Promise<Attempt[]> => {
      if (events.length === 0) return [];
      const rows = await db.all(
        sql`select t.* ${among("attempts", account, "event", events)} order by t.created_at, t.id`,
      );
      return rows.map((row) => fromStored("attempts", row));
    },
  };
}

export function deliveryQueries(db: Database) {
  return {
    /** The account's, newest first; of one state, or of any where it is null. */
    page: async (
      account: AccountId,
      state: Delivery["state"] | null,
      before: Position | null,
      limit: number,
    ): Promise<Page<Delivery>> => {
      const { rows, next } = await pageOf(db, {
        table: "deliveries",
        columns: sql`*`,
        scope: sql`account = ${account}`,
        conditions: state === null ? [] : [sql`state = ${state}`],
        before,
        limit,
      });
      return { rows: rows.map((row) => fromStored("deliveries", row)), next };
    },

    /** Those of an account that were given up, oldest first. */
    givenUp: async (account: AccountId, limit: number): Promise<Delivery[]> => {
      const rows = await db.all(sql`
        select * from deliveries where account = ${account} and state = 'given_up' order by created_at, id limit ${limit}`);
      return rows.map((row) => fromStored("deliveries", row));
    },

    ofEvent: async (account: AccountId, event: string): Promise<Delivery[]> => {
      const rows = await db.all(
        sql`select * from deliveries where account = ${account} and event = ${event} order by +created_at, id`,
      );
      return rows.map((row) => fromStored("deliveries", row));
    },
  };
}
