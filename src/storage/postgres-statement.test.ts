import { expect, test } from "vitest";
import type { TableName } from "../domain/changes.ts";
import { statementOf } from "./postgres-statement.ts";
import type { Write } from "./statements.ts";
import { tables } from "./tables.ts";

test("rows go in before those that refer to them, whatever saves share the statement", () => {
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

function anInsert(table: TableName): Write {
  return { kind: "insert", table, values: tables[table].columns.map(() => null) };
}
