import { z } from "zod";
import { parseDuration } from "../../domain/base/duration.ts";
import { digitsOf, isJsonObject } from "../../domain/base/exact-json.ts";
import { oneOf } from "../../domain/base/text.ts";
import { colorIn } from "../../domain/merchant/brand.ts";
import { UploadedFile } from "./uploaded-file.ts";

/**
 * The parameters of requests. Client libraries send the same value in many dialects (numbers as text, text as numbers, 1 and 0 for true and false),
 * so each kind of parameter reads them all, and describes faults in the wording that mobile libraries parse.
 */
type Read<T> = { value: T } | { fault: string };

/** @param describe the JSON Schema of the parameter, for the API document */
function field<T>(describe: Record<string, unknown>, read: (value: unknown) => Read<T>) {
  return z
    .unknown()
    .transform((value, context): T => {
      const result: Read<T> = value === undefined ? { fault: "cannot be blank" } : read(value);
      if ("value" in result) return result.value;
      context.issues.push({ code: "custom", message: result.fault, input: value });
      return z.NEVER;
    })
    .meta(describe);
}

/** A whole number, as JSON number or as text. */
export const integer = (description: string) => field({ type: "integer", description }, readInteger);

/** A percentage with two decimals at most, read in hundredths of a percent. */
export const percentage = (description: string) =>
  field({ type: "number", exclusiveMinimum: 0, maximum: 100, description }, (value): Read<number> => {
    const written = digitsOf(value) ?? (typeof value === "string" ? value.trim() : "");
    const [, whole = "", decimals = ""] = /^(\d{1,3})(?:\.(\d{1,2}))?0*$/.exec(written) ?? [];
    const bps = Number(whole + decimals.padEnd(2, "0"));
    return whole !== "" && bps > 0 && bps <= 10_000
      ? { value: bps }
      : { fault: "must be above 0 and at most 100, with two decimals at most" };
  });

/** An amount in the currency's smallest unit, above zero. The rules check the limits of method and account later. */
export const minor = (description: string) =>
  field({ type: "integer", minimum: 1, description }, (value): Read<number> => {
    const read = readInteger(value);
    return "value" in read && read.value <= 0 ? { fault: "must be greater than 0" } : read;
  });

/**
 * A number that is absent if left out or 0. Omise's Java library keeps numbers as primitives and sends all of them, so it has
 * no other way to leave one out: it captures the whole amount with `{"capture_amount":0}`.
 */
export const zeroIsAbsent = (number: z.ZodType<number>) =>
  z.preprocess((value) => (isZero(value) ? undefined : value), number.optional()).optional();

function isZero(value: unknown): boolean {
  const written = digitsOf(value) ?? value;
  return typeof written === "string" && /^-?0+$/.test(written.trim());
}

/** true, false, 1, 0, as JSON or as text. */
export const flag = (description: string) =>
  field({ type: "boolean", description }, (value): Read<boolean> => {
    const text = wordOf(value);
    if (text === "true" || text === "1") return { value: true };
    if (text === "false" || text === "0") return { value: false };
    return { fault: "must be true or false" };
  });

const idLengthMax = 64;

/** Text; a number is read as its digits. */
export const text = (description: string, maximum = 255) =>
  field({ type: "string", maxLength: maximum, description }, (value): Read<string> => {
    const written = digitsOf(value) ?? value;
    if (typeof written !== "string") return { fault: "must be text" };
    if (written.length > maximum) return { fault: `is too long (maximum is ${maximum} characters)` };
    return written.includes("\0") ? { fault: "is invalid" } : { value: written };
  });

/** The id of an object, in text. @param fault the sentence for another value */
export const id = (description: string, fault: string) =>
  field({ type: "string", maxLength: idLengthMax, description }, (value): Read<string> => {
    if (typeof value !== "string" || !/^\w+$/.test(value)) return { fault };
    return value.length > idLengthMax ? { fault } : { value };
  });

/** A Thai tax number: 13 digits, with or without spaces and hyphens. */
export const taxId = (description: string) =>
  field({ type: "string", description }, (value): Read<string> => {
    const digits = String(digitsOf(value) ?? value).replace(/[\s-]/g, "");
    return /^\d{13}$/.test(digits) ? { value: digits } : { fault: "must be 13 digits" };
  });

/** A colour, read as `#rrggbb` in lower case. */
export const color = (description: string) =>
  field({ type: "string", description, example: "#0f6b5c" }, (value): Read<string> => {
    const read = typeof value === "string" ? colorIn(value) : undefined;
    return read === undefined ? { fault: "must be a colour such as #0f6b5c" } : { value: read };
  });

/** An e-mail address, read in lower case: no two people's differ in that alone. */
export const email = (description: string) =>
  field({ type: "string", format: "email", maxLength: 254, description }, (value): Read<string> => {
    const address = typeof value === "string" ? value.trim().toLowerCase() : "";
    if (address.length > 254 || !/^[^\s@<>"]+@[^\s@<>"]+$/.test(address)) return { fault: "must be an e-mail address" };
    return /\p{Cc}/u.test(address) ? { fault: "is invalid" } : { value: address };
  });

/** One of these ISO 4217 codes in any case, read in upper case. */
export const currency = (description: string, known: readonly string[]) =>
  field({ type: "string", description, example: "THB" }, (value): Read<string> => {
    const code = typeof value === "string" ? value.trim().toUpperCase() : "";
    return known.includes(code) ? { value: code } : { fault: "is currently not supported" };
  });

/** One of a few words, in any case, read as listed. */
export const word = <const Word extends string>(description: string, words: readonly Word[]) =>
  field({ type: "string", enum: [...words], description }, (value): Read<Word> => {
    const found = words.find((candidate) => candidate.toLowerCase() === wordOf(value));
    return found ? { value: found } : { fault: `must be ${oneOf(words)}` };
  });

