import { days, minutes, type Time } from "../../domain/base/time.ts";
import { fieldsOf, isId } from "../answers.ts";
import type { BankAnswer, PaymentReference } from "../bank.ts";
import { differs, pending, type Reach, succeeded, unknown } from "./reach.ts";
import { codes, datesBetween, type PaidRow, paths, scannedByCustomer } from "./wire.ts";

/** How far the bank's clock may be from ours. */
const clocksDifferBy = minutes(10);

/** Upper bound of days of a charge's life that one inquiry asks about; a code of PromptPay lives for a day or two. */
const daysMax = 8;

/** Asks what was paid under our reference, day by day in Bangkok: SCB keeps bills under the day on which they were paid. */
export type ByReference = (about: PaymentReference) => Promise<BankAnswer>;

export const billsOf =
  (reach: Reach): ByReference =>
  async (about) => {
    const { biller } = reach;
    const { ref1 } = reach.references(about.reference);
    let wrong: string | undefined;
    for (const transactionDate of datesOf(about, reach.now())) {
      const paid: string[] = [];
      for (const row of await paidOn(reach, transactionDate, ref1)) {
        const { transactionId, amount, currencyCode, billPaymentRef1, payeeProxyId = biller, reverseFlag } = row;
        if (billPaymentRef1 !== ref1 || payeeProxyId !== biller) return unknown("SCB answered about another payment");
        if (reverseFlag === "R") continue; // the bank has paid it back
        if (!isId(transactionId)) return unknown("SCB told of a payment without an id");
        const difference = differs(amount, currencyCode, about);
        if (difference) wrong = difference;
        else paid.push(transactionId);
      }
      const [reference, ...others] = new Set(paid);
      if (reference !== undefined) return approved(reference, others, about);
    }
    return wrong === undefined ? pending : unknown(wrong);
  };

/** An approval with the other payments of the same day and amount; those of another are in SCB's report only. */
const approved = (reference: string, others: readonly string[], { amount }: PaymentReference): BankAnswer => ({
  ...{ answer: "approved", reference, approvalCode: null, arrived: true },
  ...(others.length > 0 && { others: others.map((id) => ({ id, amount })) }),
});

/** The days in Bangkok on which a payment may have been made, latest first: yesterday and today, and those of its charge's life. */
function datesOf({ openedAt, expiresAt }: PaymentReference, now: Time): string[] {
  const from = openedAt - clocksDifferBy;
  const recent = datesBetween(Math.max(from, now - days(1)), now, 2);
  return [...new Set([...recent, ...datesBetween(from, Math.min(now, expiresAt + days(1)), daysMax)])];
}

/** Payments of one day under a reference. @throws Error where SCB does not say */
async function paidOn(
  { call, biller }: Reach,
  transactionDate: string,
  reference1: string,
): Promise<Partial<Record<keyof PaidRow, unknown>>[]> {
  const query = { eventCode: scannedByCustomer, transactionDate, billerId: biller, reference1 };
  const answered = await call({ method: "GET", path: paths.byReference, query });
  if (answered.code === codes.unknown) return [];
  const { data } = succeeded(answered);
  if (data === undefined || data === null) return [];
  if (!Array.isArray(data)) throw new Error("SCB answered with no list of payments");
  return data.map(fieldsOf);
}
