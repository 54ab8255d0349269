import type { Charge, ChargeState } from "./charge.ts";
import type { Minor } from "./money.ts";
import type { Time } from "./time.ts";

/** What charges somebody looks for; null where it does not matter. All of it must hold. */
export type ChargeFilter = {
  states: readonly ChargeState[] | null;
  methods: readonly string[] | null;
  /** Months of an installment plan. */
  term: number | null;
  amountFrom: Minor | null;
  amountTo: Minor | null;
  from: Time | null;
  to: Time | null;
  metadataKey: string | null;
  metadataValue: string | null;
  /** Occurs in description or metadata, or is the last digits of the card. */
  text: string | null;
};

/**
 * Whether a charge is one of those looked for, as far as its texts and JSON say. Storage sorts out by columns, and by a look at the stored text
 * that lets all of these through, and a few others.
 */
export function matchesInside(charge: Charge, { term, metadataKey, metadataValue, text }: ChargeFilter): boolean {
  if (term !== null && charge.source?.installmentTerm !== term) return false;
  if (text !== null && !mentions(charge, text.toLowerCase())) return false;
  if (metadataKey === null && metadataValue === null) return true;
  return Object.entries(charge.metadata).some(
    ([key, value]) =>
      (metadataKey === null || key === metadataKey) && (metadataValue === null || shown(value) === metadataValue),
  );
}

function mentions({ description, metadata, card }: Charge, text: string): boolean {
  if (card?.lastDigits === text || description?.toLowerCase().includes(text)) return true;
  return Object.entries(metadata).some(([key, value]) => `${key}\n${shown(value)}`.toLowerCase().includes(text));
}

/** A value of metadata as people write it. */
const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
