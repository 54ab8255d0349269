/** What the list of charges is narrowed to: everything stands in the address of the page, so a link, a reload and "back" all keep it. */
export type ChargeFilter = {
  /** Any id or reference. */
  q?: string;
  status?: ChargeStatus;
  method?: string;
  bank?: string;
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

/** The filter in an address that anybody may have written: what makes no sense is left out. */
export function readFilter(search: Record<string, unknown>): ChargeFilter {
  return {
    ...pick("q", textOf(search["q"])),
    ...pick("status", wordOf(search["status"], chargeStatuses)),
    ...pick("method", nameOf(search["method"])),
    ...pick("bank", nameOf(search["bank"])),
    ...pick("term", wholeOf(search["term"])),
    ...pick("amount_from", wholeOf(search["amount_from"])),
    ...pick("amount_to", wholeOf(search["amount_to"])),
    ...pick("from", dayOf(search["from"])),
    ...pick("to", dayOf(search["to"])),
    ...pick("metadata_key", textOf(search["metadata_key"])),
    ...pick("metadata_value", textOf(search["metadata_value"])),
  };
}

/** Every part as the address writes it, the absent ones too, so that they are taken away. */
export function writeFilter(filter: ChargeFilter): Record<keyof ChargeFilter, string | undefined> {
  const written = parts.map((part) => [part, filter[part] === undefined ? undefined : String(filter[part])]);
  return Object.fromEntries(written) as Record<keyof ChargeFilter, string | undefined>; // parts has every one
}

const parts = Object.keys({
  q: true,
  status: true,
  method: true,
  bank: true,
  term: true,
  amount_from: true,
  amount_to: true,
  from: true,
  to: true,
  metadata_key: true,
  metadata_value: true,
} satisfies Record<keyof ChargeFilter, true>) as readonly (keyof ChargeFilter)[];

/** What the API is asked for: days become moments, the last one included whole. */
export function queryOf(filter: ChargeFilter): Record<string, string> {
  const { from, to, ...rest } = filter;
  const plain = Object.entries(rest).map(([name, value]) => [name, String(value)] as const);
  return {
    ...Object.fromEntries(plain),
    ...(from && { from: `${from}T00:00:00+07:00` }),
    ...(to && { to: `${to}T23:59:59+07:00` }),
  };
}

/** How many conditions there are, for the button that opens them; amounts, times and metadata count once each. */
export function conditionsIn(filter: ChargeFilter): number {
  const { q, amount_from, amount_to, from, to, metadata_key, metadata_value, ...single } = filter;
  const pairs = [amount_from ?? amount_to, from ?? to, metadata_key ?? metadata_value];
  return [...Object.values(single), ...pairs].filter((value) => value !== undefined).length;
}

/** The filter with one part changed, or dropped where it is undefined or blank. */
export function refine(filter: ChargeFilter, patch: { [Part in keyof ChargeFilter]?: ChargeFilter[Part] | undefined }) {
  return readFilter({ ...filter, ...patch });
}

const pick = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value });

/** Numbers come back from an address as numbers, even where they were meant as text. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return String(value).trim().slice(0, 255) || undefined;
}

function nameOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text && /^[a-z_]{1,64}$/.test(text) ? text : undefined;
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
