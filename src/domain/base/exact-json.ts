/**
 * JSON whose numbers come back digit by digit. A JavaScript number keeps 15 to 17 digits, so `JSON.parse` makes another order of
 * 1546130668394913822, and 25712.0 loses what its sender wrote. Such numbers are kept as their digits, and `JSON.stringify` prints them so.
 */
type ExactNumber = { readonly rawJSON: string };

declare global {
  /** JSON.parse source text access (ECMAScript 2026), which Node.js has and TypeScript's library does not name yet. */
  interface JSON {
    parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
    rawJSON(text: string): ExactNumber;
    isRawJSON(value: unknown): value is ExactNumber;
  }
}

/**
 * A number that may not come back: `-0`, 16 digits or more, a fraction or an exponent, where a value can stand. Texts may look like it too, which
 * costs no more than the slow way; without one of these, every number comes back, and nearly all JSON has none.
 */
const doubtful = /(?:^|[[:,])\s*(?:-0|-?\d{16}|-?\d+[.eE])/;

/** Parses JSON; a number that would not be printed as it was written becomes an `ExactNumber`. */
export function parseExactly(text: string): unknown {
  if (!doubtful.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_, value, { source }) =>
    typeof value === "number" && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value,
  );
}

/** A number as its sender wrote it; undefined for whatever is none. */
export function digitsOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return JSON.isRawJSON(value) ? value.rawJSON : undefined;
}

/** An object of JSON: no list, and no number either, though an `ExactNumber` is an object to JavaScript. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}
