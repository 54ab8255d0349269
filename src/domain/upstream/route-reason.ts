import type { Minor } from "../base/money.ts";

/** What stands in a reason, by its code. Routes are numbered from 1; amounts and costs are in minor units. */
type Values = {
  first: { route: number };
  drawn: { route: number; weight: number; total: number };
  not_drawn: { route: number; weight: number; total: number };
  likeliest: { route: number; weight: number; total: number };
  /** `other` is the next in cost. */
  cheapest: { route: number; cost: Minor; other: number; other_cost: Minor };
  /** `other` is the cheapest. */
  not_cheapest: { route: number; cost: Minor; other: number; other_cost: Minor };
  /** Number of failures after which it rests; no other fits. */
  tried: { route: number; failures: number };
  other_method: { method: string };
  bank_unknown: object;
  /** By its code where it has one, else by its name. */
  other_bank: { bank: string };
  brand_unknown: object;
  other_brand: { brand: string };
  below: { min: Minor };
  above: { max: Minor };
  no_method: { method: string };
  no_currency: { currency: string };
  outside: { min: Minor; max: Minor };
  rests: { failures: number };
  /** The connection has ended since the routes were read. */
  not_connected: object;
  /** The customer's card is kept at another upstream. */
  no_card: object;
  no_token: object;
  /** `said` is what shows it, in the words of who said it. */
  not_taken: { said: string };
};

export type ReasonCode = keyof Values;

/** Why a payment goes to an upstream, or why not. Kept with the charge beside its sentence, so that it can be said in other languages. */
export type Reason<Code extends ReasonCode = ReasonCode> = { [Each in Code]: { code: Each } & Values[Each] }[Code];

const rested = (failures: number) => `it rests after ${failures} payments in a row that it did not take`;

const sentences: { [Code in ReasonCode]: (values: Values[Code]) => string } = {
  first: ({ route }) => `route ${route} is the first that fits`,
  drawn: ({ route, weight, total }) => `route ${route} was drawn, with ${weight} of ${total} parts`,
  not_drawn: ({ route, weight, total }) => `route ${route} was not drawn, with ${weight} of ${total} parts`,
  likeliest: ({ route, weight, total }) => `route ${route} is the likeliest, with ${weight} of ${total} parts`,
  cheapest: ({ route, cost, other, other_cost }) =>
    `route ${route} is the cheapest: it costs ${cost}, and route ${other} ${other_cost}`,
  not_cheapest: ({ route, cost, other, other_cost }) =>
    `route ${route} is not the cheapest: it costs ${cost}, and route ${other} ${other_cost}`,
  tried: ({ route, failures }) => `route ${route} is tried though ${rested(failures)}: no other fits`,
  other_method: ({ method }) => `the route is not for ${method}`,
  bank_unknown: () => "the route is for payers of some banks, and that of this payer is not known",
  other_bank: ({ bank }) => `the route is not for payers of ${bank}`,
  brand_unknown: () => "the route is for cards of some brands, and that of this card is not known",
  other_brand: ({ brand }) => `the route is not for cards of ${brand}`,
  below: ({ min }) => `the route is for amounts from ${min}`,
  above: ({ max }) => `the route is for amounts up to ${max}`,
  no_method: ({ method }) => `it does not have ${method}`,
  no_currency: ({ currency }) => `it does not take ${currency}`,
  outside: ({ min, max }) => `it takes ${min} to ${max}`,
  rests: ({ failures }) => rested(failures),
  not_connected: () => "the account is not connected to it any more",
  no_token: () => "it needs a token of the card",
  no_card: () => "it does not have the customer's card",
  not_taken: ({ said }) => `it did not take the payment: ${said}`,
};

export const reasonCodes = Object.keys(sentences) as [ReasonCode, ...ReasonCode[]]; // its keys are the codes

/** A reason in English, with amounts in minor units. */
export const sentenceOf = (reason: Reason): string => (sentences[reason.code] as (values: Reason) => string)(reason); // each sentence gets the values of its code
