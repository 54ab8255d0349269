import type { Json } from "../client.ts";

/** Kinds of place, and what is written after the colon. */
export const placeKinds = {
  json: "a JSON pointer into the answer's body, as `json:/order/id`",
  header: "the name of a header of the answer, as `header:location`",
  text: 'a regular expression over the answer\'s body; its first group, as `text:data-order="(\\w+)"`',
  output: "a regular expression over what the shop printed, counted, as `output:Order \\w+ is paid`",
} as const;

/** Kinds of place in an answer. `output` is no answer, and is for counting only. */
export type Answered = { headers: Headers; body: string };

/** What is wrong with a place, as a sentence without its subject; null where nothing is. */
export function faultOfPlace(place: string, kinds: readonly (keyof typeof placeKinds)[]): string | null {
  const { kind, rest } = partsOf(place);
  if (!kinds.some((each) => each === kind))
    return `must begin with ${kinds.map((each) => `${each}:`).join(" or ")} (${kinds.map((each) => placeKinds[each]).join("; ")})`;
  if (kind === "json" && rest !== "" && !rest.startsWith("/")) return "must have a JSON pointer, which begins with /";
  if (kind === "text" || kind === "output") return faultOfPattern(rest);
  return null;
}

function faultOfPattern(pattern: string): string | null {
  try {
    new RegExp(pattern);
    return null;
  } catch (error) {
    return `is no regular expression: ${error instanceof Error ? error.message : error}`;
  }
}

/** What stands at a place of an answer; undefined where there is nothing. */
export function valueAt(place: string, { headers, body }: Answered): unknown {
  const { kind, rest } = partsOf(place);
  if (kind === "header") return headers.get(rest) ?? undefined;
  if (kind === "text") {
    const found = new RegExp(rest).exec(body);
    return found?.[1] ?? found?.[0];
  }
  return pointed(parsed(body), rest);
}

/** How often something is there: a number, the length of a list, or the matches in the shop's output. */
export function countAt(place: string, answer: Answered, output: string): number | undefined {
  const { kind, rest } = partsOf(place);
  if (kind === "output") return [...output.matchAll(new RegExp(rest, "g"))].length;
  const value = valueAt(place, answer);
  if (Array.isArray(value)) return value.length;
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = Number(value);
  return value === undefined || value === null || value === "" || Number.isNaN(number) ? undefined : number;
}

function partsOf(place: string): { kind: string; rest: string } {
  const at = place.indexOf(":");
  return { kind: place.slice(0, Math.max(at, 0)), rest: place.slice(at + 1) };
}

/** @see RFC 6901 */
function pointed(value: Json, pointer: string): unknown {
  const steps = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return steps.reduce((inside, step) => inside?.[step], value);
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
