import { type Minor, minorOf } from "../base/money.ts";
import { days, type Time } from "../base/time.ts";

/**
 * Values of filters in a search, as they are written in an address. A reader returns undefined for a text that it cannot read.
 * Source: the help pages on search; where they say nothing, decision 020.
 */
export type Read<Value> = (text: string) => Value | undefined;

/** Numbers from one to another, both inclusive; null means open. */
export type Range = { from: number | null; to: number | null };

/** A value of its own, or two with `..` between; one of the two may be missing. */
const ranged =
  (read: Read<Range>): Read<Range> =>
  (text) => {
    const [first = "", second, ...more] = text.split("..").map((each) => each.trim());
    if (second === undefined) return read(first);
    if (more.length > 0 || (first === "" && second === "")) return undefined;
    const open: Range = { from: null, to: null };
    const [start, end] = [first === "" ? open : read(first), second === "" ? open : read(second)];
    return start && end && { from: start.from, to: end.to };
  };

/** Amounts in main units with two decimals at most, so that 1,000 is a thousand baht; read as hundredths of them. */
export const readAmount: Read<Range> = ranged((text) => {
  const amount = hundredths(text);
  return amount === undefined ? undefined : { from: amount, to: amount };
});

function hundredths(text: string): Minor | undefined {
  const [, whole, fraction] = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : minorOf(`${whole.replaceAll(",", "")}.${fraction ?? "0"}`);
}

/** Whole numbers. */
export const readNumber: Read<Range> = ranged((text) => {
  if (!/^\d{1,9}$/.test(text)) return undefined;
  return { from: Number(text), to: Number(text) };
});

/** A time, or the whole of a day, month or year, in UTC as all times of the API. */
export const readTime: Read<Range> = ranged((text) => {
  const [, year, month, day, time, offset] =
    /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?)?$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const start = startOf(year, month ?? "01", day ?? "01");
  if (start === undefined) return undefined;
  if (time !== undefined) {
    const at = Date.parse(`${year}-${month}-${day}T${time}${offset}`);
    return Number.isNaN(at) ? undefined : { from: at, to: at + 999 };
  }
  const next = day !== undefined ? start + days(1) : monthAfter(Number(year), month === undefined ? 12 : Number(month));
  return { from: start, to: next - 1 };
});

/** The start of a day that exists; `Date.parse` takes 30 February for 2 March. */
function startOf(year: string, month: string, day: string): Time | undefined {
  const date = `${year}-${month}-${day}`;
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(date) ? undefined : at;
}

const monthAfter = (year: number, month: number): Time => Date.UTC(year, month, 1);

const yes: ReadonlySet<string> = new Set(["true", "yes", "on", "1"]);
const no: ReadonlySet<string> = new Set(["false", "no", "off", "0"]);

export const readFlag: Read<boolean> = (text) => {
  const word = text.toLowerCase();
  return yes.has(word) ? true : no.has(word) ? false : undefined;
};

/** One of these words, in any case. */
export const readWord =
  <Word extends string>(words: readonly Word[]): Read<Word> =>
  (text) =>
    words.find((word) => word === text.toLowerCase());

/** A code or an id, in any case: all that we make are of letters, digits and a few signs. */
export const readCode: Read<string> = (text) => (/^[\w.-]{1,64}$/.test(text) ? text.toLowerCase() : undefined);

/** Digits of a card. */
export const readDigits: Read<string> = (text) => (/^\d{4,8}$/.test(text) ? text : undefined);

/** A text, of which only the case of letters may differ. */
export const readText: Read<string> = (text) => (text.length > 255 || text.includes("\0") ? undefined : text);
