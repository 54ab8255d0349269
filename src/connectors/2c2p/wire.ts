import { createHash } from "node:crypto";
import { exponentOf, inMainUnits, type Minor } from "../../domain/base/money.ts";
import { hours, type Time } from "../../domain/base/time.ts";
import type { Element } from "./xml.ts";

export { type Envelope, envelope, keysOf } from "./envelope.ts";
export { type Element, readXml, textOf, withinXml, writeXml } from "./xml.ts";

/**
 * The messages of 2C2P's payment gateway 4.3 and of its payment actions 2.0. "doc" marks what its own pages say, "client" what public code that calls
 * it shows, "assumed" what neither settles; `upstream.ts` lists the last with what confirms it.
 */

/** Paths under the gateway's address. Source: doc, a page for each call. */
export const pathOf = (call: "paymentToken" | "paymentOptionDetails" | "payment" | "paymentInquiry"): string =>
  `/payment/4.3/${call}`;

/** Path of payment actions, under the address of that service. Source: doc, "Payment maintenance". */
export const actionPath = "/PaymentAction/2.0/action";

/**
 * Asks for a page on which an amount can be paid, until some moment. The answer is signed.
 * Source: doc, "Payment Token Request Parameters", unless a field says otherwise.
 */
export type PaymentTokenRequest = {
  merchantID: string;
  /** Unique at the merchant; 20 letters and digits at most for QR codes, and so for everything here. */
  invoiceNo: string;
  /** Names a request that may come again. */
  idempotencyID: string;
  description: string;
  /** Main units; the pages show both a number and a text. */
  amount: string;
  currencyCode: string;
  paymentChannel: readonly Channel[];
  /** Whose interest an installment plan has: the merchant's or the customer's. */
  interestType?: "M" | "C";
  /** The terms, in months, that the page offers. */
  installmentPeriodFilter?: readonly number[];
  /** `yyyy-MM-dd HH:mm:ss`; 20 minutes without. In Thailand's time: assumed. */
  paymentExpiry: string;
  /** Asks for settlement by hand; its value is agreed with each merchant. */
  transactionMode?: string;
  locale?: string;
  frontendReturnUrl?: string;
  backendReturnUrl: string;
  /** Our reference, which comes back with whatever is said of the payment. */
  userDefined1: string;
};

/** Kinds of payment on the page. Source: doc, the pages of the methods. */
export type Channel = "CC" | "IPP" | "IMBANK" | "QR";

export type PaymentTokenAnswer = {
  webPaymentUrl: string;
  paymentToken: string;
  respCode: string;
  respDesc: string;
};

/** Asks for the ways to pay by a token, plainly, not signed. Source: doc, "Payment Option Detail"; the group of apps: assumed. */
export type OptionDetailsRequest = { paymentToken: string; locale: string; categoryCode: "IMBANK"; groupCode: "MBANK" };

/** One way to pay. Source: doc, "Payment Option Detail Response Parameters". */
export type Option = { name: string; isDown?: boolean; payment: { code: OptionCode } };
export type OptionCode = { channelCode: string; agentCode?: string; agentChannelCode?: string };

/** Begins a payment, plainly, not signed. Source: doc, "Do Payment Request Parameters"; `qrType`: client. */
export type PaymentRequest = {
  paymentToken: string;
  locale: string;
  responseReturnUrl?: string;
  payment: { code: OptionCode; data: { name?: string; email?: string; mobileNo?: string; qrType?: "RAW" } };
};

/** Source: doc, "Do Payment Response Parameters". */
export type PaymentAnswer = {
  channelCode?: string;
  /** Kind of QR data: `RAW` is what the code says, `URL` the address of a picture. */
  type?: string;
  data?: string;
  extras?: { qrData?: string };
  invoiceNo?: string;
  respCode: string;
  respDesc: string;
};

/** What the payer needs after "Do Payment", or that it is over. Source: doc, "Payment Flow Response Code". */
export const flowCodes = {
  "1000": "address", // within our page, but a page of its own does as well
  "1001": "address",
  "1002": "address",
  "1003": "address",
  "1004": "address",
  "1005": "code",
  "2000": "ask",
  "2001": "ask",
  "2002": "ask",
  "2003": "ask",
} as const;

/** Code of PromptPay among QR codes. Source: client. */
export const promptpayCode = "PPQR";

/** Source: doc, "Payment Inquiry Request Parameter". */
export type InquiryRequest = { merchantID: string; invoiceNo: string; locale: "en" };

/**
 * What is said of a payment, by an answer or a notification, in the order of a published notification. Signed.
 * Source: doc, "Payment Response - Backend" and "Payment Inquiry Response Parameters"; a published notification of 2022.
 */
export type PaymentDetails = {
  /** Masked. */
  cardNo?: string;
  merchantID: string;
  invoiceNo: string;
  amount: number;
  userDefined1?: string;
  currencyCode: string;
  tranRef: string;
  referenceNo: string;
  approvalCode: string;
  eci?: string;
  /** `yyyyMMddHHmmss`. */
  transactionDateTime: string;
  agentCode?: string;
  channelCode: string;
  installmentPeriod?: number;
  interestType?: string;
  idempotencyID?: string;
  respCode: string;
  respDesc: string;
};

/** A merchant's message to the payment actions. Source: doc, "Refund", "Void / Cancel", "Settle", "Refund Status Inquiry". */
export type ActionRequest = {
  version: string;
  merchantID: string;
  invoiceNo: string;
  actionAmount: string;
  processType: Action;
  /** Our reference, which a refund in the list keeps: assumed. */
  userDefined1?: string;
};

/** Void, settle, refund, and inquiries of a payment and of its refunds. */
export type Action = "V" | "S" | "R" | "I" | "RS";

