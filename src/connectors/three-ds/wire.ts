import { z } from "zod";

/**
 * The messages of EMV 3-D Secure 2.2.0 for a payment in a browser: the fields that matter here, under their real names. Other fields are ignored.
 * Source: EMVCo, "3-D Secure Protocol and Core Functions Specification" 2.2.0: table A.1 has name, length and format of each field, tables B.1 to B.9
 * the fields of each message. Lengths are in characters; numbers travel as text.
 */
export const messageVersion = "2.2.0";

const version = z.literal(messageVersion);
const transactionId = z.guid(); // RFC 4122, of any version; some senders do not set one
const address = z.url({ protocol: /^https?$/ }).max(2048);
const digits = (max: number) => z.string().regex(new RegExp(`^\\d{1,${max}}$`));
const exactly = (count: number) => z.string().regex(new RegExp(`^\\d{${count}}$`));
const text = (max: number) => z.string().min(1).max(max);

/**
 * Table A.1, "Transaction Status". Decoupled authentication (D) and information only (I) answer questions that we do not ask.
 * Y authenticated · N not authenticated · U could not be performed · A attempt, with proof of it · C challenge needed · R issuer rejects
 */
const transStatus = z.enum(["Y", "N", "U", "A", "C", "R"]);
export type TransStatus = z.infer<typeof transStatus>;

/** The result of an authentication. Table A.1; the networks define the values of `eci`: 05/06 Visa and most others, 02/01 Mastercard. */
const verdict = {
  transStatus,
  /** Required with N, U and R. 01 failed · 11 suspected fraud · 14 timed out at the ACS · 19 too many challenges · 22 technical issue at the ACS */
  transStatusReason: exactly(2).optional(),
  /** Electronic Commerce Indicator, required with Y and A. */
  eci: exactly(2).optional(),
  /** Proof for the authorization, required with Y and A: 20 bytes in base64. */
  authenticationValue: z
    .string()
    .regex(/^[A-Za-z0-9+/]{27}=$/)
    .optional(),
};

/** Table B.1, authentication request: 3DS Server → directory server. */
export const areq = z
  .object({
    messageType: z.literal("AReq"),
    messageVersion: version,
    /** 01 payment. */
    messageCategory: z.literal("01"),
    /** 02 browser. */
    deviceChannel: z.literal("02"),
    threeDSServerTransID: transactionId,
    /** Where the directory server posts the RReq. */
    threeDSServerURL: address,
    threeDSRequestorID: text(35),
    threeDSRequestorName: text(40),
    threeDSRequestorURL: address,
    /** 01 payment. An issuer's installment plan is one payment to the shop; 03 is for plans that the shop runs. */
    threeDSRequestorAuthenticationInd: z.literal("01"),
    /** Whether the 3DS Method has run: U, it was not available. */
    threeDSCompInd: z.enum(["Y", "N", "U"]),
    acctNumber: z.string().regex(/^\d{13,19}$/),
    /** YYMM; absent for cards without expiry date. */
    cardExpiryDate: exactly(4).optional(),
    cardholderName: z.string().min(2).max(45).optional(),
    acquirerBIN: digits(11),
    acquirerMerchantID: text(35),
    /** Merchant category code. */
    mcc: exactly(4),
    /** ISO 3166-1, numeric. */
    merchantCountryCode: exactly(3),
    merchantName: text(40),
    /** Minor units: 12345 is 123.45 where the exponent is 2. */
    purchaseAmount: digits(48),
    /** ISO 4217, numeric. */
    purchaseCurrency: exactly(3),
    purchaseExponent: exactly(1),
    /** YYYYMMDDHHMMSS, UTC. */
    purchaseDate: exactly(14),
    /** Where the ACS sends the payer's browser with the final CRes. Max 256. */
    notificationURL: address.max(256),
    browserAcceptHeader: text(2048),
    browserIP: text(45).optional(),
    /** IETF BCP 47. */
    browserLanguage: text(8),
    browserUserAgent: text(2048),
    browserJavascriptEnabled: z.boolean(),
    browserJavaEnabled: z.boolean().optional(),
    browserColorDepth: z.enum(["1", "4", "8", "15", "16", "24", "32", "48"]).optional(),
    browserScreenHeight: digits(6).optional(),
    browserScreenWidth: digits(6).optional(),
    /** Minutes from local time to UTC: -420 in Thailand. */
    browserTZ: z
      .string()
      .regex(/^-?\d{1,4}$/)
      .optional(),
  })
  .superRefine((message, context) => {
    if (!message.browserJavascriptEnabled) return;
    for (const field of fromScript)
      if (message[field] === undefined) context.addIssue({ code: "custom", path: [field] });
  });
export type AReq = z.infer<typeof areq>;

