import { type Decimal, exponentOf, type Minor, minorOf } from "../base/money.ts";
import type { Time } from "../base/time.ts";
import type { Charge, ChargeState } from "./charge.ts";

/** Conditions of a search for charges; null means any. All must hold. */
export type ChargeFilter = {
  states: readonly ChargeState[] | null;
  methods: readonly string[] | null;
  /** Id of the customer whose card was charged. */
  customer: string | null;
  /** Id of the schedule that it was made for. */
  schedule: string | null;
  /** Id of the linked account that the money came from. */
  linkedAccount: string | null;
  /** Months of an installment plan. */
  term: number | null;
  amountFrom: Minor | null;
  amountTo: Minor | null;
  from: Time | null;
  to: Time | null;
  metadataKey: string | null;
  metadataValue: string | null;
  /** Text that occurs in description, metadata or the payer's name or e-mail address, or equals the card's last digits or the amount. */
  text: string | null;
};

/**
 * Whether a charge matches the filter's conditions on texts and JSON. Storage checks the columns, and the stored text by a condition that passes all
 * these charges and a few others.
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

/** Whether the filter has conditions that only `matchesInside` can decide. */
export const looksInside = ({ term, metadataKey, metadataValue, text }: ChargeFilter): boolean =>
  [term, metadataKey, metadataValue, text].some((condition) => condition !== null);

function mentions(charge: Charge, text: string): boolean {
  const { description, metadata, card, source, amount, currency } = charge;
  if (card?.lastDigits === text || amountOf(text, currency) === amount) return true;
  const texts = [description, card?.name, card?.email, source?.name, source?.email];
  if (texts.some((each) => each?.toLowerCase().includes(text))) return true;
  return Object.entries(metadata).some(([key, value]) => `${key}\n${shown(value)}`.toLowerCase().includes(text));
}

/** Amounts that a text may mean, in the minor units of each currency: `2,590` is 259000 satang or 2590 yen. */
export const amountsIn = (text: string): Minor[] =>
  ["THB", "JPY"].map((currency) => amountOf(text, currency)).filter((amount) => amount !== null);

/** Amounts in main units as people write them: with commas, two decimals or none, the currency before or after. */
const written =
  /^(?:฿|¥|[a-z]{3}|บาท)?\s*(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?\s*(?:฿|[a-z]{3}|บาท|baht)?$/i;

function amountOf(text: string, currency: string): Minor | null {
  const [, whole, fraction] = written.exec(text.trim()) ?? [];
  const exponent = exponentOf(currency);
  if (whole === undefined || (fraction && fraction.length > exponent)) return null;
  const mainUnits: Decimal = `${whole.replaceAll(",", "")}.${fraction ?? "0"}`;
  return minorOf(mainUnits, exponent);
}

/** A metadata value as people write it. */
const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
