import { createHash } from "node:crypto";
import type { Tell } from "../base/database.ts";

/** `off` for who knows that a pooler loses names; `auto` finds out. */
export type Prepare = "auto" | "off";

/** SQLSTATE of what comes before anything was done: the name is taken, is unknown, or stands for a plan that the tables have outgrown. */
const nameTaken = "42P05";
const nameUnknown = "26000";
const notSupported = "0A000";

/**
 * Names of prepared statements. PostgreSQL keeps a statement under its name for one connection, and plans it once. A pooler in transaction mode gives each
 * transaction another connection; where it does not follow the names, they are taken or unknown there. From the first such error on, nothing has a name.
 */
export function statementNames(prepare: Prepare, tell: Tell) {
  const names = new Map<string, string>();
  const unnamed = new Set<string>();
  let following = prepare === "auto";

  return {
    /** Undefined for what is sent without a name. One name means one text in every process, since a connection that is passed on may have been another's. */
    of(text: string): string | undefined {
      if (!following || unnamed.has(text)) return undefined;
      const name = names.get(text) ?? `c_${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
      names.set(text, name);
      return name;
    },

    /** Whether nothing but the name was wrong: nothing has been done, and the same text can be sent without. */
    wereAtFault(error: unknown, text: string): boolean {
      const { code } = error as { code?: string };
      if (code === notSupported) {
        unnamed.add(text); // a newer version has given a table another column, for which the plan does not hold
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
