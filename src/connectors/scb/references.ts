/**
 * Our references as SCB takes them: up to 20 of A–Z and 0–9, letters of one case. Each form of ours has a letter of its own in front, and is found again from the
 * text alone, so nothing has to be stored to know whose payment a confirmation names.
 */
const ids = { C: "chrg_", T: "chrg_test_" } as const;

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * `ref1` for a reference of ours: the reference of a code, of a payment in an app, or a charge's id.
 *
 * @throws RangeError for another text, a defect
 */
export function firstReference(reference: string): string {
  if (/^[0-9A-Z]{19}$/.test(reference)) return `P${reference}`;
  if (/^[0-9A-Za-z]{16}$/.test(reference)) return `R${inBase(36n, numberIn(62n, reference)).padStart(19, "0")}`;
  const [, prefix = "", rest = ""] = /^(chrg_(?:test_)?)([0-9a-z]{19})$/.exec(reference) ?? [];
  if (rest === "") throw new RangeError(`${reference} is no reference of a payment`);
  return `${prefix === ids.T ? "T" : "C"}${rest.toUpperCase()}`;
}

/** Our reference for a `ref1`; undefined where it is none of ours. */
export function ourReference(ref1: string): string | undefined {
  if (!/^[CPRT][0-9A-Z]{19}$/.test(ref1)) return undefined;
  const [kind, rest] = [ref1.charAt(0), ref1.slice(1)];
  switch (kind) {
    case "P":
      return rest;
    case "R": {
      const reference = inBase(62n, numberIn(36n, rest)).padStart(16, "0");
      return reference.length === 16 ? reference : undefined;
    }
    case "T":
      return `${ids.T}${rest.toLowerCase()}`;
    default:
      return `${ids.C}${rest.toLowerCase()}`;
  }
}

function numberIn(base: bigint, text: string): bigint {
  let value = 0n;
  for (const letter of text) value = value * base + BigInt(letters.indexOf(letter));
  return value;
}

function inBase(base: bigint, value: bigint): string {
  let text = "";
  for (let rest = value; rest > 0n; rest /= base) text = letters.charAt(Number(rest % base)) + text;
  return text;
}
