import type { TableName } from "../../domain/changes.ts";
import { shapeOf, textOf, type Value, type Write } from "../base/statements.ts";
import { byDependence, tables } from "../base/tables.ts";

export type Statement = { text: string; values: Value[] };

/**
 * All writes as one statement, each a part of one `with`, so one round trip and one commit. Rows to insert go table by table as one JSON text, so the
 * statement is the same however many there are. PostgreSQL checks foreign keys when all of it is done, but engines that speak its language and perform
 * the parts one after the other check them after each, so the tables are in the order of dependence. The first guard that did not hold makes the select read the name of its table as a number,
 * which fails and undoes everything; `lostTable` reads that error.
 */
export function statementOf(writes: readonly Write[]): Statement {
  const updates = writes.filter(({ kind }) => kind === "update");
  const inserts = Map.groupBy(
    writes.filter(({ kind }) => kind === "insert"),
    ({ table }) => table,
  );
  const inserted = [...inserts.keys()].sort(byDependence);
  const rows = inserted.map((table) => rowsText(table, inserts.get(table) ?? []));
  return { text: textFor(updates, inserted), values: [...updates.flatMap(({ values }) => values), ...rows] };
}

/** Texts repeat from request to request, so each is made once here and planned once a connection. */
const texts = new Map<string, string>();

function textFor(updates: readonly Write[], inserted: readonly TableName[]): string {
  const shape = [...updates.map(shapeOf), ...inserted].join();
  const known = texts.get(shape) ?? newText(updates, inserted);
  texts.set(shape, known);
  return known;
}

function newText(updates: readonly Write[], inserted: readonly TableName[]): string {
  let parameters = 0;
  const updating = updates.map((write, index) => {
    const first = parameters;
    parameters += write.values.length;
    return `w${index} as (${textOf(write, (position) => `$${first + position + 1}`)} returning 1)`;
  });
  const inserting = inserted.map((table) => {
    parameters += 1;
    const columns = tables[table].columns.map(({ column }) => `"${column}"`).join(", "); // a newer version's may have more
    return `new_${table} as (insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $${parameters}))`;
  });
  const guards = updates.map(({ table }, index) => `when not exists (select from w${index}) then 'lost ${table}'`);
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
  // Half a surrogate pair is no character; the driver sends U+FFFD for it, a JSON text would be refused.
  return text.includes("\\ud") ? JSON.stringify(rows, (_, value) => value?.toWellFormed?.() ?? value) : text;
}

const uniqueViolation = "23505";
const notANumber = "22P02";

/** The table whose guard did not hold, or where a key was taken. */
export function lostTable(error: unknown): TableName | undefined {
  const { code, constraint = "", message = "" } = error as { code?: string; constraint?: string; message?: string };
  if (code === uniqueViolation) return tableOfIndex(`${constraint} ${message}`);
  const lost = code === notANumber ? /\blost (\w+)/.exec(message)?.[1] : undefined;
  return lost as TableName | undefined; // the names are those of our tables
}

/**
 * Unique indexes begin with the name of their table, those that PostgreSQL names as well as ours, so a duplicate is known by the index alone: it stands
 * in the message in any language, while engines that distribute tables do not tell the table, and name the index of a part, such as `events_pkey_102099`.
 */
function tableOfIndex(words: string): TableName | undefined {
  return longestFirst.find((name) => new RegExp(`\\b${name}_`).test(words));
}

/** `audit_chains_pkey` begins with `audit_` as well. */
const longestFirst = (Object.keys(tables) as TableName[]).sort((one, other) => other.length - one.length);
