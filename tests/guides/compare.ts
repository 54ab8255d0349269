/** A named difference between an answer and a guide's sample, with the reason. All other places must be equal. */
export type NamedDifference = {
  /** Keys from the top, joined with dots: `source.promotion_code`. */
  path: string;
  /** The answer's value. */
  answer: unknown;
  reason: string;
};

/** Values that no input determines (ids, times and the like), compared by their format only. */
const volatile: [key: RegExp, form: RegExp, shownAs: string][] = [
  [/^(created_at|to)$/, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, "<time>"],
  [/^fingerprint$/, /^[A-Za-z0-9+/]{43}=$/, "<fingerprint>"],
  [/^ip$/, /^[0-9a-f.:]+$/, "<address>"],
  [/^reference_number_1$/, /^[A-Za-z0-9]{16}$/, "<reference>"],
];

const idForm = /\b([a-z0-9]+_test)_[0-9a-z]{19}\b/g;
const hostForm = /^https?:\/\/(vault\.omise\.co|pay\.omise\.co|localhost:\d+)\//;

/**
 * Compares an answer with a guide's sample: the same keys in the same order, the same types and nulls, the same values.
 *
 * @returns all differences that are not named, and all named ones that no longer exist; empty means equal
 */
export function differences(sample: unknown, answer: unknown, named: readonly NamedDifference[] = []): string[] {
  const used = new Set<NamedDifference>();
  const found = compare([], sample, answer);
  const stale = named.filter((difference) => !used.has(difference));
  return [...found, ...stale.map(({ path }) => `${path}: is named as a difference but is none`)];

  function compare(path: string[], expected: unknown, actual: unknown): string[] {
    const known = named.find((difference) => difference.path === path.join("."));
    if (known && !same(expected, actual)) {
      used.add(known);
      return same(known.answer, actual) ? [] : [differs(path, known.answer, actual)];
    }
    if (Array.isArray(expected) && Array.isArray(actual)) return compareItems(path, expected, actual);
    if (isObject(expected) && isObject(actual)) return compareMembers(path, expected, actual);
    const [one, other] = [plain(path, expected), plain(path, actual)];
    return same(one, other) ? [] : [differs(path, one, other)];
  }

  function compareItems(path: string[], expected: unknown[], actual: unknown[]): string[] {
    if (expected.length !== actual.length) return [`${path.join(".")}: ${expected.length} items, not ${actual.length}`];
    return expected.flatMap((item, at) => compare([...path, String(at)], item, actual[at]));
  }

  function compareMembers(path: string[], expected: Members, actual: Members): string[] {
    const ours = withExpiryAsSpan(actual);
    const theirs = withExpiryAsSpan(expected);
    const kept = Object.keys(ours).filter((key) => key in theirs || !isNamed([...path, key], ours[key]));
    const order = same(Object.keys(theirs), kept) ? [] : [`${path.join(".") || "top"}: keys ${changed(theirs, kept)}`];
    return [
      ...order,
      ...kept.filter((key) => key in theirs).flatMap((key) => compare([...path, key], theirs[key], ours[key])),
    ];
  }

  /** A key that the sample does not have. */
  function isNamed(path: string[], value: unknown): boolean {
    const known = named.find((difference) => difference.path === path.join("."));
    if (!known || !same(known.answer, value)) return false;
    used.add(known);
    return true;
  }
}

type Members = Record<string, unknown>;

/** The interval from `created_at` to `expires_at`, which is determined, unlike the times themselves. */
function withExpiryAsSpan(object: Members): Members {
  const { created_at: created, expires_at: expires } = object;
  if (typeof created !== "string" || typeof expires !== "string") return object;
  const seconds = (Date.parse(expires) - Date.parse(created)) / 1_000;
  return { ...object, expires_at: `created_at + ${seconds} s` };
}

function plain(path: string[], value: unknown): unknown {
  if (typeof value !== "string") return value;
  const form = volatile.find(([key, pattern]) => key.test(path.at(-1) ?? "") && pattern.test(value));
  if (form) return form[2];
  return value.replace(hostForm, "<host>/").replace(idForm, "$1_<id>");
}

function changed(expected: Members, actual: string[]): string {
  const missing = Object.keys(expected).filter((key) => !actual.includes(key));
  const extra = actual.filter((key) => !(key in expected));
  if (missing.length + extra.length === 0) return "are in another order";
  return `missing [${missing.join(", ")}], extra [${extra.join(", ")}]`;
}

function differs(path: string[], expected: unknown, actual: unknown): string {
  return `${path.join(".")}: ${JSON.stringify(expected)}, not ${JSON.stringify(actual)}`;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
