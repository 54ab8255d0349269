import { aheadInBangkok, dateInBangkok } from "../../domain/base/bangkok.ts";
import { digitsOf, isJsonObject, parseExactly } from "../../domain/base/exact-json.ts";
import { inMainUnits, type Minor, minorOf } from "../../domain/base/money.ts";
import { hours, type Time } from "../../domain/base/time.ts";
import { promptPayScheme, withChecksum } from "../phone/qr.ts";

/**
 * The messages between a merchant and SCB Open API. Source: developer.scb, "API reference index" and "Documentation", page by page as named below. What those
 * pages leave open is listed in `upstream.ts` with what confirms it.
 */
export const paths = {
  /** Page "POST /v1/oauth/token". */
  token: "/v1/oauth/token",
  /** Page "POST /v1/payment/qrcode/create": a code without an end. */
  endlessCode: "/v1/payment/qrcode/create",
  /** Page "POST /v2/payment/qrcode/create". */
  code: "/v2/payment/qrcode/create",
  /** Page "POST /v3/deeplink/transactions". */
  deepLink: "/v3/deeplink/transactions",
  /** Page "GET /v2/transactions/{transactionId}"; the id follows. */
  transaction: "/v2/transactions/",
  /** Page "GET /v1/payment/billpayment/inquiry". */
  byReference: "/v1/payment/billpayment/inquiry",
  /** Page "GET /v1/payment/billpayment/transactions/{transRef}"; the slip's reference follows. */
  slip: "/v1/payment/billpayment/transactions/",
} as const;

/** Codes of `status.code`. Source: the pages' tables "Response code". */
export const codes = {
  success: 1000,
  missing: 1101,
  invalid: 1102,
  empty: 1103,
  /** With HTTP 404: there is no such thing. */
  unknown: 1104,
  unexpected: 1105,
  duplicate: 1111,
  /** With HTTP 501. */
  unsupported: 4101,
  paymentError: 8102,
  /** Credentials or headers are missing. */
  headers: 9100,
  /** With HTTP 401: the token is invalid or has expired. */
  token: 9300,
  /** With HTTP 401: the API key is not known. */
  apiKey: 9500,
  /** With HTTP 403: no right to this API. */
  forbidden: 9503,
  /** With HTTP 500. */
  failure: 9700,
  /** Unavailable, or a time-out behind their gateway. */
  unavailable: 9900,
} as const;

/** Event code of payments by a QR code of tag 30, the customer scanning. Source: page of the inquiry. */
export const scannedByCustomer = "00300100";

/** Number of the baht. Source: ISO 4217, as the pages name it. */
const currencyNumbers: Readonly<Record<string, string>> = { "764": "THB", "840": "USD", "702": "SGD", "392": "JPY" };
export const bahtNumber = "764";

/** Every answer. Source: "Response" of each page. */
export type Envelope = { status: { code: number; description: string }; data?: unknown };

export type TokenRequest = { applicationKey: string; applicationSecret: string };
/** `expiresIn` in seconds, `expiresAt` in seconds since 1970. */
export type TokenData = { accessToken: string; tokenType: "Bearer"; expiresIn: number; expiresAt: number };

/** A number as it is written, with all its decimals. */
export type Decimals = ReturnType<JSON["rawJSON"]>;

/** Request of a code. `ref1` to `ref3`: up to 20 of A–Z and 0–9. */
export type CodeRequest = {
  qrType: "PP";
  ppType: "BILLERID";
  /** Biller id, 15 digits. */
  ppId: string;
  /** Version 2: a number with two decimals; version 1: text. */
  amount: Decimals | string;
  ref1: string;
  ref2?: string;
  /** The prefix that SCB assigned, and our own end of it; the prefix decides who is told of the payment. */
  ref3: string;
  /** Version 2: payments that the code allows. */
  numberOfTimes?: number;
  /** Version 2, needed with `numberOfTimes`: Bangkok time as `YYYY-MM-DD HH:MM:SS`. */
  expiryDate?: string;
};

/** Answer of version 2, inside of `data`. */
export type CodeData = {
  success: boolean;
  code: string;
  data: { qrRawData: string; expiryDate: string; numberOfTimes: number };
};

/** The ways to pay inside of SCB EASY: from an account, by card in full, by card in installments. */
export type PaymentKind = "BP" | "CCFA" | "CCIPP";

export type DeepLinkRequest = {
  transactionType: "PURCHASE";
  transactionSubType: PaymentKind[];
  /** Seconds, 60 to 1800. */
  sessionValidityPeriod: number;
  billPayment?: { paymentAmount: Decimals; accountTo: string; ref1: string; ref2?: string; ref3: string };
  installmentPaymentPlan?: {
    merchantId: string;
    terminalId?: string;
    /** Up to 20 characters. */
    orderReference: string;
    paymentAmount: Decimals;
    /** Months. */
    tenor: string;
    /** 1: the merchant pays the interest, 2: the customer, 3: the supplier. */
    ippType: "1" | "2" | "3";
    prodCode?: string;
  };
  merchantMetaData: { callbackUrl?: string; merchantInfo: { name: string } };
};

export type DeepLinkData = { transactionId: string; deeplinkUrl: string; userRefId: string };