/** Fields that only a script can find out; required once `browserJavascriptEnabled` is true. */
const fromScript = [
  "browserJavaEnabled",
  "browserColorDepth",
  "browserScreenHeight",
  "browserScreenWidth",
  "browserTZ",
] as const;

/** Table B.2, authentication response. */
export const ares = z.object({
  messageType: z.literal("ARes"),
  messageVersion: version,
  threeDSServerTransID: transactionId,
  dsTransID: transactionId,
  acsTransID: transactionId,
  dsReferenceNumber: text(32),
  acsReferenceNumber: text(32),
  ...verdict,
  /** Required with C: where the payer's browser posts the CReq. */
  acsURL: address.optional(),
  /** Required with C: Y where the market demands the challenge. */
  acsChallengeMandated: z.enum(["Y", "N"]).optional(),
  /** Required with C: 02 dynamic, a one-time code. */
  authenticationType: exactly(2).optional(),
});
export type ARes = z.infer<typeof ares>;

/** Table B.3, challenge request: 3DS Server → payer's browser → ACS, as the form field `creq`. */
export const creq = z.object({
  messageType: z.literal("CReq"),
  messageVersion: version,
  threeDSServerTransID: transactionId,
  acsTransID: transactionId,
  /** 01 250×400 · 02 390×400 · 03 500×600 · 04 600×400 · 05 whole window. */
  challengeWindowSize: z.enum(["01", "02", "03", "04", "05"]),
});
export type CReq = z.infer<typeof creq>;

/**
 * Table B.5, final challenge response: ACS → payer's browser → 3DS Server, as the form field `cres`. The payer can change it, so only the RReq
 * decides.
 */
export const cres = z.object({
  messageType: z.literal("CRes"),
  messageVersion: version,
  threeDSServerTransID: transactionId,
  acsTransID: transactionId,
  challengeCompletionInd: z.literal("Y").optional(),
  transStatus: z.enum(["Y", "N"]),
});
export type CRes = z.infer<typeof cres>;

/** Table B.8, results request: ACS → directory server → 3DS Server, once a challenge is over. */
export const rreq = z.object({
  messageType: z.literal("RReq"),
  messageVersion: version,
  messageCategory: z.literal("01"),
  threeDSServerTransID: transactionId,
  dsTransID: transactionId,
  acsTransID: transactionId,
  ...verdict,
  /** 02 dynamic. */
  authenticationType: exactly(2).optional(),
  /** 02 one-time code by text message. */
  authenticationMethod: exactly(2).optional(),
  /** The number of the cardholder's tries. */
  interactionCounter: exactly(2).optional(),
  /** 01 the cardholder cancelled · 04 timed out at the ACS · 05 timed out before the first CReq · 06 error · 07 unknown. */
  challengeCancel: exactly(2).optional(),
});
export type RReq = z.infer<typeof rreq>;

/** Table B.9, results response: confirms the RReq. */
export const rres = z.object({
  messageType: z.literal("RRes"),
  messageVersion: version,
  threeDSServerTransID: transactionId,
  dsTransID: transactionId,
  acsTransID: transactionId,
  /** 01 received for further processing. */
  resultsStatus: exactly(2),
});

/** Table B.10, error message. */
export const erro = z.object({
  messageType: z.literal("Erro"),
  messageVersion: version,
  /** 201 required field missing · 203 format of a field · 301 transaction id not recognised · 403 transient failure · 404 permanent failure. */
  errorCode: exactly(3),
  /** The component that found the error: C 3DS SDK, S 3DS Server, D directory server, A ACS. */
  errorComponent: z.enum(["C", "S", "D", "A"]),
  errorDescription: text(2048),
  errorDetail: text(2048),
  errorMessageType: z.string().optional(),
  threeDSServerTransID: transactionId.optional(),
});
export type Erro = z.infer<typeof erro>;

/** ISO 4217 number of the currencies of card charges. */
export const currencies: Readonly<Record<string, string>> = {
  THB: "764",
  JPY: "392",
  USD: "840",
  EUR: "978",
  GBP: "826",
  SGD: "702",
  AUD: "036",
  CHF: "756",
  CNY: "156",
  DKK: "208",
  HKD: "344",
  MYR: "458",
};

/** Encodes CReq and CRes for the browser's forms: JSON in UTF-8, base64url without padding. */
export const encode = (message: CReq | CRes): string => Buffer.from(JSON.stringify(message)).toString("base64url");

/** Decodes the JSON of a form field; undefined where it has none. Some senders pad. */
export function decode(field: string): unknown {
  if (!/^[\w-]+={0,2}$/.test(field)) return undefined;
  try {
    return JSON.parse(Buffer.from(field, "base64url").toString("utf8"));
  } catch {
    return undefined; // not JSON, so no message
  }
}
