import sql, { raw, type Sql } from "sql-template-tag";

/** Conditions on texts, of which `%`, `_` and `!` mean themselves. */

export const has = (column: string, text: string): Sql => sql`${raw(column)} like ${`%${escaped(text)}%`} escape '!'`;

export const hasInAnyCase = (column: Sql, text: string): Sql =>
  sql`lower(${column}) like ${`%${escaped(text.toLowerCase())}%`} escape '!'`;

/** A text as it stands within JSON. */
export const insideJson = (text: string): string => JSON.stringify(text).slice(1, -1);

const escaped = (text: string): string => text.replace(/[%_!]/g, "!$&");
