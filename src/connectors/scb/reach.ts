import type { BankAnswer, PaymentReference } from "../bank.ts";
import { NotTaken, type Way } from "../upstream.ts";
import { type Answered, said, scbCalls } from "./calls.ts";
import { firstReference } from "./references.ts";
import { codes, currencyOf, mainUnits, satangOf } from "./wire.ts";

/** What every question to SCB needs: the calls, the clock, and the merchant's names there. */
export type Reach = ReturnType<typeof reachOf>;

export function reachOf(way: Way) {
  const { credentials, now } = way;
  const { biller_id: biller = "", reference_3_prefix: prefix = "", reference_2: ref2 } = credentials;
  return {
    ...scbCalls(way),
    ...{ credentials, now, biller },
    /** The references of a payment, as bills name it. */
    references: (reference: string): { ref1: string; ref2?: string; ref3: string } => {
      const ref1 = firstReference(reference);
      return { ref1, ...(ref2 && { ref2 }), ref3: `${prefix}${ref1}`.slice(0, 20) };
    },
  };
}

export const pending: BankAnswer = { answer: "pending" };
export const unknown = (why: string): BankAnswer => ({ answer: "unknown", why });

/** Codes of refusals that come before anything is carried out: of the request's form, of rights, of the product. */
const refusedUnheard: readonly number[] = [
  ...[codes.missing, codes.invalid, codes.empty, codes.unexpected],
  ...[codes.unsupported, codes.headers, codes.apiKey, codes.forbidden],
];

/**
 * An answer of success, as it is.
 *
 * @throws NotTaken for a refusal before anything was carried out; Error for any other, of which nobody knows
 */
export function succeeded(answered: Answered): Answered {
  if (answered.code === codes.success && answered.status >= 200 && answered.status < 300) return answered;
  if (refusedUnheard.includes(answered.code)) throw new NotTaken(`SCB refuses the request: ${said(answered)}`);
  throw new Error(`SCB answered ${answered.status}: ${said(answered)}`);
}

/** What is wrong with an amount or its currency; undefined where they are the payment's. */
export function differs(amount: unknown, currency: unknown, asked: PaymentReference): string | undefined {
  const [paid, paidIn] = [satangOf(amount), currencyOf(currency)];
  if (paid === undefined || paidIn === undefined)
    return "SCB told of a payment without an amount and a currency that can be read";
  if (paid === asked.amount && paidIn === asked.currency) return undefined;
  return `SCB told of another amount or currency: ${mainUnits(paid)} ${paidIn}, not ${mainUnits(asked.amount)} ${asked.currency}`;
}
