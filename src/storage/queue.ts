import sql, { join, raw } from "sql-template-tag";
import type { Time } from "../domain/time.ts";
import type { Database } from "./database.ts";

/** How much work waits in one queue. `oldest` is when its longest due row fell due, null when none is. */
export type Queue = { queue: string; depth: number; oldest: Time | null };

/** Tables whose rows fall due. */
const queues = ["deliveries", "charges", "refunds", "card_checks"];

/** Counting stops here: whoever has fallen so far behind need not know by how much. */
const depthMax = 10_000;

export function queueQueries(db: Database) {
  return {
    /** What has fallen due and was not taken, queue by queue; one question, answered from the indexes of due times. */
    due: async (now: Time): Promise<Queue[]> => {
      const parts = queues.map((name) => {
        const due = sql`select due_at from ${raw(name)} where due_at <= ${now} order by due_at limit ${depthMax}`;
        return sql`select ${name} as queue, count(*) as depth, min(due_at) as oldest from (${due}) as ${raw(name)}_due`;
      });
      const rows = await db.all(join(parts, " union all "));
      return rows.map(({ queue, depth, oldest }) => ({
        queue: String(queue),
        depth: Number(depth),
        oldest: oldest === null ? null : Number(oldest),
      }));
    },
  };
}
