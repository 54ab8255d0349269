import { brandOf, isValidNumber, passesLuhn } from "./card-number.ts";

/** Groups of digits with what may stand between two of them; in an address a space is written %20 or +. */
const chainOfDigits = /\d+(?:(?:[\s._+\p{Pd}]|%20){1,3}\d+)*/gu;
const groupOfDigits = /%20|\d+/g;

/** ISO/IEC 7812: how long a card's number is. */
const digitsMin = 13;
const digitsMax = 19;

/** E.164: how long a telephone number is that begins with a +. */
const telephoneMax = 15;

/** Whether a card number stands in a text, where none belongs. */
export const holdsNumber = (text: string): boolean => withoutNumbers(text) !== text;

/**
 * A text with dots in the place of every card number: digits in one group or several that are as long as a brand's numbers, begin like them and have the
 * right check digit. Other long numbers stay: they are orders, parcels and times, and merchants need them back as they sent them.
 */
export function withoutNumbers(text: string, dots = "••••"): string {
  return text.replace(chainOfDigits, (chain: string, at: number) => {
    const groups = [...chain.matchAll(groupOfDigits)].filter(([group]) => group !== "%20");
    const isTelephone = text[at - 1] === "+";
    let kept = "";
    let keptTo = 0;
    for (let first = 0; first < groups.length; first += 1) {
      const last = lastOfNumber(groups, first, isTelephone && first === 0 ? telephoneMax : 0);
      const [from, to] = [groups[first], groups[last]];
      if (!from || !to) continue;
      kept += chain.slice(keptTo, from.index) + dots;
      keptTo = to.index + to[0].length;
      first = last;
    }
    return kept + chain.slice(keptTo);
  });
}

/** The group with which the longest card number ends that begins with group `first`; -1 where none begins there. */
function lastOfNumber(groups: readonly RegExpExecArray[], first: number, longerThan: number): number {
  let found = -1;
  let digits = "";
  for (let last = first; last < groups.length && digits.length < digitsMax; last += 1) {
    digits += groups[last]?.[0];
    if (digits.length > longerThan && isNumber(digits)) found = last;
  }
  return found;
}

/** Maestro, which is not taken here, has 5 or 6 in front as well. */
const ofAnyBrand = /^[56]\d{15}/;

/** The check digit is looked at first, since nine of ten numbers that are none fail by it. */
function isNumber(digits: string): boolean {
  if (digits.length < digitsMin || digits.length > digitsMax || !passesLuhn(digits)) return false;
  return (ofAnyBrand.test(digits) || brandOf(digits) !== undefined) && isValidNumber(digits);
}
