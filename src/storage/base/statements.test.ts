import { expect, test } from "vitest";
import { textOf } from "./statements.ts";
import { tables } from "./tables.ts";

test.each(Object.values(tables))(
  "an update of $name leaves its key alone, so that nobody looks for rows that refer to it",
  (table) => {
    const [, assignments = "", guard = ""] =
      /set (.*) where (.*)/.exec(textOf({ kind: "update", table: table.name }, () => "?")) ?? [];
    for (const column of table.key) {
      expect(assignments).not.toContain(`"${column}" =`);
      expect(guard).toContain(`"${column}" =`);
    }
  },
);
