import { brandOf, isValidNumber, normalizeNumber } from "../../src/vault/card-number.ts";
import type { TextKey } from "./texts.ts";

/** Formats and checks the payer's input in the card fields. No DOM in here. */

const amex = "American Express";

/** Groups digits as on the card: four each; 4-6-5 on American Express. */
export function grouped(typed: string): string {
  const digits = typed.replace(/\D/g, "").slice(0, 19);
  const sizes = brandOf(digits) === amex ? [4, 6, 5] : [4, 4, 4, 4, 3];
  const groups: string[] = [];
  let rest = digits;
  for (const size of sizes) {
    if (rest === "") break;
    groups.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return groups.join(" ");
}

/** `930`, `9/30`, `09/2030`, `09 / 30` as `09/30`; while typing, the slash is added after the month. */
export function expiryShown(typed: string, deleting = false): string {
  const [first = "", second] = typed.split(/[/\-. ]+/).map((part) => part.replace(/\D/g, ""));
  if (second !== undefined && first.length <= 2 && first !== "") {
    return `${first.padStart(2, "0")}/${shortYear(second)}`;
  }
  const digits = typed.replace(/\D/g, "");
  const padded = /^[2-9]/.test(digits) ? `0${digits}` : digits;
  const month = padded.slice(0, 2);
  if (month.length < 2 || (padded.length === 2 && deleting)) return month;
  return `${month}/${shortYear(padded.slice(2))}`;
}

/** The last two digits of a year; three while the payer is typing four. */
function shortYear(digits: string): string {
  return digits.length >= 4 ? digits.slice(2, 4) : digits.slice(0, digits.startsWith("20") ? 3 : 2);
}

/** Month and year of a complete `MM/YY`. */
export function expiryOf(shownExpiry: string): { month: number; year: number } | null {
  const match = /^(\d{2})\/(\d{2})$/.exec(shownExpiry);
  const month = Number(match?.[1]);
  return match && month >= 1 && month <= 12 ? { month, year: 2000 + Number(match[2]) } : null;
}

export function numberFault(typed: string): TextKey | null {
  const number = normalizeNumber(typed);
  if (number === "") return "numberMissing";
  if (!brandOf(number)) return number.length < 6 ? "numberWrong" : "brandUnknown";
  return isValidNumber(number) ? null : "numberWrong";
}

/** A card is valid until the end of its month. The gateway decides; its clock may differ. */
export function expiryFault(typed: string, today: Date, optional: boolean): TextKey | null {
  if (typed.trim() === "") return optional ? null : "expiryMissing";
  const expiry = expiryOf(typed);
  if (!expiry) return "expiryWrong";
  return new Date(expiry.year, expiry.month) <= today ? "expired" : null;
}

export function securityCodeLength(number: string): number {
  return brandOf(normalizeNumber(number)) === amex ? 4 : 3;
}

export function securityCodeFault(typed: string, number: string): TextKey | null {
  if (typed === "") return "securityCodeMissing";
  return new RegExp(`^\\d{${securityCodeLength(number)}}$`).test(typed) ? null : "securityCodeWrong";
}

export function nameFault(typed: string): TextKey | null {
  return typed.trim() === "" ? "nameMissing" : null;
}
