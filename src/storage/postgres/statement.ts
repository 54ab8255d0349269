import type { TableName } from "../../domain/changes.ts";
import { shapeOf, textOf, type Value, type Write } from "../base/statements.ts";
import { byDependence, tables } from "../base/tables.ts";

export type Statement = { text: string; values: Value[] };

/**
 * Puts all writes into one statement, each a part of one `with`: one round trip and one commit. Inserts go table by table as one JSON text, so the
 * statement does not depend on their number. PostgreSQL checks foreign keys at the end; compatible engines that run the parts in turn check after
 * each part, so tables are in order of dependence. A row that is guarded without being written is locked against changes until the commit, and looked at
 * again once it is locked. The first failed guard makes the select cast its table's name to a number: the error undoes
 * everything, and `lostTable` reads it.
 */
export function statementOf(writes: readonly Write[]): Statement {
  const guarded = writes.filter(({ kind }) => kind !== "insert");
  const inserts = Map.groupBy(
    writes.filter(({ kind }) => kind === "insert"),
    ({ table }) => table,
  );
  const inserted = [...inserts.keys()].sort(byDependence);
  const rows = inserted.map((table) => rowsText(table, inserts.get(table) ?? []));
  return { text: textFor(guarded, inserted), values: [...guarded.flatMap(({ values }) => values), ...rows] };
}

/** Texts by shape: they repeat between requests, so each is made once here and planned once per connection. */
const texts = new Map<string, string>();

function textFor(guarded: readonly Write[], inserted: readonly TableName[]): string {
  const shape = [...guarded.map(shapeOf), ...inserted].join();
  const known = texts.get(shape) ?? newText(guarded, inserted);
  texts.set(shape, known);
  return known;
}

function newText(guarded: readonly Write[], inserted: readonly TableName[]): string {
  let parameters = 0;
  const updating = guarded.map((write, index) => {
    const first = parameters;
    parameters += write.values.length;
    const text = textOf(write, (position) => `$${first + position + 1}`, " for share");
    return `w${index} as (${text}${write.kind === "update" ? " returning 1" : ""})`;
  });
  const inserting = inserted.map((table) => {
    parameters += 1;
    const columns = tables[table].columns.map(({ column }) => `"${column}"`).join(", "); // named, since a newer version's table may have more columns
    return `new_${table} as (insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $${parameters}))`;
  });
  const guards = guarded.map(({ table }, index) => `when not exists (select from w${index}) then 'lost ${table}'`);
  const verdict = guards.length === 0 ? "1" : `(case ${guards.join(" ")} else '1' end)::int`;
  return `with ${[...updating, ...inserting].join(", ")} select ${verdict}`;
}

/** Rows as JSON, by the names of their columns. */
function rowsText(table: TableName, writes: readonly Write[]): string {
  const { columns } = tables[table];
  const rows = writes.map(({ values }) => {
    const row: Record<string, Value> = {};
    columns.forEach(({ column }, index) => {
      const value = values[index] ?? null;
      if (value !== null) row[column] = value;
    });
    return row;
  });
  const text = JSON.stringify(rows);
  // An unpaired surrogate is not a character: PostgreSQL refuses it in JSON text. Replace it by U+FFFD, as the driver does.
  return text.includes("\\ud") ? JSON.stringify(rows, (_, value) => value?.toWellFormed?.() ?? value) : text;
}

const uniqueViolation = "23505";
const notANumber = "22P02";

/** The table whose guard failed or whose key was taken; undefined for other errors. */
export function lostTable(error: unknown): TableName | undefined {
  const { code, constraint = "", message = "" } = error as { code?: string; constraint?: string; message?: string };
  if (code === uniqueViolation) return tableOfIndex(`${constraint} ${message}`);
  const lost = code === notANumber ? /\blost (\w+)/.exec(message)?.[1] : undefined;
  return lost as TableName | undefined; // these are names of our tables
}

/**
 * The table of a unique index. Index names begin with the table's name, also those that PostgreSQL chooses. The index is in the message in every
 * language; distributed engines do not report the table, and report the index of a part, such as `events_pkey_102099`.
 */
function tableOfIndex(words: string): TableName | undefined {
  return longestFirst.find((name) => new RegExp(`\\b${name}_`).test(words));
}

/** Tables, longest name first: `audit_chains_pkey` begins with `audit_` as well. */
const longestFirst = (Object.keys(tables) as TableName[]).sort((one, other) => other.length - one.length);
