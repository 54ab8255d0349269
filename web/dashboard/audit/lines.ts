import type { z } from "zod";
import type { auditLogShape } from "../../../src/api/log/audit.shape.ts";
import { isEcho } from "../../../src/domain/log/audit-duplicates.ts";

export type Act = z.output<typeof auditLogShape.schema>["data"][number];

/** One line of the page: an act, and what the log says of it after the bank had answered. */
export type Line = { act: Act; echo: Act | null };

/** Rows of the log as lines, in the same order, the newest first. Others' acts may stand between the two rows of one. */
export function linesOf(acts: readonly Act[]): Line[] {
  const lines: Line[] = [];
  for (const act of acts.toReversed()) {
    const line = lines.findLast(({ act: first, echo }) => echo === null && isEcho(told(first), told(act)));
    if (line) line.echo = act;
    else lines.push({ act, echo: null });
  }
  return lines.toReversed();
}

const told = ({ act, member, object_id, at }: Act) => ({
  act,
  member: member?.id ?? null,
  object: object_id,
  at: Date.parse(at),
});
