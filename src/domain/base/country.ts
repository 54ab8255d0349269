import type { Decimal, Minor } from "./money.ts";

/** Countries where accounts are. Source: Omise documentation, countries and account limits. */
export const countryCodes = ["TH", "JP", "SG", "MY"] as const;
export type Country = (typeof countryCodes)[number];

/** Currencies that an account can be in. */
export type AccountCurrency = "THB" | "JPY" | "SGD" | "MYR";

type Facts = {
  /** The currency of its accounts: of their balance, ledger, fees and payouts. */
  currency: AccountCurrency;
  /** The smallest and largest amount of one charge, which stand for those of a method where it has none of its own. Source: Omise documentation, account limits. */
  charges: { min: Minor; max: Minor };
  /** Percent of a fee that are its VAT. Sources: recorded charges of Thailand, of PayNow and of FPX; that of Japan is assumed. */
  vat: Decimal;
  /** The capital, which the codes of test mode name as the merchant's city. */
  city: string;
};

/** What follows from the country of an account, which is chosen when the account is made and never changes. */
export const countries: Readonly<Record<Country, Facts>> = {
  TH: { currency: "THB", charges: { min: 20_00, max: 150_000_00 }, vat: "7.0", city: "Bangkok" },
  JP: { currency: "JPY", charges: { min: 100, max: 6_000_000 }, vat: "0.0", city: "Tokyo" },
  SG: { currency: "SGD", charges: { min: 1_00, max: 20_000_00 }, vat: "0.0", city: "Singapore" },
  MY: { currency: "MYR", charges: { min: 1_00, max: 100_000_00 }, vat: "0.0", city: "Kuala Lumpur" },
};

const byCurrency = new Map<string, Country>(countryCodes.map((code) => [countries[code].currency, code]));

/** The country whose accounts are in a currency; undefined for a currency that no account is in. */
export const countryOf = (currency: string): Country | undefined => byCurrency.get(currency);
