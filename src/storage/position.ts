import sql, { empty, type Sql } from "sql-template-tag";
import type { Time } from "../domain/time.ts";

/** A place in a list that is ordered by time and id: rows may come and go, what stands before and after it stays so. */
export type Position = { at: Time; id: string };

export const positionOf = ({ createdAt, id }: { createdAt: Time; id: string }): Position => ({ at: createdAt, id });

/** The rows that come after `before` in a list whose newest stand first; all where it is null. */
export function beforePosition(before: Position | null): Sql {
  return before ? sql`and (created_at, id) < (${before.at}, ${before.id})` : empty;
}
