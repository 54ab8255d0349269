import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import qs from "qs";
import { Refusal } from "../../domain/base/errors.ts";
import { isJsonObject, parseExactly } from "../../domain/base/exact-json.ts";
import { formOfMultipart } from "./multipart.ts";

/** Upper bound of a body in bytes. */
export const bodyMax = 256 * 1024;

/** Upper bound of nested brackets and braces, except in metadata, which has its own limit. */
const depthMax = 12;

/** Upper bound of nesting in any parameter, metadata too: recursion must not run out of stack, and each level makes pretty-printing dearer. */
const levelsMax = 32;

/**
 * The text of a body, or the refusal of it. The refusal is returned, not thrown: keys are checked first, and payers' pages have refusals of
 * their own.
 */
export function textOf(bytes: Buffer, { "content-encoding": encoding = "" }: IncomingHttpHeaders): string | Refusal {
  if (bytes.length === 0) return "";
  if (!/^\s*(identity)?\s*$/i.test(encoding))
    return new Refusal("bad_request", "Content-Encoding is not supported: send the request body uncompressed");
  if (!isUtf8(bytes)) return notUtf8();
  if (bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark))
    return new Refusal("bad_request", "the request body begins with a byte order mark: send UTF-8 without one");
  return bytes.toString("utf8");
}

const byteOrderMark = Buffer.from("\ufeff");

/** Refuses bytes that are not UTF-8; decoded all the same, their characters would be replaced by �, in the database and at the bank. */
const notUtf8 = (): Refusal =>
  new Refusal(
    "bad_request",
    "the request is not in UTF-8: convert text in another encoding, such as TIS-620 (windows-874), before it is sent",
  );

/**
 * A request's parameters in any dialect: a form with brackets raw or encoded, JSON, or nothing.
 * Empty values of a form and null in JSON are absent, except inside `metadata`, which is the merchant's own.
 *
 * @param clearable names of parameters whose value an empty one removes; they become null
 * @throws Refusal `bad_request` when the text cannot be read
 */
export function parseBody(
  contentType: string | undefined,
  text: string,
  clearable: readonly string[] = [],
): Record<string, unknown> {
  if (text.trim() === "") return {};
  if (/^\s*multipart\/form-data/i.test(contentType ?? ""))
    return withoutAbsent(parseForm(formOfMultipart(contentType ?? "", text)), clearable);
  if (/^\s*multipart\/|xml/i.test(contentType ?? "")) {
    throw new Refusal("bad_request", "the request body must be a form (application/x-www-form-urlencoded) or JSON");
  }
  const json = contentType?.includes("json") || (!contentType?.includes("form") && /^\s*[{[]/.test(text));
  return withoutAbsent(json ? parseJson(text) : parseForm(text.trimEnd()), clearable); // a file sent as a form may end in a line break
}

/**
 * The parameters in an address.
 * @throws Refusal `bad_request` when the text cannot be read
 */
export function parseQuery(url: string): Record<string, unknown> {
  const start = url.indexOf("?");
  return start < 0 ? {} : withoutAbsent(parseForm(url.slice(start + 1)));
}

/** Reads the body of a GET, where some client libraries put their parameters. */
export async function readBody(request: IncomingMessage): Promise<string | Refusal> {
  return textOf(await readBytes(request, bodyMax, tooLarge), request.headers);
}

/** Reads a body that nothing has read yet. @throws Refusal that of `tooLarge` above `most` bytes */
export async function readBytes(request: IncomingMessage, most: number, tooLarge: () => Refusal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length; // no encoding is set, so chunks are buffers
      if (size > most) throw tooLarge();
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    if (request.errored) throw new Refusal("bad_request", "the request body broke off"); // nobody reads this: the sender has gone
    throw error;
  }
  return Buffer.concat(chunks);
}

export const tooLarge = (): Refusal =>
  new Refusal("bad_request", `the request body is too large (maximum is ${bodyMax} bytes)`);

function parseJson(text: string): Record<string, unknown> {
  const value = jsonOf(text);
  if (isNothing(value)) return {};
  if (!isJsonObject(value)) throw new Refusal("bad_request", "the request body must be a JSON object");
  const tooDeep = Object.keys(value).filter((name) => isDeeperThan(levelsMax, value[name]));
  if (tooDeep[0] === "metadata") {
    throw new Refusal("bad_request", `metadata is nested too deeply (maximum is ${levelsMax} levels)`);
  }
  if (tooDeep.length > 0) throw deeplyNested();
  if (surrogateEscape.test(text)) refuseHalfCharacters(value);
  return value;
}

function jsonOf(text: string): unknown {
  try {
    return parseExactly(text);
  } catch (error) {
    if (error instanceof RangeError) throw deeplyNested(); // the parser ran out of stack
    throw new Refusal("bad_request", "the request body is not valid JSON");
  }
}

/** Whether a body stands for no parameters: omise-node sends `null` to capture, PHP an empty list. */
const isNothing = (value: unknown): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

const surrogateEscape = /\\u[dD][89a-fA-F]/;

/** Refuses half of a surrogate pair, which JSON can contain: databases do not store it, and receivers of a webhook cannot read it. */
function refuseHalfCharacters(value: Record<string, unknown>): void {
  const [name] = Object.entries(value).find(hasHalfCharacter) ?? [];
  if (name === undefined) return;
  throw new Refusal(
    "bad_request",
    `${name.toWellFormed()} is invalid: it has half of a surrogate pair, such as \\ud83d without \\ude00`,
  );
}

function hasHalfCharacter(value: unknown): boolean {
  if (typeof value === "string") return !value.isWellFormed();
  return typeof value === "object" && value !== null && Object.entries(value).flat().some(hasHalfCharacter);
}

function parseForm(text: string): Record<string, unknown> {
  try {
    return qs.parse(text, {
      decoder: decoded,
      duplicates: "last", // as Rack and JSON do
      depth: depthMax,
      strictDepth: true,
      parameterLimit: 1_000,
      throwOnLimitExceeded: true,
      arrayLimit: 100,
      plainObjects: true,
    });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("bad_request", "the request has too many parameters, or too deeply nested ones");
  }
}

/**
 * Decodes a name or value of a form. A percent sign without an escape stands for itself.
 * @throws Refusal `bad_request` when the bytes are not UTF-8
 */
function decoded(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    const bytes = Buffer.from(spaced).toString("latin1"); // one character for each byte
    const unescaped = bytes.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
    const buffer = Buffer.from(unescaped, "latin1");
    if (!isUtf8(buffer)) throw notUtf8();
    return buffer.toString("utf8");
  }
}

function withoutAbsent(
  value: Record<string, unknown>,
  clearable: readonly string[] = [],
  depth = 1,
): Record<string, unknown> {
  if (depth > depthMax) throw deeplyNested();
  const within = (member: unknown): unknown => {
    if (Array.isArray(member)) return member.map(within);
    return isJsonObject(member) ? withoutAbsent(member, [], depth + 1) : member;
  };
  // fromEntries defines own properties, so a key called __proto__ is harmless
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const empty = member === null || member === undefined || member === "";
      if (empty) return clearable.includes(key) ? [[key, null]] : [];
      return [[key, key === "metadata" ? member : within(member)]];
    }),
  );
}

const deeplyNested = (): Refusal => new Refusal("bad_request", "the request has too deeply nested parameters");

/** Whether objects and lists nest deeper than `levels`. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (!isJsonObject(value) && !Array.isArray(value)) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}
