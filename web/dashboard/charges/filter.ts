/** The filter of the list of charges. All of it is in the address of the page, so links, reloads and "back" keep it. */
export type ChargeFilter = {
  /** Any id or reference. */
  q?: string;
  status?: ChargeStatus;
  method?: string;
  bank?: string;
  /** Id of a schedule. */
  schedule?: string;
  /** Months. */
  term?: number;
  /** Satang. */
  amount_from?: number;
  amount_to?: number;
  /** Days in Bangkok, both included. */
  from?: string;
  to?: string;
  metadata_key?: string;
  metadata_value?: string;
};

export const chargeStatuses = ["pending", "successful", "failed", "expired", "reversed"] as const;
type ChargeStatus = (typeof chargeStatuses)[number];

/** Reads the filter from an address; invalid parts are ignored, since anybody can write an address. */
export function readFilter(search: Record<string, unknown>): ChargeFilter {
  return {
    ...pick("q", textOf(search["q"])),
    ...pick("status", wordOf(search["status"], chargeStatuses)),
    ...pick("method", nameOf(search["method"])),
    ...pick("bank", nameOf(search["bank"])),
    ...pick("schedule", idOf(search["schedule"])),
    ...pick("term", wholeOf(search["term"])),
    ...pick("amount_from", wholeOf(search["amount_from"])),
    ...pick("amount_to", wholeOf(search["amount_to"])),
    ...pick("from", dayOf(search["from"])),
    ...pick("to", dayOf(search["to"])),
    ...pick("metadata_key", textOf(search["metadata_key"])),
    ...pick("metadata_value", textOf(search["metadata_value"])),
  };
}

/** All parts as written in the address; absent ones are included so that they are removed. */
export function writeFilter(filter: ChargeFilter): Record<keyof ChargeFilter, string | undefined> {
  const written = parts.map((part) => [part, filter[part] === undefined ? undefined : String(filter[part])]);
  return Object.fromEntries(written) as Record<keyof ChargeFilter, string | undefined>; // `parts` has all keys
}

const parts = Object.keys({
  q: true,
  status: true,
  method: true,
  bank: true,
  schedule: true,
  term: true,
  amount_from: true,
  amount_to: true,
  from: true,
  to: true,
  metadata_key: true,
  metadata_value: true,
} satisfies Record<keyof ChargeFilter, true>) as readonly (keyof ChargeFilter)[];

/** Query parameters for the API: days become times, and the last day is included. */
export function queryOf(filter: ChargeFilter): Record<string, string> {
  const { from, to, ...rest } = filter;
  const plain = Object.entries(rest).map(([name, value]) => [name, String(value)] as const);
  return {
    ...Object.fromEntries(plain),
    ...(from && { from: `${from}T00:00:00+07:00` }),
    ...(to && { to: `${to}T23:59:59+07:00` }),
  };
}

/** Number of active filters, for the button that opens them; amounts, times and metadata count once each. */
export function conditionsIn(filter: ChargeFilter): number {
  const { q, amount_from, amount_to, from, to, metadata_key, metadata_value, ...single } = filter;
  const pairs = [amount_from ?? amount_to, from ?? to, metadata_key ?? metadata_value];
  return [...Object.values(single), ...pairs].filter((value) => value !== undefined).length;
}

/** The filter with one part changed; undefined or blank removes it. */
export function refine(filter: ChargeFilter, patch: { [Part in keyof ChargeFilter]?: ChargeFilter[Part] | undefined }) {
  return readFilter({ ...filter, ...patch });
}

const pick = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value });

/** The router parses numbers in an address; here they become text again. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return String(value).trim().slice(0, 255) || undefined;
}

function nameOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text && /^[a-z_]{1,64}$/.test(text) ? text : undefined;
}

function idOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text && /^\w{1,64}$/.test(text) ? text : undefined;
}

function wordOf<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === value);
}

function wholeOf(value: unknown): number | undefined {
  const text = textOf(value);
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function dayOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined;
}
