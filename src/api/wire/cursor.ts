import { Refusal } from "../../domain/base/errors.ts";
import type { Position } from "../../storage/base/page.ts";

/** Where a list goes on, as `next` says it and `before` takes it back. */
export const printCursor = (position: Position | null): string | null => position && `${position.at}.${position.id}`;

/** @throws Refusal `bad_request` for what no list of ours has given out */
export function readCursor(before: string | undefined): Position | null {
  if (before === undefined) return null;
  const [, at = "", id = ""] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(before) ?? [];
  if (id === "") throw new Refusal("bad_request", "before must be the `next` of an earlier answer");
  return { at: Number(at), id };
}
