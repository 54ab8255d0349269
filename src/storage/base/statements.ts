import type { Changes, MutableTable, TableName } from "../../domain/changes.ts";
import { byDependence, type Table, tables, toStored } from "./tables.ts";

/** A value that drivers take. */
export type Value = string | number | null;

/**
 * One write of a set of changes, in order of execution: guards of rows that are not written, guarded updates, then inserts, referred rows before the
 * rows that refer to them, and last updates that may refer to a row which is new: SQLite looks for it at once.
 */
export type Write = { kind: "guard" | "update" | "insert"; table: TableName; values: Value[] };

/** The writes of `changes`. The last values of a guard and of an update are the row's key and the version that must be stored. */
export function writesOf(changes: Changes): Write[] {
  const writes: Write[] = [];
  const referring: Write[] = [];
  for (const name in changes.unchanged) {
    const table = name as MutableTable; // `Changes` has no other names
    for (const row of changes.unchanged[table] ?? []) writes.push(guardOf(tables[table], row));
  }
  for (const name in changes.update) {
    const table = name as MutableTable; // `Changes` has no other names
    const late = tables[table].parents.some((parent) => parent !== table && changes.insert?.[parent]?.length);
    for (const row of changes.update[table] ?? []) (late ? referring : writes).push(updateOf(tables[table], row));
  }
  const inserted = Object.keys(changes.insert ?? {}) as TableName[]; // `Changes` has no other names
  for (const table of inserted.sort(byDependence)) {
    for (const row of changes.insert?.[table] ?? [])
      writes.push({ kind: "insert", table, values: toStored(tables[table], row) });
  }
  return [...writes, ...referring];
}

/** The name of a write's shape: writes of one shape share one text, made and planned once. */
export const shapeOf = ({ kind, table }: Write): string => (kind === "insert" ? table : `${kind} ${table}`);

/**
 * The SQL text of a write; `parameter(n)` spells the engine's n-th parameter, counted from 0.
 *
 * @param lock added to the text of a guard, so that nobody changes the row until the commit
 */
export function textOf(
  { kind, table: name }: Pick<Write, "kind" | "table">,
  parameter: (index: number) => string,
  lock = "",
): string {
  const table = tables[name];
  const columns = table.columns.map(({ column }) => `"${column}"`);
  if (kind === "insert") {
    return `insert into ${name} (${columns.join(", ")}) values (${columns.map((_, index) => parameter(index)).join(", ")})`;
  }
  const changing = kind === "guard" ? [] : table.columns.filter(({ column }) => !table.key.includes(column));
  const key = table.key.map((column, index) => `"${column}" = ${parameter(changing.length + index)}`).join(" and ");
  const loaded = `${key} and version = ${parameter(changing.length + table.key.length)}`;
  if (kind === "guard") return `select 1 from ${name} where ${loaded}${lock}`;
  const assignments = changing.map(({ column }, index) => `"${column}" = ${parameter(index)}`).join(", ");
  return `update ${name} set ${assignments} where ${loaded}`;
}

function guardOf(table: Table, row: { version: number }): Write {
  return { kind: "guard", table: table.name, values: [...keyIn(table, toStored(table, row)), row.version] };
}

/** The values of a row's key. */
const keyIn = ({ key, columns }: Table, stored: readonly Value[]): Value[] =>
  key.map((column) => stored[columns.findIndex((each) => each.column === column)] ?? null);

/** The write of an update. Its key is not set: SQLite treats each set column as changed, and would search all rows that refer to it. */
function updateOf(table: Table, row: { version: number }): Write {
  const stored = toStored(table, row);
  const values: Value[] = [];
  for (const [index, { column }] of table.columns.entries())
    if (!table.key.includes(column)) values.push(stored[index] ?? null);
  values.push(...keyIn(table, stored), row.version - 1);
  return { kind: "update", table: table.name, values };
}
