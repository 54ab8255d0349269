import { exponentOf, inMainUnits, type Minor } from "../../../src/domain/base/money.ts";

/** The currency of the account that is shown: the baht, until it is known who is signed in. */
let home = "THB";

export const homeCurrency = (): string => home;

/** Names the currency of amounts that say none of their own. Called once the session is known, before a page shows any amount. */
export function showIn(currency: string): void {
  home = currency;
}

/** Reasons for which a typed text is no amount. */
export type AmountFault = "empty" | "unreadable" | "too_fine" | "too_large";

/** Upper bound: above every payment method's limit, far below the exact range of a JavaScript number. */
const digitsMax = 12;

/**
 * Parses main units to minor units: `1,234.5` baht are 123450 satang. Works on text only, so that nothing is rounded.
 * Commas, spaces, a baht sign, the currency's code and Thai digits are read; a decimal too many is refused rather than dropped.
 */
export function readAmount(typed: string, currency = home): { amount: Minor } | { fault: AmountFault } {
  const decimals = exponentOf(currency);
  const text = latinDigits(typed)
    .replace(/[฿,\s]/g, "")
    .replace(new RegExp(`^${currency}|${currency}$`, "i"), "");
  if (text === "") return { fault: "empty" };
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || text === ".") return { fault: "unreadable" };
  const [, whole = "", fraction = ""] = match;
  if (fraction.length > decimals) return { fault: "too_fine" };
  if (whole.replace(/^0+/, "").length > digitsMax) return { fault: "too_large" };
  return { amount: Number(`${whole}${fraction.padEnd(decimals, "0")}`) };
}

/** The amount that is typed, in minor units; null while it is none. */
export function amountIn(typed: string, currency = home): Minor | null {
  const read = readAmount(typed, currency);
  return "amount" in read ? read.amount : null;
}

/** Formats an amount exactly, of the account's currency or another: ฿1,234.56, USD 1,234.56, JPY 1,234; −฿20.00 for outgoing amounts. */
export function money(amount: Minor, currency = home): string {
  return `${amount < 0 ? "−" : ""}${signOf(currency)}${inMainUnits(Math.abs(amount), currency)}`;
}

/** The sign that stands before an amount. */
export const signOf = (currency: string): string => (currency === "THB" ? "฿" : `${currency} `);

/** Minor units as the initial text of a field: 123450 is `1,234.50`. */
export const writeAmount = (amount: Minor, currency = home): string => inMainUnits(amount, currency);

function latinDigits(text: string): string {
  return text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - "๐".charCodeAt(0)));
}
