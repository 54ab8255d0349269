import sql, { join, raw, type Sql } from "sql-template-tag";
import { withoutMinorUnits } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import {
  type Range,
  type Read,
  readAmount,
  readCode,
  readDigits,
  readFlag,
  readNumber,
  readText,
  readTime,
  readWord,
} from "../../domain/search/filter-value.ts";
import type { Database } from "../base/database.ts";

/**
 * A condition on the rows of a scope: a period of creation times, ids, one that an index serves ("few"), or one that is tested row by row. `hidden`
 * takes rows that the scope does not show otherwise.
 */
export type Condition =
  | { by: "time"; range: Range }
  | { by: "ids"; ids: readonly string[] }
  | { by: "few" | "row"; sql: Sql; hidden?: true };

/** A filter of a search: its kind in words, and the condition of a value at the account's time; undefined for a value that cannot be read. */
export type Filter = { kind: string; condition(db: Database, text: string, now: Time): Condition | undefined };

type Column = Sql | ((db: Database) => Sql);

/** A filter whose values of one kind become conditions on rows. */
const filter = <Value>(
  kind: string,
  read: Read<Value>,
  where: (value: Value, db: Database, now: Time) => Sql,
  by: "few" | "row" = "row",
): Filter => ({
  kind,
  condition: (db, text, now) => {
    const value = read(text);
    return value === undefined ? undefined : { by, sql: where(value, db, now) };
  },
});

export const between = (column: Sql, { from, to }: Range): Sql =>
  join(
    [...(from === null ? [] : [sql`${column} >= ${from}`]), ...(to === null ? [] : [sql`${column} <= ${to}`])],
    " and ",
  );

const columnOf = (column: Column, db: Database): Sql => (typeof column === "function" ? column(db) : column);

/** An amount in the minor units of the row's `currency`, or a range of them. */
export const amount = (column: Sql): Filter =>
  filter("an amount in main units such as 1000.50, or a range such as 100..200", readAmount, (range) =>
    between(sql`(${column} * case when currency = ${withoutMinorUnits} then 100 else 1 end)`, range),
  );

export const number = (column: Column): Filter =>
  filter("a whole number, or a range such as 3..10", readNumber, (range, db) => between(columnOf(column, db), range));

const timeKind = "a date such as 2026-01-31, a month, a year, a time, or a range such as 2026-01-01..2026-01-31";

export const time = (column: Sql): Filter => filter(timeKind, readTime, (range) => between(column, range));

/** The creation time, on which each scope has an index. */
export const created: Filter = {
  kind: timeKind,
  condition: (_, text) => {
    const range = readTime(text);
    return range && { by: "time", range };
  },
};

/** @param where the condition on rows for which it is true */
export const flag = (where: Column): Filter =>
  filter("true or false", readFlag, (yes, db) => {
    const holds = columnOf(where, db);
    return sql`case when ${holds} then 1 else 0 end = ${yes ? 1 : 0}`;
  });

/** Whether a row was deleted. Only a search that asks for it finds one that was. */
export const deleted: Filter = {
  kind: "true or false",
  condition: (_, text) => {
    const yes = readFlag(text);
    return yes === undefined
      ? undefined
      : { by: "row", sql: yes ? sql`deleted_at is not null` : sql`deleted_at is null`, hidden: true };
  },
};

/** A fact that no row has. */
export const never = flag(sql`1 = 0`);

/** One of a few words. */
export const word = <const Word extends string>(
  words: readonly Word[],
  where: (word: Word, db: Database, now: Time) => Sql,
): Filter => filter(`one of ${words.join(", ")}`, readWord(words), where);

/** A code or an id, in a column of codes in any case. */
export const code = (column: Sql): Filter => filter("a code", readCode, (value) => sql`lower(${column}) = ${value}`);

/** An id in a column with an index. */
export const reference = (column: string): Filter =>
  filter("an id", readCode, (value) => sql`${raw(column)} = ${value}`, "few");

/** An id or a number of a kind that no row has. */
export const unknown: Filter = filter("a code", readCode, () => sql`1 = 0`);

/** @param where the condition for these digits of a card */
export const digits = (where: (digits: string, db: Database) => Sql): Filter => filter("digits", readDigits, where);

export const text = (where: (text: string, db: Database) => Sql): Filter => filter("text", readText, where);
