/**
 * The brands as the API spells them, how long their numbers are and how they begin: "3528-3589" takes every number
 * whose first four digits lie between the two. Ranges as the networks publish them; none overlap, so order does not matter.
 */
const brands = [
  { brand: "Visa", lengths: [13, 16, 19], leads: ["4"] },
  { brand: "MasterCard", lengths: [16], leads: ["51-55", "2221-2720"] },
  { brand: "JCB", lengths: [16, 17, 18, 19], leads: ["3528-3589"] },
  { brand: "American Express", lengths: [15], leads: ["34", "37"] },
  { brand: "UnionPay", lengths: [16, 17, 18, 19], leads: ["62", "81"] },
  { brand: "Discover", lengths: [16, 17, 18, 19], leads: ["6011", "644-649", "65"] },
  { brand: "Diners Club", lengths: [14, 15, 16, 17, 18, 19], leads: ["300-305", "3095", "36", "38-39"] },
] as const;

export type Brand = (typeof brands)[number]["brand"];

/** What a payer may type between the digits: spaces of any kind, and dashes. */
export function normalizeNumber(typed: string): string {
  return typed.replace(/[\s-]/g, "");
}

/** The brand by the leading digits, or undefined for a number no brand issues. Says nothing about length or check digit. */
export function brandOf(number: string): Brand | undefined {
  return rowOf(number)?.brand;
}

/** Digits only, as long as its brand's numbers are, and with the right check digit. */
export function isValidNumber(number: string): boolean {
  const lengths: readonly number[] = rowOf(number)?.lengths ?? anyLength;
  return /^\d+$/.test(number) && lengths.includes(number.length) && passesLuhn(number);
}

/** ISO/IEC 7812 allows these; for numbers of unknown brands, whose fault is then the brand alone. */
const anyLength = [12, 13, 14, 15, 16, 17, 18, 19];

function rowOf(number: string) {
  return brands.find(({ leads }) => leads.some((lead) => startsWithin(number, lead)));
}

function startsWithin(number: string, lead: string): boolean {
  const [from = lead, to = from] = lead.split("-");
  const start = number.slice(0, from.length);
  return start.length === from.length && start >= from && start <= to;
}

const zero = "0".charCodeAt(0);

/** Every second digit from the right counts double, 10 and more as the sum of their digits; the total ends in 0. */
function passesLuhn(digits: string): boolean {
  let total = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - zero;
    const value = place % 2 === 0 ? digit : 2 * digit;
    total += value > 9 ? value - 9 : value;
  }
  return total % 10 === 0;
}
