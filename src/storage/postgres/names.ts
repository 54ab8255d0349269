import { createHash } from "node:crypto";
import type { Tell } from "../base/database.ts";

/** `off` where a pooler is known to lose names; `auto` finds out. */
export type Prepare = "auto" | "off";

/** SQLSTATE of errors before any work: the name is taken; the name is unknown; its plan no longer fits the table. */
const nameTaken = "42P05";
const nameUnknown = "26000";
const notSupported = "0A000";

/**
 * Names of prepared statements. PostgreSQL keeps a named statement for one connection and plans it once. A pooler in transaction mode changes
 * connections between transactions; unless it follows the names, they are taken or unknown there. After the first such error no statement has a name.
 */
export function statementNames(prepare: Prepare, tell: Tell) {
  const names = new Map<string, string>();
  const unnamed = new Set<string>();
  let following = prepare === "auto";

  return {
    /**
     * The name of a text; undefined for a statement without a name. A name means the same text in every process, since a pooler passes connections
     * on.
     */
    of(text: string): string | undefined {
      if (!following || unnamed.has(text)) return undefined;
      const name = names.get(text) ?? `c_${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
      names.set(text, name);
      return name;
    },

    /** Whether only the name failed: no work was done, and the same text can be sent without a name. */
    wereAtFault(error: unknown, text: string): boolean {
      const { code } = error as { code?: string };
      if (code === notSupported) {
        unnamed.add(text); // a newer version has added a column, so the plan no longer fits
        return true;
      }
      if (code !== nameTaken && code !== nameUnknown) return false;
      if (following)
        tell("prepared statements are lost between here and PostgreSQL, as by a pooler; from now on none are used");
      following = false;
      return true;
    },
  };
}
