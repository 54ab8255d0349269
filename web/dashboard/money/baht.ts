import { inMainUnits, type Minor } from "../../../src/domain/base/money.ts";

/** Why a typed amount is no amount. */
export type BahtFault = "empty" | "unreadable" | "too_fine" | "too_large";

/** More than any payment method takes, and far inside what a JavaScript integer holds. */
const digitsMax = 12;

/**
 * What a member typed into a field of baht, in satang: `1,234.5` is 123450. Text all the way, so that nothing is rounded on the way.
 * Commas, spaces, a baht sign and Thai digits are read; a third decimal is refused rather than dropped.
 */
export function readBaht(typed: string): { amount: Minor } | { fault: BahtFault } {
  const text = latinDigits(typed)
    .replace(/[฿,\s]/g, "")
    .replace(/^THB|THB$/i, "");
  if (text === "") return { fault: "empty" };
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || text === ".") return { fault: "unreadable" };
  const [, whole = "", fraction = ""] = match;
  if (fraction.length > 2) return { fault: "too_fine" };
  if (whole.replace(/^0+/, "").length > digitsMax) return { fault: "too_large" };
  return { amount: Number(`${whole}${fraction.padEnd(2, "0")}`) };
}

/** The amount as it stands in a field before it is changed: 123450 is `1,234.50`. */
export const writeBaht = (amount: Minor): string => inMainUnits(amount, "THB");

function latinDigits(text: string): string {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - "๐".charCodeAt(0)));
}
