/** The last day that every month has, as the API takes it. */
const lastDay = 28;

/** Days of a month from a text such as `1, 15`; null where it is none. */
export function readDays(typed: string): number[] | null {
  const parts = typed.split(/[\s,]+/).filter((part) => part !== "");
  const numbers = parts.map((part) => (/^\d{1,2}$/.test(part) ? Number(part) : 0));
  return numbers.length > 0 && numbers.every((number) => number >= 1 && number <= lastDay) ? numbers : null;
}
