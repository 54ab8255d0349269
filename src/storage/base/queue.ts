import sql, { join, raw, type Sql } from "sql-template-tag";
import { days, minutes, type Time } from "../../domain/base/time.ts";
import type { Database } from "./database.ts";

/** Tables whose rows fall due. */
export const queueNames = ["deliveries", "charges", "refunds", "card_checks"] as const;
type QueueName = (typeof queueNames)[number];

/** How much work waits in one queue. `oldest` is when its longest due row fell due, null when none is. */
export type Queue = { queue: QueueName; depth: number; oldest: Time | null };

/** Counting stops here: whoever has fallen so far behind need not know by how much. */
const depthMax = 10_000;

/**
 * By queue, within what time a row that was tried in vain is tried again, and what tells it from others. A bank is asked again a minute
 * after an answer that is unknown; what is older than that has had one.
 */
const failing = (now: Time): Record<QueueName, { within: number; which: Sql }> => {
  const unanswered = sql`created_at <= ${now - minutes(1)}`;
  const asking = sql`state in ('authorizing', 'capturing', 'reversing') and ${unanswered}`;
  return {
    deliveries: { within: days(365), which: sql`attempts > 0` },
    charges: { within: minutes(1), which: asking },
    refunds: { within: minutes(1), which: unanswered },
    card_checks: { within: minutes(1), which: unanswered },
  };
};

export function queueQueries(db: Database) {
  return {
    /** What has fallen due and was not taken, queue by queue; one question, answered from the indexes of due times. */
    due: async (now: Time): Promise<Queue[]> => {
      const parts = queueNames.map((name) => {
        const due = sql`select due_at from ${raw(name)} where due_at <= ${now} order by due_at limit ${depthMax}`;
        return sql`select ${name} as queue, count(*) as depth, min(due_at) as oldest from (${due}) as ${raw(name)}_due`;
      });
      const rows = await db.all(join(parts, " union all "));
      return rows.map(({ queue, depth, oldest }) => ({
        queue: String(queue) as QueueName, // one of those that were asked for
        depth: Number(depth),
        oldest: oldest === null ? null : Number(oldest),
      }));
    },

    /** How many were tried without success and will be tried again, by queue. */
    failing: async (now: Time): Promise<Record<string, number>> => {
      const parts = Object.entries(failing(now)).map(([name, { within, which }]) => {
        const next = sql`select * from ${raw(name)} where due_at <= ${now + within} order by due_at limit ${depthMax}`;
        return sql`select ${name} as queue, count(*) as number from (${next}) as ${raw(name)}_next where ${which}`;
      });
      const rows = await db.all(join(parts, " union all "));
      return Object.fromEntries(rows.map(({ queue, number }) => [String(queue), Number(number)]));
    },
  };
}
