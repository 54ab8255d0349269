import { Refusal } from "../../domain/base/errors.ts";
import type { Position } from "../../storage/base/page.ts";

/** Prints a position in a list: `next` shows it, and `before` takes it. */
export const printCursor = (position: Position | null): string | null => position && `${position.at}.${position.id}`;

/** @throws Refusal `bad_request` for a text that is no position */
export function readCursor(before: string | undefined): Position | null {
  if (before === undefined) return null;
  const [, at = "", id = ""] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(before) ?? [];
  if (id === "") throw new Refusal("bad_request", "before must be the `next` of an earlier answer");
  return { at: Number(at), id };
}
