import { describe, expect, test } from "vitest";
import type { TableName } from "../../domain/changes.ts";
import type { Write } from "../base/statements.ts";
import { tables } from "../base/tables.ts";
import { lostTable, statementOf } from "./statement.ts";

test("referred rows are inserted first, whatever saves share the statement", () => {
  const names = Object.keys(tables) as TableName[];
  for (const order of [names, names.toReversed(), names.toSorted()]) {
    const { text } = statementOf(order.map(anInsert));
    for (const { name, parents } of Object.values(tables))
      for (const parent of parents)
        expect(text.indexOf(`insert into ${parent} `), `${parent} before ${name}`).toBeLessThan(
          text.indexOf(`insert into ${name} `),
        );
  }
});

describe("the table of a duplicate is recognised", () => {
  test.each<[string, object, TableName]>([
    ["by the index's name alone", { constraint: "events_pkey" }, "events"],
    ["where another table's name is the beginning of it", { constraint: "audit_chains_pkey" }, "audit_chains"],
    ["by an index with a name of its own", { constraint: "members_by_email" }, "members"],
    ["where the index is that of a part of a distributed table", { constraint: "events_pkey_102099" }, "events"],
    [
      "from the message where nothing else is told",
      { message: 'duplicate key value violates unique constraint "charges_page_key"' },
      "charges",
    ],
    [
      "in another language",
      { message: "doppelter Schlüsselwert verletzt Unique-Constraint »idempotency_pkey«" },
      "idempotency",
    ],
  ])("%s", (_, told, table) => {
    expect(lostTable(Object.assign(new Error(), { code: "23505" }, told))).toBe(table);
  });
});

test("other errors name no table", () => {
  expect(lostTable(Object.assign(new Error(), { code: "23503", constraint: "events_account_fkey" }))).toBeUndefined();
  expect(lostTable(new Error("Connection terminated"))).toBeUndefined();
});

function anInsert(table: TableName): Write {
  return { kind: "insert", table, values: tables[table].columns.map(() => null) };
}
