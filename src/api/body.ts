import type { IncomingMessage } from "node:http";
import qs from "qs";
import { Refusal } from "../domain/errors.ts";
import { isJsonObject, parseExactly } from "../domain/exact-json.ts";

/** The largest body that is read, in bytes. */
export const bodyMax = 256 * 1024;

/** How deep brackets and braces may nest, metadata apart, which has a limit of its own. */
const depthMax = 12;

/** How deep any parameter may nest, metadata too: whoever walks through it must not run out of stack, and pretty-printed, each level costs more than the one before. */
const levelsMax = 32;

/**
 * A request's parameters, whatever dialect they came in: a form with brackets raw or encoded, JSON, or nothing at all.
 * What is empty in a form and null in JSON is absent, except inside `metadata`, which is the merchant's own.
 *
 * @throws Refusal `bad_request` when the text cannot be read
 */
export function parseBody(contentType: string | undefined, text: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  if (/^\s*multipart\/|xml/i.test(contentType ?? "")) {
    throw new Refusal("bad_request", "the request body must be a form (application/x-www-form-urlencoded) or JSON");
  }
  const json = contentType?.includes("json") || (!contentType?.includes("form") && /^\s*[{[]/.test(text));
  return withoutAbsent(json ? parseJson(text) : parseForm(text));
}

/** The parameters of an address. */
export function parseQuery(url: string): Record<string, unknown> {
  const start = url.indexOf("?");
  return start < 0 ? {} : withoutAbsent(parseForm(url.slice(start + 1)));
}

/** Reads the body of a GET or DELETE, where some client libraries put their parameters. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length; // no encoding is set, so chunks are buffers
      if (size > bodyMax) throw tooLarge();
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    if (request.errored) throw new Refusal("bad_request", "the request body broke off"); // to nobody: its sender has gone
    throw error;
  }
  return Buffer.concat(chunks).toString("utf8");
}

export const tooLarge = (): Refusal =>
  new Refusal("bad_request", `the request body is too large (maximum is ${bodyMax} bytes)`);

function parseJson(text: string): Record<string, unknown> {
  const value = jsonOf(text);
  if (!isJsonObject(value)) throw new Refusal("bad_request", "the request body must be a JSON object");
  const tooDeep = Object.keys(value).filter((name) => isDeeperThan(levelsMax, value[name]));
  if (tooDeep[0] === "metadata") {
    throw new Refusal("bad_request", `metadata is nested too deeply (maximum is ${levelsMax} levels)`);
  }
  if (tooDeep.length > 0) throw deeplyNested();
  return value;
}

function jsonOf(text: string): unknown {
  try {
    return parseExactly(text);
  } catch (error) {
    if (error instanceof RangeError) throw deeplyNested(); // the parser went so deep that its stack was over
    throw new Refusal("bad_request", "the request body is not valid JSON");
  }
}

function parseForm(text: string): Record<string, unknown> {
  try {
    return qs.parse(text, {
      depth: depthMax,
      strictDepth: true,
      parameterLimit: 1_000,
      throwOnLimitExceeded: true,
      arrayLimit: 100,
      plainObjects: true,
    });
  } catch {
    throw new Refusal("bad_request", "the request has too many parameters, or too deeply nested ones");
  }
}

function withoutAbsent(value: Record<string, unknown>, depth = 1): Record<string, unknown> {
  if (depth > depthMax) throw deeplyNested();
  const present = Object.entries(value).filter(
    ([, member]) => member !== null && member !== undefined && member !== "",
  );
  // fromEntries defines each key as the object's own, so that one called __proto__ is no more than a key
  return Object.fromEntries(
    present.map(([key, member]) => [
      key,
      key !== "metadata" && isJsonObject(member) ? withoutAbsent(member, depth + 1) : member,
    ]),
  );
}

const deeplyNested = (): Refusal => new Refusal("bad_request", "the request has too deeply nested parameters");

/** Whether objects and lists nest deeper than so many levels. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (!isJsonObject(value) && !Array.isArray(value)) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}
