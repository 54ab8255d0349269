import sql, { raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import { occurrencesShown, type Schedule } from "../../domain/schedule/schedule-row.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";
import { shown } from "./occurrence.ts";

/** Queries of schedules. A schedule always includes what other tables tell of it: its first processed occurrences, and its customer's default card. */
export function scheduleQueries(db: Database) {
  const listed = async (account: AccountId, where: Sql, range: ListRange): Promise<Listed<Schedule>> => {
    const found = await listOf(db, "schedules", where, range);
    return { ...found, rows: await completed(db, account, found.rows) };
  };
  return {
    get: async (account: AccountId, id: string): Promise<Schedule | undefined> => {
      const rows = await db.all(sql`select * from schedules where account = ${account} and id = ${id}`);
      const found = rows.map((row) => fromStored("schedules", row));
      return (await completed(db, account, found))[0];
    },

    /** Deleted schedules are listed as well. */
    list: (account: AccountId, range: ListRange) => listed(account, sql`account = ${account}`, range),

    /** Schedules that charge customers. */
    listOfCharges: (account: AccountId, range: ListRange) =>
      listed(account, sql`account = ${account} and recipient is null`, range),

    /** Schedules that pay out to recipients. */
    listOfTransfers: (account: AccountId, range: ListRange) =>
      listed(account, sql`account = ${account} and recipient is not null`, range),

    listOfRecipient: (account: AccountId, recipient: string, range: ListRange) =>
      listed(account, sql`account = ${account} and recipient = ${recipient}`, range),

    listOfCustomer: (account: AccountId, customer: string, range: ListRange) =>
      listed(account, sql`account = ${account} and customer = ${customer}`, range),

    /** A page of the account's schedules, newest first. */
    page: async (
      account: AccountId,
      period: Period,
      before: Position | null,
      limit: number,
    ): Promise<Page<Schedule>> => {
      const { rows, next } = await pageOf(db, {
        table: "schedules",
        columns: raw("*"),
        scope: sql`account = ${account} ${within(period)}`,
        conditions: [],
        before,
        limit,
      });
      return { rows: rows.map((row) => fromStored("schedules", row)), next };
    },
  };
}

const completed = async (db: Database, account: AccountId, found: Schedule[]): Promise<Schedule[]> =>
  withDefaultCards(db, account, await withOccurrences(db, account, found));

/** Adds the default cards of the customers whose schedules name no card. */
async function withDefaultCards(db: Database, account: AccountId, found: Schedule[]): Promise<Schedule[]> {
  const customers = found.flatMap(({ card, customer }) => (card === null && customer !== null ? [customer] : []));
  if (customers.length === 0) return found;
  const rows = await db.all(sql`select t.id, t.default_card ${among("customers", account, "id", customers)}`);
  const cards = new Map(rows.map((row) => [row.id, row.default_card as string | null]));
  return found.map((schedule) => ({
    ...schedule,
    defaultCard: schedule.card === null && schedule.customer !== null ? (cards.get(schedule.customer) ?? null) : null,
  }));
}

/** Adds the occurrences that are shown inside schedules. Where none was processed yet, no second query is needed. */
async function withOccurrences(db: Database, account: AccountId, found: Schedule[]): Promise<Schedule[]> {
  const run = found.filter(({ processed }) => processed > 0).map(({ id }) => id);
  if (run.length === 0) return found;
  const rows = await db.all(sql`
    select * from (
      select t.*, row_number() over (partition by t.schedule order by t.created_at, t.id) as place
      ${among("occurrences", account, "schedule", run)} and ${shown("t.")}
    ) as numbered where place <= ${occurrencesShown} order by created_at, id`);
  const occurrences = rows.map((row) => fromStored("occurrences", row));
  return found.map((schedule) => ({
    ...schedule,
    occurrences: occurrences.filter((occurrence) => occurrence.schedule === schedule.id),
  }));
}
