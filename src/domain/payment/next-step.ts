import type { Time } from "../base/time.ts";

/**
 * What a payer needs to pay, in a bank's pending answer: an address to go to (or a path of ours, for an app that we simulate), what a code says that the payer scans (the bank draws nothing, we do),
 * or numbers to pay under, at a counter or a machine, until some moment.
 */
export type NextStep =
  | { goTo: string }
  | { scan: string; as: "qr" | "barcode" }
  | { tell: References; until: Time | null };

/** Numbers by the names that merchants know them by: `reference_number_1`, `payment_code`. Source: Sources API, `references`. */
type References = Readonly<Record<string, string>>;

/** The path of the picture of a code. The id of the payer's page, which nobody can guess, is all that it takes. */
export const codeAddress = (page: string): string => `/payments/${page}/code`;

/** Whether a bank says the same again. */
export const isSameStep = (one: NextStep | null, other: NextStep | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
