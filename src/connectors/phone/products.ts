import { hours } from "../../domain/base/time.ts";
import { merchantCode, promptPayScheme } from "./qr.ts";
import type { PaymentRequest, PaymentStatus, Rejection, Shown } from "./wire.ts";

/** The biller of test mode: a tax number and a suffix. No company has it. */
const biller = "099400000000000";
const city = "Bangkok";

type Give = (request: PaymentRequest, randomDigits: (length: number) => string) => Shown;

const promptPay: Give = ({ reference, amount, currency, merchant }) => ({
  kind: "qr",
  content: merchantCode({
    scheme: promptPayScheme.tag,
    receiver: { "00": promptPayScheme.identifier, "01": biller, "02": reference, "03": "CHAMRA" },
    ...{ amount, currency, merchant, city, terminal: "CHAMRA" },
  }),
});

/** What each product that is not an app gives the merchant to show. */
const given: Readonly<Record<string, Give>> = {
  promptpay: promptPay,
};

/** What the merchant shows; null for an app. */
export const shownFor = (request: PaymentRequest, randomDigits: (length: number) => string): Shown =>
  given[request.product]?.(request, randomDigits) ?? null;

/** How long numbers to pay under are good for at their network. Source: recorded bill payments and barcodes of 2019 and 2020. */
export const numbersLast = hours(24);

/** Ends of a scanned code, and how its payment fails; those of cards, as far as they apply. */
const failingCodes: Readonly<Record<string, Rejection>> = {
  "0011": "INSUFFICIENT_FUNDS",
  "0013": "SYSTEM_ERROR",
  "0017": "INVALID_CODE",
};

/** End of a scanned code whose payer must confirm on the phone first. */
const asksPayer = "0009";

/** A payment that its network decides as soon as it hears of it; undefined for one that waits for its payer. */
export function decidedAtOnce(
  { barcode }: PaymentRequest,
  newReference: () => string,
): Exclude<PaymentStatus, { status: "WAITING" }> | undefined {
  if (barcode === null || barcode.endsWith(asksPayer)) return undefined;
  const rejection = failingCodes[barcode.slice(-4)];
  return rejection ? { status: "REJECTED", rejection } : { status: "PAID", bankReference: newReference() };
}

/** Products whose payer proves with a one-time code that the telephone number is theirs. Source: Omise documentation, TrueMoney Wallet. */
export const asksForCode = (product: string): boolean => product === "truemoney";
