import { expect, test } from "vitest";
import { textOf } from "./statements.ts";
import { tables } from "./tables.ts";

test.each(Object.values(tables))(
  "an update of $name does not set its key, so that no referring rows are searched",
  (table) => {
    const [, assignments = "", guard = ""] =
      /set (.*) where (.*)/.exec(textOf({ kind: "update", table: table.name }, () => "?")) ?? [];
    for (const column of table.key) {
      expect(assignments).not.toContain(`"${column}" =`);
      expect(guard).toContain(`"${column}" =`);
    }
  },
);
