import type { z } from "zod";
import type { auditLogShape } from "../../../src/api/log/audit.shape.ts";

export type Act = z.output<typeof auditLogShape.schema>["data"][number];

/** One line of the page: an act and, if a bank was asked, the row written after its answer. Both rows have the same request id. */
export type Line = { act: Act; echo: Act | null };

/** Groups rows of the log into lines, newest first. Rows of other acts may stand between the two rows of one act. */
export function linesOf(acts: readonly Act[]): Line[] {
  const lines: Line[] = [];
  for (const act of acts.toReversed()) {
    const line = lines.findLast(({ act: first, echo }) => echo === null && isOf(first, act));
    if (line) line.echo = act;
    else lines.push({ act, echo: null });
  }
  return lines.toReversed();
}

/** Only acts on a charge ask a bank; every other act has one row. */
const isOf = (first: Act, later: Act): boolean =>
  first.request_id !== null && first.request_id === later.request_id && later.act.startsWith("POST /charges/:id/");
