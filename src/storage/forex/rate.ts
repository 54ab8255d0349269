import sql from "sql-template-tag";
import type { DayRate } from "../../domain/forex/rate.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of the rates that the operator has set. They belong to the server, not to an account. */
export function exchangeRateQueries(db: Database) {
  const rates = (rows: Record<string, unknown>[]): DayRate[] => rows.map((row) => fromStored("exchange_rates", row));
  return {
    /** The rate that holds on a date; undefined where none was set for it or before. */
    on: async (base: string, quote: string, date: string): Promise<DayRate | undefined> =>
      rates(
        await db.all(
          sql`select * from exchange_rates where base = ${base} and quote = ${quote} and since <= ${date} order by since desc limit 1`,
        ),
      )[0],

    /** The rate that was set from exactly this date on. */
    since: async (base: string, quote: string, date: string): Promise<DayRate | undefined> =>
      rates(
        await db.all(sql`select * from exchange_rates where base = ${base} and quote = ${quote} and since = ${date}`),
      )[0],

    /** All rates, by currency, newest first. */
    all: async (): Promise<DayRate[]> =>
      rates(await db.all(sql`select * from exchange_rates order by base, quote, since desc`)),
  };
}
