import { inMainUnits, type Minor } from "../../../src/domain/base/money.ts";

/** Reasons for which a typed text is no amount. */
export type BahtFault = "empty" | "unreadable" | "too_fine" | "too_large";

/** Upper bound: above every payment method's limit, far below the exact range of a JavaScript number. */
const digitsMax = 12;

/**
 * Parses baht to satang: `1,234.5` is 123450. Works on text only, so that nothing is rounded.
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

/** Formats satang exactly: ฿1,234.56; −฿20.00 for outgoing amounts. */
export function baht(satang: Minor): string {
  return `${satang < 0 ? "−" : ""}฿${inMainUnits(Math.abs(satang), "THB")}`;
}

/** Satang as the initial text of a field: 123450 is `1,234.50`. */
export const writeBaht = (amount: Minor): string => inMainUnits(amount, "THB");

function latinDigits(text: string): string {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - "๐".charCodeAt(0)));
}
