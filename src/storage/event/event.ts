import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Attempt, Delivery, Event } from "../../domain/event/event.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type ListRange, listOf } from "../base/list.ts";
import { type Page, type Position, pageOf } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** An event or an attempt, by the name of its row, with the data that the live feed sends. */
type HappenedRow = { name: string; at: Time; key: string; id: string; charge: string | null };

/** Upper bound of changes in one look of the live feed; enough for a listener to load its page again. */
const happenedMax = 500;

/** Queries of events, deliveries and attempts. */
export function eventQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Event | undefined> => {
      const [row] = await db.all(sql`select * from events where account = ${account} and id = ${id}`);
      return row && fromStored("events", row);
    },

    list: (account: AccountId, range: ListRange) => listOf(db, "events", sql`account = ${account}`, range),

    listOfCharge: (account: AccountId, charge: string, range: ListRange) =>
      listOf(db, "events", sql`account = ${account} and charge = ${charge}`, range),

    /** Events of a short period about an object, or about what belongs to it as a refund does to its charge; oldest first. */
    ofObject: async (account: AccountId, object: string, from: Time, to: Time): Promise<Event[]> => {
      const rows = await db.all(sql`
        select * from events
        where account = ${account} and created_at between ${from} and ${to} and (object_id = ${object} or charge = ${object})
        order by created_at, id`);
      return rows.map((row) => fromStored("events", row));
    },

    /** The latest events of a charge, oldest first. */
    ofCharge: async (account: AccountId, charge: string, limit: number): Promise<Event[]> => {
      const rows = await db.all(
        sql`select * from events where account = ${account} and charge = ${charge} order by created_at desc, id desc limit ${limit}`,
      );
      return rows.map((row) => fromStored("events", row)).reverse();
    },

    /** The events of the account with these ids. */
    some: async (account: AccountId, ids: readonly string[]): Promise<Event[]> => {
      if (ids.length === 0) return [];
      const rows = await db.all(sql`select t.* ${among("events", account, "id", ids)}`);
      return rows.map((row) => fromStored("events", row));
    },

    /** The account's latest events and attempts after `since`, oldest first. */
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

    /** All attempts to deliver these events, oldest first. */
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
    /** Deliveries of the account, newest first; of one state, or of any for null. */
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

    /** Deliveries of an account that were given up, oldest first. */
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
