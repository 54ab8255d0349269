import { refuseIfAny } from "../base/errors.ts";
import { type Decimal, type Minor, percentOf } from "../base/money.ts";

/** What an upstream may take for a payment by some methods, by the merchant's contract with it. */
export type ContractTerms = {
  /** Types and families of methods; null for all that no other terms name. */
  methods: readonly string[] | null;
  /** Percent of the amount, such as `"3.65"`. */
  rate: Decimal;
  /** Fixed part, in satang. */
  flat: Minor;
  /** Smallest fee before VAT, in satang. */
  min: Minor;
  /** Percent of the fee, such as `"7"`. */
  vat: Decimal;
};

/** A payment method by its type, and what it belongs to. */
type Kind = { type: string; family: string };

/** Largest number of terms in a contract, and of methods that they name. */
export const termsMax = 50;

/** The terms of a method: those that name its type, else its family, else those for the rest. */
export const termsOf = (contract: readonly ContractTerms[], { type, family }: Kind): ContractTerms | undefined =>
  contract.find(({ methods }) => methods?.includes(type)) ??
  contract.find(({ methods }) => methods?.includes(family)) ??
  contract.find(({ methods }) => methods === null);

/** Costs that a contract expects of one payment. */
export type ExpectedCosts = {
  /** Fee and its VAT, in satang. */
  costs: Minor;
  /** How far what is taken may be from it: others round otherwise. */
  tolerance: Minor;
};

/** Satang by which each part of the costs may differ: an upstream may round down, or round half to even. */
const roundingTolerance = 1;

/** The fee that terms expect of a paid amount in satang, and the VAT on it, each rounded half-up on its own, as our own fees are. */
export function expectedCosts(amount: Minor, { rate, flat, min, vat }: Omit<ContractTerms, "methods">): ExpectedCosts {
  const fee = Math.max(percentOf(amount, rate) + flat, min);
  const feeVat = percentOf(fee, vat);
  const parts = feeVat === 0 ? 1 : 2;
  return { costs: fee + feeVat, tolerance: parts * roundingTolerance };
}

/** Whether an upstream took something else than the contract says. */
export const isOffContract = (taken: Minor, { costs, tolerance }: ExpectedCosts): boolean =>
  Math.abs(taken - costs) > tolerance;

/**
 * Checks a contract before it is saved.
 *
 * @param methods those of the gateway
 * @throws Refusal `bad_request` for a method that there is not, or that two terms name, and for two terms for the rest
 */
export function checkContract(contract: readonly ContractTerms[], methods: readonly Kind[]): void {
  const known = new Set(methods.flatMap(({ type, family }) => [type, family]));
  const names = contract.flatMap((terms) => terms.methods ?? ["*"]);
  refuseIfAny("bad_request", [
    ...names.flatMap((name) =>
      name === "*" || known.has(name) ? [] : [`${name} is no type and no family of payment methods`],
    ),
    ...[...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map((name) =>
      name === "*" ? "two terms are for all other methods" : `two terms name ${name}`,
    ),
  ]);
}