/** An absolute address for payers. Apps have schemes of their own; schemes that run scripts or lead nowhere are refused. */
export const uri = (description: string) =>
  field({ type: "string", format: "uri", description }, (value): Read<string> => {
    if (typeof value !== "string") return { fault: uriFault };
    if (value.length > 2_000) return { fault: "is too long (maximum is 2000 characters)" };
    // The parser silently drops control characters and reads `https:shop.example` as absolute; we refuse both.
    if (/\p{Cc}/u.test(value) || /^https?:(?!\/\/)/i.test(value) || !URL.canParse(value)) return { fault: uriFault };
    const { protocol } = new URL(value);
    return nowhere.test(protocol) ? { fault: `cannot start with ${protocol}` } : { value };
  });

const uriFault = "must be an absolute URI such as https://shop.example/orders/1";
const nowhere =
  /^(javascript|data|vbscript|file|filesystem|blob|about|mailto|intent|android-app|content|view-source|chrome(-\w+)?|edge|moz-extension|resource|smb|nfs|ftp|sftp|ssh|telnet|ldaps?|jar|feed|ms-[\w-]+|search(-ms)?|shell|hcp|mk|res|wyciwyg|tel|sms):$/i;

/** A time, ISO 8601, or a date, which means its start in UTC. */
export const time = (description: string) =>
  field({ type: "string", description, example: "2026-01-31T00:00:00Z" }, (value): Read<number> => {
    const pattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2}))?$/;
    // In an address, a + not written as %2B is a space; between a time and its offset nothing else can have been meant.
    const text = typeof value === "string" ? value.replace(/ (?=\d{2}:?\d{2}$)/, "+") : "";
    const at = pattern.test(text) && isDay(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(at) ? { fault: "must be a time such as 2026-01-31T00:00:00Z" } : { value: at };
  });

/** A span of time in words, such as `10m`, in milliseconds. */
export const duration = (description: string) =>
  field({ type: "string", description, example: "31d" }, (value): Read<number> => {
    const ms = typeof value === "string" ? parseDuration(value.trim()) : null;
    return ms === null ? { fault: "must be a span of time such as 90s, 10m, 2h or 31d, at most 365d" } : { value: ms };
  });

/** A file of multipart/form-data. */
export const file = (description: string) =>
  field(
    { type: "string", format: "binary", description },
    (value): Read<UploadedFile> => (value instanceof UploadedFile ? { value } : { fault: "must be a file" }),
  );

/** A date without a time. */
export const day = (description: string) =>
  field({ type: "string", format: "date", description, example: "2026-01-31" }, (value): Read<string> => {
    const read = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value);
    return read ? { value } : { fault: "must be a date such as 2026-01-31" };
  });

/** Free JSON whose top level is an object. */
export const metadata = (description: string) =>
  field({ type: "object", additionalProperties: true, description }, (value): Read<Record<string, unknown>> => {
    if (!isJsonObject(value)) return { fault: "must be an object" };
    const size = JSON.stringify(value).length;
    return size > 32_768 ? { fault: "is too large (maximum is 32768 characters of JSON)" } : { value };
  });

/** A list of texts; a single text is a list of one. */
export const texts = (description: string, countMax: number) =>
  field({ type: "array", items: { type: "string" }, maxItems: countMax, description }, (value): Read<string[]> => {
    const values = Array.isArray(value) ? value : [value];
    if (!values.every((item): item is string => typeof item === "string"))
      return { fault: "must be a list of text values" };
    return values.length > countMax ? { fault: `must have at most ${countMax} entries` } : { value: values };
  });

/** Words of a list, each once, in its order; a single word is a list of one. */
export const words = <const Word extends string>(description: string, known: readonly Word[]) =>
  field({ type: "array", items: { type: "string", enum: [...known] }, description }, (value): Read<Word[]> => {
    const given = [value].flat().map(wordOf);
    const unknown = given.length === 0 || given.some((word) => !known.some((each) => each === word));
    return unknown
      ? { fault: `must be among ${oneOf(known)}` }
      : { value: known.filter((each) => given.includes(each)) };
  });

/** Whole numbers, each once, in ascending order; a single number is a list of one. */
export const integers = (description: string, minimum: number, maximum: number) =>
  field({ type: "array", items: { type: "integer", minimum, maximum }, description }, (value): Read<number[]> => {
    const read = [value].flat().map(readInteger);
    const numbers = read.flatMap((each) => ("value" in each ? [each.value] : []));
    const within = numbers.every((number) => number >= minimum && number <= maximum);
    if (read.length === 0 || numbers.length < read.length || !within)
      return { fault: `must be whole numbers from ${minimum} to ${maximum}` };
    return { value: [...new Set(numbers)].sort((one, other) => one - other) };
  });

/** Reads digits as they were written: 25712.0 is no whole number, in JSON as in a form. */
function readInteger(value: unknown): Read<number> {
  const digits = digitsOf(value) ?? (typeof value === "string" ? value.trim() : "");
  if (/^-?\d{1,15}$/.test(digits)) return { value: Number(digits) };
  if (/^-?\d+$/.test(digits)) return { fault: "is out of range" };
  return { fault: numeral.test(digits) ? "must be an integer" : "is not a number" };
}

const numeral = /^-?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i;

/** A word in lower case; an object is no word, and may have its own `toString`. */
function wordOf(value: unknown): string {
  return typeof value === "object" ? (digitsOf(value) ?? "") : String(value).trim().toLowerCase();
}

/** Whether a date exists; `Date.parse` takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const date = text.slice(0, 10);
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}
