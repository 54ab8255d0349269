/**
 * Numbers of merchants' own JSON, digit by digit: order numbers and ids of other services are often longer than a JavaScript number is exact.
 * Browsers from before 2025 do not tell a reviver how a number was written; there such numbers are rounded, as everywhere else in them.
 */
type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;
type Json = { parse(text: string, reviver: Reviver): unknown; rawJSON?(text: string): unknown };
const json = JSON as Json; // what TypeScript's library does not name yet

const digitsOf = (value: unknown, source: string | undefined): string | undefined =>
  typeof value === "number" && source !== undefined && String(value) !== source ? source : undefined;

/** An answer of the gateway, in which a number that would be rounded is its digits as text. */
export const parseAnswer = (text: string): unknown =>
  json.parse(text, (_, value, context) => digitsOf(value, context?.source) ?? value);

/** JSON text laid out for reading, with its numbers as they were written; what is no JSON stays as it is. */
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