/** `statusCode` of a transaction. Source: page "GET /v2/transactions/{transactionId}". */
export const transactionStatus = { pending: 0, paid: 1, cancelled: 2, invalid: 3, partial: 4, expired: 5 } as const;

/** What we read of a transaction. */
export type Transaction = {
  transactionId: unknown;
  statusCode: unknown;
  paidAmount: unknown;
  createdTimestamp: unknown;
  billPayment: unknown;
  creditCardFullAmount: unknown;
  installmentPaymentPlan: unknown;
  merchantMetaData: unknown;
};

/** A row of the inquiry by reference, which is a payment that was made. Source: page "GET /v1/payment/billpayment/inquiry". */
export type PaidRow = {
  transactionId: string;
  /** Main units: text by the page's table, a number in a sample of the sandbox. */
  amount: string | Decimals;
  /** ISO 8601, +07:00. */
  transactionDateandTime: string;
  currencyCode: string;
  /** R: the bank has paid it back. */
  reverseFlag?: string;
  payeeProxyType: "BILLERID";
  payeeProxyId: string;
  billPaymentRef1: string;
  billPaymentRef2?: string;
  billPaymentRef3?: string;
  payerName?: string;
  sendingBankCode: string;
  receivingBankCode: string;
};

/** Our answer to a confirmation. Source: page "Payment confirmation". */
export type ConfirmationAnswer = { resCode: "00"; resDesc: "success"; transactionId: string };

/** Fields in which a confirmation may name our reference: bill payments in the first, cards in the others. */
export const confirmationReferences = ["billPaymentRef1", "invoice", "orderReference"] as const;

/** An amount in main units with two decimals: 150000 is `1500.00`. @param amount satang */
export const mainUnits = (amount: Minor): string => inMainUnits(amount, "THB").replaceAll(",", "");

/** A number with two decimals, as JSON. @param amount satang */
export const decimals = (amount: Minor): Decimals => JSON.rawJSON(mainUnits(amount));

/** Satang of an amount, which is text or a number; undefined for anything else, and for what is finer than a satang. */
export function satangOf(value: unknown): Minor | undefined {
  const text = typeof value === "string" ? value : digitsOf(value);
  const [, whole, fraction = ""] = /^(\d{1,13})(?:\.(\d{1,4}))?$/.exec(text ?? "") ?? [];
  if (whole === undefined || !/^\d{0,2}0*$/.test(fraction)) return undefined;
  return minorOf(`${whole}.${fraction.slice(0, 2).padEnd(2, "0")}`);
}

/** The currency's letters for its number; the number itself where we have no letters for it; undefined where there is none. */
export function currencyOf(value: unknown): string | undefined {
  const text = typeof value === "string" ? value : digitsOf(value);
  return text === undefined || text === "" ? undefined : (currencyNumbers[text] ?? text);
}

/** Bangkok time, as codes are given it: `2026-01-31 23:59:59`. */
export const bangkokText = (at: Time): string =>
  `${dateInBangkok(at)} ${new Date(at + aheadInBangkok).toISOString().slice(11, 19)}`;

/** ISO 8601 in Bangkok, as answers give it: `2026-01-31T23:59:59.000+07:00`. */
export const bangkokTimestamp = (at: Time): string =>
  new Date(at + aheadInBangkok).toISOString().replace("Z", "+07:00");

/** The moment of a text in ISO 8601, in GMT or with another offset; one without an offset is of Bangkok. Undefined for other text. */
export function timeOf(value: unknown): Time | undefined {
  if (typeof value !== "string") return undefined;
  const [, date, time, offset = "+07:00"] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)(Z|[+-]\d{2}:?\d{2})?$/.exec(value) ?? [];
  const at = Date.parse(`${date}T${time}${offset.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`);
  return Number.isNaN(at) ? undefined : at;
}

/** The dates in Bangkok from one moment to another, latest first. */
export function datesBetween(from: Time, to: Time, most: number): string[] {
  const found: string[] = [];
  for (let at = to; found.length < most; at -= hours(24)) {
    const date = dateInBangkok(at);
    if (date < dateInBangkok(from)) break;
    found.push(date);
  }
  return found;
}

/** Reads an answer's or a notification's JSON with exact numbers; undefined for anything that is not an object. */
export function objectIn(body: string): Record<string, unknown> | undefined {
  try {
    const value = parseExactly(body);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // not JSON: the caller says what came instead
  }
}

/** The text of a code of tag 30, field by field as in the page's sample. `amount` as it is written. */
export function codeText({
  ppId,
  ref1,
  ref2,
  ref3,
  amount,
}: Record<"ppId" | "ref1" | "ref3" | "amount", string> & { ref2?: string }): string {
  const field = (tag: string, value: string) => `${tag}${String(value.length).padStart(2, "0")}${value}`;
  const receiver = [
    field("00", promptPayScheme.identifier),
    field("01", ppId),
    field("02", ref1),
    ref2 ? field("03", ref2) : "",
  ];
  return withChecksum(
    [
      ...[field("00", "01"), field("01", "12"), field(promptPayScheme.tag, receiver.join("")), field("52", "7011")],
      ...[field("53", bahtNumber), field("54", amount), field("58", "TH"), field("60", "BANGKOK")],
      field("62", field("07", ref3)),
    ].join(""),
  );
}
