/**
 * JSON with exact numbers. A JavaScript number keeps 15 to 17 digits, so `JSON.parse` changes an order number such as 1546130668394913822, and
 * 25712.0 loses its decimal. Such numbers are kept as their digits, and `JSON.stringify` prints them unchanged.
 */
type ExactNumber = { readonly rawJSON: string };

declare global {
  /** JSON.parse source text access (ECMAScript 2026): Node.js has it, TypeScript's library does not declare it yet. */
  interface JSON {
    parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
    rawJSON(text: string): ExactNumber;
    isRawJSON(value: unknown): value is ExactNumber;
  }
}

/**
 * Matches numbers that may change when parsed: `-0`, 16 digits or more, a fraction or an exponent. A text value can match too, which only costs the
 * slower way. JSON without a match keeps all its numbers; nearly all JSON has none.
 */
const doubtful = /(?:^|[[:,])\s*(?:-0|-?\d{16}|-?\d+[.eE])/;

/** Parses JSON; a number that would not print as it was written becomes an `ExactNumber`. */
export function parseExactly(text: string): unknown {
  if (!doubtful.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_, value, { source }) =>
    typeof value === "number" && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value,
  );
}

/** The digits of a number as its sender wrote them; undefined for other values. */
export function digitsOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return JSON.isRawJSON(value) ? value.rawJSON : undefined;
}

/** Whether a value is a JSON object. Lists are not, nor is an `ExactNumber`, though JavaScript treats it as an object. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}
