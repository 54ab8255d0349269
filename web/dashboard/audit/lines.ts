import type { z } from "zod";
import type { auditLogShape } from "../../../src/api/log/audit.shape.ts";

export type Act = z.output<typeof auditLogShape.schema>["data"][number];

/** One line of the page: an act, and what the log says of it after the bank had answered. Both rows bear the id of one request. */
export type Line = { act: Act; echo: Act | null };

/** Rows of the log as lines, in the same order, the newest first. Others' acts may stand between the two rows of one. */
export function linesOf(acts: readonly Act[]): Line[] {
  const lines: Line[] = [];
  for (const act of acts.toReversed()) {
    const line = lines.findLast(({ act: first, echo }) => echo === null && isOf(first, act));
    if (line) line.echo = act;
    else lines.push({ act, echo: null });
  }
  return lines.toReversed();
}

/** Only what is done to a charge asks a bank: of anything else, each row is a line. */
const isOf = (first: Act, later: Act): boolean =>
  first.request_id !== null && first.request_id === later.request_id && later.act.startsWith("POST /charges/:id/");
