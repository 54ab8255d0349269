import { brandOf, isValidNumber } from "./card-number.ts";

/** ISO/IEC 7812: how long a card's number is. */
const digitsMin = 13;
const digitsMax = 19;

/** How long a telephone number is that begins with a +; E.164 allows two more digits, which hardly any has and American Express cards do. */
const telephoneMax = 13;

/** Between two groups of digits: this much of what is neither letter nor digit. An encoded character counts as one. */
const gapMax = 4;

/** Up to three of these are what people write between the groups of a number. Where something else stands there, the groups must be as short as those of cards. */
const usual = /^[\s._+\p{Pd}]$/u;
const usualMax = 3;
const unusualGroupMax = 6;

/** Whether a card number stands in a text, where none belongs. */
export const holdsNumber = (text: string): boolean => withoutNumbers(text) !== text;

/**
 * A text with dots in the place of every card number: digits in one group or several that are as long as a brand's numbers, begin like them and have the
 * right check digit, in the digits of any script. Other long numbers stay: they are orders, parcels and times, and merchants need them back as they sent them.
 *
 * Each digit is looked at 19 times at most, whatever the text.
 */
export function withoutNumbers(text: string, dots = "••••"): string {
  const digits = digitsIn(text);
  const isNumber = createMemory(isOfABrand);
  let kept = "";
  let keptTo = 0;
  for (let first = 0; first < digits.count; first += 1) {
    const last = lastOfNumber(text, digits, first, isNumber);
    if (last < 0) continue;
    kept += text.slice(keptTo, digits.at[first]) + dots;
    keptTo = digits.end[last] ?? 0;
    first = last;
  }
  return keptTo === 0 ? text : kept + text.slice(keptTo);
}

/** What a digit follows: nothing that could belong to the same number, another digit at once, or one before a gap. */
const [nothing, digit, gap, unusualGap] = [0, 1, 2, 3];

/** The digits of a text, each with where it stands and what it follows. A text can have many, so they stand in arrays of numbers. */
type Digits = { count: number; value: Uint8Array; at: Int32Array; end: Int32Array; follows: Uint8Array };

function digitsIn(text: string): Digits {
  const { length } = text;
  const digits: Digits = {
    count: 0,
    value: new Uint8Array(length),
    at: new Int32Array(length),
    end: new Int32Array(length),
    follows: new Uint8Array(length),
  };
  const kindOfKnown = createMemory(kindOfCharacter);
  let [others, unusuals] = [gapMax + 1, 0];
  for (let at = 0; at < length; ) {
    const code = text.codePointAt(at) ?? 0;
    const end = at + (code > 0xffff ? 2 : 1);
    const kind = isDigit(code) ? code - zero : kindOfKnown(String.fromCodePoint(code));
    if (typeof kind === "number") {
      const { count } = digits;
      const between = others === 0 ? digit : others > usualMax || unusuals > 0 ? unusualGap : gap;
      digits.value[count] = kind;
      digits.at[count] = at;
      digits.end[count] = end;
      digits.follows[count] = others > gapMax ? nothing : between;
      digits.count += 1;
      [others, unusuals] = [0, 0];
      at = end;
      continue;
    }
    const encoded = code === percent && isHex(text, at + 1) && isHex(text, at + 2);
    if (kind === "letter") others = gapMax + 1;
    else if (kind !== "invisible") others += 1;
    if (kind === "other" && !(encoded && text.startsWith("20", at + 1))) unusuals += 1;
    at = encoded ? at + 3 : end;
  }
  return digits;
}

const zero = 0x30;
const percent = 0x25;
const isDigit = (code: number): boolean => code >= zero && code < zero + 10;
const isHex = (text: string, at: number): boolean => /^[0-9a-f]$/i.test(text.charAt(at));

/** The value of a digit of any script, or what else a character is. */
function kindOfCharacter(character: string): number | "letter" | "invisible" | "usual" | "other" {
  if (/^\p{Nd}$/u.test(character)) return digitOf(character);
  if (/^[\p{L}\p{M}]$/u.test(character)) return "letter";
  if (/^\p{Cf}$/u.test(character)) return "invisible";
  return usual.test(character) ? "usual" : "other";
}

/** Digits of each script stand side by side, from 0 to 9. */
function digitOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  let first = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/** The digit with which the longest card number ends that begins with digit `first`; -1 where none begins there. */
function lastOfNumber(
  text: string,
  { count, value, at, follows }: Digits,
  first: number,
  isNumber: (number: string) => boolean,
): number {
  const follow = follows[first];
  const lengths = lengthsOf[value[first] ?? 0];
  if (follow === digit || !lengths) return -1;
  const isTelephone = follow === nothing && text[(at[first] ?? 0) - 1] === "+";
  const longerThan = isTelephone ? telephoneMax : digitsMin - 1;
  let found = -1;
  let [length, inGroup, widest, unusual] = [0, 0, 0, false];
  let [sumOfEven, sumOfOdd] = [0, 0]; // by the rule of Luhn, for numbers of even and of odd length
  for (let place = first; place < count && length < digitsMax; place += 1) {
    const between = follows[place];
    if (place > first && between !== digit) {
      if (between === nothing) break;
      if (between === unusualGap) unusual = true;
      inGroup = 0;
    }
    const single = value[place] ?? 0;
    const doubled = single > 4 ? 2 * single - 9 : 2 * single;
    sumOfEven += length % 2 === 0 ? doubled : single;
    sumOfOdd += length % 2 === 0 ? single : doubled;
    length += 1;
    inGroup += 1;
    if (inGroup > widest) widest = inGroup;
    const groupGoesOn = place + 1 < count && follows[place + 1] === digit;
    if (groupGoesOn || length <= longerThan || !lengths.has(length)) continue;
    if (unusual && widest > unusualGroupMax) continue;
    const passes = (length % 2 === 0 ? sumOfEven : sumOfOdd) % 10 === 0;
    if (passes && isNumber(value.subarray(first, place + 1).join(""))) found = place;
  }
  return found;
}

/** How long the numbers are that begin with a digit, of all brands and of Maestro, which is not taken here: most tries end with a look at this. */
const long = new Set([16, 17, 18, 19]);
const lengthsOf: readonly (ReadonlySet<number> | undefined)[] = [
  undefined,
  undefined,
  new Set([16]),
  new Set([14, 15, ...long]),
  new Set([13, 16, 19]),
  new Set([16]),
  long,
  undefined,
  long,
  undefined,
];
const maestro = /^[56]\d{15}$/;

const isOfABrand = (number: string): boolean =>
  maestro.test(number) || (brandOf(number) !== undefined && isValidNumber(number));

/** Hostile texts say the same again and again. */
function createMemory<Known>(of: (text: string) => Known): (text: string) => Known {
  const known = new Map<string, Known>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = of(text);
    if (known.size < 1_000) known.set(text, found);
    return found;
  };
}
