import type { Time } from "../base/time.ts";

/**
 * What a payer needs to pay, from a bank's pending answer: an address to go to (or a path of ours, for an app that we simulate); the content of a
 * code to scan, which we draw; the address of a bank's own picture of a code; or numbers to pay under, at a counter or a machine, until some moment, with a barcode of them where machines read one.
 */
export type NextStep =
  | { goTo: string }
  | { scan: string; as: "qr" | "barcode" }
  | { show: string; as: "qr" | "barcode" }
  | { tell: References; until: Time | null; barcode?: string };

/** Numbers by the names that merchants see: `reference_number_1`, `payment_code`. Source: Sources API, `references`. */
type References = Readonly<Record<string, string>>;

/** The path of a code's picture. The id of the payer's page, which nobody can guess, is the only permission. */
export const codeAddress = (page: string, picture: "svg" | "png" = "svg"): string =>
  `/payments/${page}/code${picture === "png" ? ".png" : ""}`;

/** What kind of code is drawn for the payer; null where none is. */
export function pictureKind(step: NextStep | null): "qr" | "barcode" | null {
  if (step === null || "goTo" in step) return null;
  if ("scan" in step || "show" in step) return step.as;
  return step.barcode === undefined ? null : "barcode";
}

/** Whether two next steps are equal. */
export const isSameStep = (one: NextStep | null, other: NextStep | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
