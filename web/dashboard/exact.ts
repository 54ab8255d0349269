/**
 * Exact numbers in merchants' JSON: order numbers and ids of other services often exceed the exact range of a JavaScript number.
 * Browsers from before 2025 do not give a reviver the source text of a number; there such numbers are rounded.
 */
type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;
type Json = { parse(text: string, reviver: Reviver): unknown; rawJSON?(text: string): unknown };
const json = JSON as Json; // not yet in TypeScript's library

const digitsOf = (value: unknown, source: string | undefined): string | undefined =>
  typeof value === "number" && source !== undefined && String(value) !== source ? source : undefined;

/** Parses an answer of the gateway; a number that would be rounded becomes a string of its digits. */
export const parseAnswer = (text: string): unknown =>
  json.parse(text, (_, value, context) => digitsOf(value, context?.source) ?? value);

/** Pretty-prints JSON and keeps its numbers as written; text that is no JSON is returned unchanged. */
export function laidOut(text: string): string {
  try {
    const exact = json.parse(text, (_, value, context) => {
      const digits = digitsOf(value, context?.source);
      return digits !== undefined && json.rawJSON ? json.rawJSON(digits) : value;
    });
    return JSON.stringify(exact, null, 2);
  } catch {
    return text;
  }
}