/** Source: doc, the samples of payment actions. */
export const actionVersion = "3.8";

/** Status of a payment at the payment actions, by what it means to us. Source: doc, "Payment Maintenance Status Codes"; `A` and `S`: client. */
export const actionStatuses = {
  A: "authorized",
  AP: "under way",
  RS: "to be settled",
  S: "settled",
  V: "voided",
  VP: "being voided",
  RP: "refund under way",
  RF: "refunded",
  RFF: "refund refused",
  RR: "refund refused",
  RR1: "refund refused",
  RR2: "refund refused",
  RR3: "refund refused",
} as const;

/** Result of a payment action, by what it means to us. What is not here was a fault of the request or of the system. Source: doc, "Payment Maintenance Result Codes". */
export const actionResults = {
  "00": "done",
  "12": "not in this state",
  "16": "no such payment",
  "21": "refused",
  "25": "refused",
  "29": "done before",
  "30": "refused",
  "31": "refused",
  "32": "done before",
  "33": "refused",
  "34": "refused",
  "35": "refused",
  "39": "settled before",
  "40": "refused",
  "41": "refused",
  "42": "under way",
  "43": "refused",
  "44": "refused",
  "45": "refused",
  "46": "refused",
  "47": "refused",
  "48": "refused",
  "54": "refused",
} as const;

/** The answer of payment actions, of which only what is read stands here. */
export type ActionAnswer = {
  respCode: string;
  respDesc: string;
  status: string;
  amount: string | undefined;
  referenceNo: string | null;
  refunds: readonly RefundEntry[];
};

/** One refund of a payment. Source: doc, "Refund Status Inquiry", `refundList`; the name of an entry: assumed, and not looked at. */
export type RefundEntry = { amount: string; status: string; referenceNo: string | null; reference: string | null };

/** Where the list of refunds is within the answer. */
export const refundsIn = ({ children }: Element): readonly Element[] =>
  children.find(({ name }) => name === "refundList")?.children ?? [];

/** Codes of a payment that was not paid and will not be, and why. Others of 4001 to 4099 are the issuer's no. Source: doc, "Payment Response Codes". */
export const declineCodes = {
  "0003": "cancelled",
  "0004": "rejected",
  "4003": "processing",
  "4006": "processing",
  "4012": "processing",
  "4013": "processing",
  "4014": "invalid_number",
  "4015": "invalid_number",
  "4019": "processing",
  "4020": "processing",
  "4022": "processing",
  "4030": "processing",
  "4034": "fraud",
  "4041": "stolen_or_lost",
  "4043": "stolen_or_lost",
  "4050": "processing",
  "4051": "insufficient_funds",
} as const;

/** Codes of 4001 to 4099 that are no refusal: an approval of another kind, a part of the amount, or what happened after a payment. */
export const undecided: readonly string[] = [
  ...["4008", "4010", "4011", "4016", "4018", "4032", "4045", "4046", "4047", "4048"],
];

/** Codes of a payment that is under way, and of one that nobody has begun. */
export const underWay: readonly string[] = ["0001", "2001", "4009"];
export const notBegun = "2002";
export const paid = "0000";
export const invoiceExists = "9015";

/** Codes of a request that was refused before anything was done: parameters, the merchant's set-up, the signature. Source: doc, "Payment Response Codes". */
export const isRequestFault = (code: string): boolean =>
  (/^9\d{3}$/.test(code) && code !== invoiceExists && code !== "9999") || /^61(0[1-9]|10)$/.test(code);

/**
 * The invoice number of a reference of ours: stable, different for each, 20 letters and digits at most. That of a charge can be read by people: its
 * id without the prefix, in capitals (after a T in test mode). Other references are known by a hash of 95 bits.
 */
export function invoiceOf(reference: string): string {
  const [, test, id] = /^chrg_(test_)?([a-z0-9]{1,19})$/.exec(reference) ?? [];
  if (id !== undefined && (id.length === 19 || test === undefined)) return `${test ? "T" : ""}${id.toUpperCase()}`;
  const hash = createHash("sha256").update(reference).digest();
  return `X${[...hash.subarray(0, 19)].map((byte) => letters[byte % 32]).join("")}`;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** `150000` satang as `1500.00`. */
export const decimalOf = (amount: Minor, currency: string): string => inMainUnits(amount, currency).replaceAll(",", "");

/**
 * Minor units of an amount in a message, which may be a text or a number, with up to five decimal places; undefined where it is neither, or finer than the
 * currency. A number that JSON had as a decimal of up to 15 digits turns into the same digits again.
 */
export function minorIn(value: unknown, currency: string): Minor | undefined {
  const text = typeof value === "number" ? String(value) : value;
  const match = typeof text === "string" ? /^(\d{1,12})(?:\.(\d{1,5}))?$/.exec(text.trim()) : null;
  if (!match) return undefined;
  const [, whole = "", fraction = ""] = match;
  const exponent = exponentOf(currency);
  if (/[1-9]/.test(fraction.slice(exponent))) return undefined;
  return Number(`${whole}${fraction.slice(0, exponent).padEnd(exponent, "0")}`);
}

/** Thailand's time is seven hours ahead of UTC all year. */
const bangkok = (at: Time): string => new Date(at + hours(7)).toISOString();

/** A moment as `paymentExpiry` has it, in whole seconds. */
export const expiryOf = (at: Time): string => bangkok(at).slice(0, 19).replace("T", " ");

/** The moment that `paymentExpiry` says; not a number for another text. */
export const momentOf = (expiry: string): Time =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(expiry) ? Date.parse(`${expiry.replace(" ", "T")}+07:00`) : Number.NaN;

/** A moment as `transactionDateTime` has it. */
export const dateTimeOf = (at: Time): string => bangkok(at).slice(0, 19).replace(/\D/g, "");
