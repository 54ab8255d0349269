import type { Changes, MutableTable, TableName } from "../domain/changes.ts";
import { type Table, tables, toStored } from "./tables.ts";

/** One write of a set of changes, in the order in which an engine performs them: guarded updates first. */
export type Write = { kind: "update" | "insert"; table: Table; values: (string | number | null)[] };

/** The writes of `changes`. An update's values end with its key and the version it must still have. */
export function writesOf(changes: Changes): Write[] {
  const updates = Object.entries(changes.update ?? {}) as [MutableTable, readonly { version: number }[]][];
  const inserts = Object.entries(changes.insert ?? {}) as [TableName, readonly object[]][];
  return [
    ...updates.flatMap(([name, rows]) => rows.map((row) => updateOf(tables[name], row))),
    ...inserts.flatMap(([name, rows]) =>
      rows.map((row): Write => ({ kind: "insert", table: tables[name], values: toStored(tables[name], row) })),
    ),
  ];
}

/** Writes of one shape have one text, so that each text is made and planned once. */
export const shapeOf = ({ kind, table }: Write): string => `${kind} ${table.name}`;

/** The text of a write; `parameter(n)` is how the engine spells its n-th value, counted from 0. */
export function textOf({ kind, table }: Pick<Write, "kind" | "table">, parameter: (index: number) => string): string {
  const columns = table.columns.map(({ column }) => `"${column}"`);
  if (kind === "insert") {
    return `insert into ${table.name} (${columns.join(", ")}) values (${columns.map((_, index) => parameter(index)).join(", ")})`;
  }
  const changing = table.columns.filter(({ column }) => !table.key.includes(column));
  const assignments = changing.map(({ column }, index) => `"${column}" = ${parameter(index)}`).join(", ");
  const key = table.key.map((column, index) => `"${column}" = ${parameter(changing.length + index)}`).join(" and ");
  return `update ${table.name} set ${assignments} where ${key} and version = ${parameter(changing.length + table.key.length)}`;
}

/** The key stays out of what is set: SQLite takes whatever is set as changed, and looks through all rows that refer to it. */
function updateOf(table: Table, row: { version: number }): Write {
  const stored = toStored(table, row);
  const values = table.columns.map(({ column }, index) => ({ column, value: stored[index] ?? null }));
  const changing = values.filter(({ column }) => !table.key.includes(column));
  const key = table.key.map((column) => values.find((each) => each.column === column));
  return {
    kind: "update",
    table,
    values: [...[...changing, ...key].map((each) => each?.value ?? null), row.version - 1],
  };
}
