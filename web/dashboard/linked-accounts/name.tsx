import type { LinkedAccountAnswer } from "../answers.ts";
import { useMethods } from "../charges/method.tsx";

/** A linked account as people call it: `Kasikorn •••• 6789`. */
export function useLinkedName(): (linked: Pick<LinkedAccountAnswer, "type" | "last_digits">) => string {
  const { name } = useMethods();
  return ({ type, last_digits: digits }) => `${name(type)}${digits === null ? "" : ` •••• ${digits}`}`;
}
