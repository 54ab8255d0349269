import { countries, countryOf } from "../../domain/base/country.ts";
import { hours, type Time } from "../../domain/base/time.ts";
import { barcodeOf, billerOf } from "../bill.ts";
import { merchantCode, promptPayScheme } from "./qr.ts";
import type { PaymentRequest, PaymentStatus, Rejection, Shown } from "./wire.ts";

/** The biller of test mode. No company has this tax number. */
const taxId = "0994000000000";
const biller = billerOf(taxId);
/** Where a merchant is that takes a currency; one of a currency that no account is in is in Thailand. */
function placeOf(currency: string): { city: string; country: string } {
  const country = countryOf(currency) ?? "TH";
  return { country, city: countries[country].city };
}

type Give = (request: PaymentRequest, now: Time, randomDigits: (length: number) => string) => Shown;

const promptPay: Give = ({ reference, amount, currency, merchant }) => ({
  kind: "qr",
  content: merchantCode({
    scheme: promptPayScheme.tag,
    receiver: { "00": promptPayScheme.identifier, "01": biller, "02": reference, "03": "CHAMRA" },
    ...{ amount, currency, merchant, ...placeOf(currency), terminal: "CHAMRA" },
  }),
});

/** How long numbers to pay under are good for at their network. Source: recorded bill payments and barcodes of 2019 and 2020. */
const numbersLast = hours(24);

/** A code of a scheme that is not public, in the form that all of them share. */
const otherCode: Give = ({ product, reference, amount, currency, merchant }) => ({
  kind: "qr",
  content: merchantCode({
    scheme: "26",
    receiver: { "00": "test.chamra", "01": product, "02": reference },
    ...{ amount, currency, merchant, ...placeOf(currency), terminal: "CHAMRA" },
  }),
});

/** Numbers and barcode of a bill. Source: recorded bill payments. */
const bill: Give = ({ amount, until }, _, randomDigits) => {
  const [first, second] = [randomDigits(18), randomDigits(18)];
  return {
    kind: "numbers",
    under: first,
    numbers: { omise_tax_id: taxId, reference_number_1: first, reference_number_2: second },
    barcode: barcodeOf({ taxId, first, second, amount }),
    until,
  };
};

/** The number to pay under in what was scanned or typed: in a bill's barcode, whose fields may be parted by any white space, or by itself. */
export function numberIn(text: string): string | undefined {
  const [, first] = /^\|\d{15}\s+(\d+)\s/.exec(text) ?? [];
  return first ?? (/^\d[\d -]*$/.test(text) ? text.replaceAll(/\D/g, "") : undefined);
}

/** The number that a payer in Japan types at a shop's machine, at a bank's or on its page. Source: Omise documentation, econtext, `payment_code`. */
const paymentCode: Give = ({ until }, _, randomDigits) => {
  const under = randomDigits(11);
  return { kind: "numbers", under, numbers: { payment_code: under }, barcode: null, until };
};

/** A scanned code gives nothing to show, but its network says for how long it is good. */
const scanned: Give = (_, now) => ({
  kind: "numbers",
  under: null,
  numbers: {},
  barcode: null,
  until: now + numbersLast,
});

/** Schemes whose codes are public; those of every other product have the form that all schemes share. */
const schemes: Readonly<Record<string, Give>> = { promptpay: promptPay };

/** Numbers to pay under, by where they are paid: a bill in Thailand, a payment code elsewhere. A code of the payer has none. */
const numbersFor = ({ barcode, currency }: PaymentRequest): Give =>
  barcode !== null ? scanned : countryOf(currency) === "TH" ? bill : paymentCode;

/** What the merchant shows; null for an app. It follows from what the merchant asks for, so that a new product needs no line here. */
export function shownFor(request: PaymentRequest, now: Time, randomDigits: (length: number) => string): Shown {
  const { shows, product, reference } = request;
  if (shows === null) return null;
  if (shows === "barcode") return { kind: "barcode", content: reference };
  const give = shows === "qr" ? (schemes[product] ?? otherCode) : numbersFor(request);
  return give(request, now, randomDigits);
}

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
