import { refuseIfAny } from "../domain/base/errors.ts";
import { Secret } from "../domain/base/secret.ts";
import type { Card, CardPatch, CardRules, Issuer } from "../domain/card/card.ts";
import { type Brand, brandOf, isValidNumber, normalizeNumber } from "./card-number.ts";
import { holdsNumber } from "./number-in-text.ts";

const addressFields = ["street1", "street2", "city", "state", "country", "postalCode", "phoneNumber", "email"] as const;

type CardField =
  | "name"
  | "number"
  | "expirationMonth"
  | "expirationYear"
  | "securityCode"
  | (typeof addressFields)[number];

/** Card details as the payer typed them; blank means missing. */
export type CardInput = { readonly [Field in CardField]?: string | undefined };

export interface CheckedCard {
  number: Secret;
  lastDigits: string;
  brand: Brand;
  issuer: Issuer;
  isTestCard: boolean;
  name: string;
  /** 1 … 12; null only for a loan card without expiry. */
  expirationMonth: number | null;
  /** Four digits; null only for a loan card without expiry. */
  expirationYear: number | null;
  securityCode: Secret | null;
  /** Whether a security code was given and nothing is known against it. */
  securityCodeCheck: boolean;
  address: Record<(typeof addressFields)[number], string | null>;
}

/**
 * Turns typed card details into a card, or says everything that is wrong with them in one sentence.
 *
 * @param rules what the mode knows about card numbers
 * @param now  Unix milliseconds; a card is good until its month has ended in Bangkok
 * @throws Refusal `invalid_card`. Wording and order of the faults are the original's, and so is which of them come
 *   together: its mobile libraries take the sentence apart (see the table in card-check.test.ts).
 */
export function checkCard(input: CardInput, rules: CardRules, now: number): CheckedCard {
  const number = normalizeNumber(input.number ?? "");
  const brand = brandOf(number);
  const issuer = rules.issuerOf(number);
  const name = given(input.name);
  const expiry = checkExpiry(given(input.expirationMonth), given(input.expirationYear), issuer, now);
  const securityCode = given(input.securityCode);

  refuseIfAny("invalid_card", [
    ...expiry.monthFaults,
    ...nameFaults(name),
    ...expiry.yearFaults,
    ...expiry.dateFaults,
    ...numberFaults(number),
    ...(brand ? [] : ["brand not supported (unknown)"]),
    ...(securityCode && !/^\d{3,4}$/.test(securityCode) ? ["security code is invalid"] : []), // wording and place are ours
  ]);

  return {
    number: new Secret(number),
    lastDigits: number.slice(-4),
    brand: brand as Brand, // refused above when missing, like the name
    issuer,
    isTestCard: rules.isTestCard(number),
    name: name as string,
    expirationMonth: expiry.month,
    expirationYear: expiry.year,
    securityCode: securityCode ? new Secret(securityCode) : null,
    securityCodeCheck: securityCode !== null && rules.passesSecurityCodeCheck(number),
    address: addressOf(input),
  };
}

/** What may be changed of a saved card, as it was typed; a blank text removes what may be missing. */
export type CardChange = Omit<CardInput, "number" | "securityCode" | "email">;

/**
 * Reads a change of a saved card. Month and year are checked together, as they will be.
 *
 * @throws Refusal `invalid_card` with the same sentence as for a new card
 */
export function checkCardChange(change: CardChange, card: Card, now: number): CardPatch {
  const { name, expirationMonth, expirationYear, country, ...address } = change;
  const typed = (text: string | undefined, stored: number | null) =>
    text === undefined ? (stored === null ? null : String(stored)) : given(text);
  const newName = name === undefined ? card.name : given(name);
  const changesExpiry = expirationMonth !== undefined || expirationYear !== undefined;
  const expiry = changesExpiry
    ? checkExpiry(typed(expirationMonth, card.expirationMonth), typed(expirationYear, card.expirationYear), card, now)
    : null;

  refuseIfAny("invalid_card", [
    ...(expiry?.monthFaults ?? []),
    ...nameFaults(newName),
    ...(expiry?.yearFaults ?? []),
    ...(expiry?.dateFaults ?? []),
  ]);

  return {
    ...Object.fromEntries(
      Object.entries(address).flatMap(([key, text]) => (text === undefined ? [] : [[key, given(text)]])),
    ),
    ...(country !== undefined && { country: (given(country) ?? "").toLowerCase() }),
    ...(newName !== null && { name: newName }),
    ...(expiry && { expirationMonth: expiry.month, expirationYear: expiry.year }),
  };
}

/** Payers type the card's number here too; what stands here is stored and shown as it is. The original's wording of that is not known. */
function nameFaults(name: string | null): string[] {
  if (!name) return ["name can't be blank"];
  return holdsNumber(name) ? ["name is invalid"] : [];
}

interface Expiry {
  month: number | null;
  year: number | null;
  monthFaults: string[];
  yearFaults: string[];
  dateFaults: string[];
}

/** A loan card may come without month and year; with one of them it needs the other. */
function checkExpiry(
  typedMonth: string | null,
  typedYear: string | null,
  { financing }: Pick<Issuer, "financing">,
  now: number,
): Expiry {
  if (financing === "loan" && !typedMonth && !typedYear) {
    return { month: null, year: null, monthFaults: [], yearFaults: [], dateFaults: [] };
  }
  const month = typedMonth && /^(0?[1-9]|1[0-2])$/.test(typedMonth) ? Number(typedMonth) : null;
  const year = typedYear ? yearOf(typedYear) : null;
  return {
    month,
    year,
    monthFaults: monthFaults(typedMonth, month),
    yearFaults: year !== null && year >= 2000 && year <= 2099 ? [] : ["expiration year is invalid"],
    dateFaults: dateFaults(typedMonth, month, year, now),
  };
}

/** YY is 20YY; YYYY is itself. */
function yearOf(typed: string): number | null {
  if (/^\d{2}$/.test(typed)) return 2000 + Number(typed);
  return /^\d{4}$/.test(typed) ? Number(typed) : null;
}

/** A blank month is also one that is not between 1 and 12: the original says both. */
function monthFaults(typed: string | null, month: number | null): string[] {
  if (month !== null) return [];
  const outOfRange = "expiration month is not between 1 and 12";
  return typed ? [outOfRange] : ["expiration month can't be blank", outOfRange];
}

/** A month like 13 makes the date invalid; a missing month or a bad year says nothing of the date. */
function dateFaults(typedMonth: string | null, month: number | null, year: number | null, now: number): string[] {
  if (typedMonth && month === null) return ["expiration date is invalid"];
  if (month === null || year === null) return [];
  return now >= endOfMonthInBangkok(month, year) ? ["expiration date cannot be in the past"] : [];
}

/** First moment of the following month, UTC+7 the whole year. */
function endOfMonthInBangkok(month: number, year: number): number {
  const bangkokOffsetMs = 7 * 3_600_000;
  return Date.UTC(year, month) - bangkokOffsetMs; // Date.UTC counts months from 0, so `month` is already the next one
}

function numberFaults(number: string): string[] {
  if (number === "") return ["number can't be blank"];
  return isValidNumber(number) ? [] : ["number is invalid"];
}

function addressOf(input: CardInput): CheckedCard["address"] {
  const entries = addressFields.map((field) => [field, given(input[field])]);
  return Object.fromEntries(entries) as CheckedCard["address"]; // exactly the keys of addressFields
}

function given(typed: string | undefined): string | null {
  return typed?.trim() || null;
}
