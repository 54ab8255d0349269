import { randomUUID } from "node:crypto";
import { exponentOf, type Minor } from "../../domain/base/money.ts";
import { reveal } from "../../domain/base/secret.ts";
import type { Time } from "../../domain/base/time.ts";
import type { LentCard } from "../../domain/card/card.ts";
import { type AReq, currencies, messageVersion } from "./wire.ts";

/** A payment that an issuer should authenticate. */
export type AuthenticationRequest = {
  /** `threeDSServerTransID`: made by `newTransactionId`, stored with the charge. */
  reference: string;
  amount: Minor;
  currency: string;
  at: Time;
  card: Pick<LentCard, "number" | "expirationMonth" | "expirationYear">;
  /** Name on the card. */
  cardholder: string;
  merchant: { id: string; name: string };
  browser: Browser;
  /** The address to which the ACS sends the browser back, with the form field `cres`. */
  notificationUrl: string;
};

/** The payer's browser: headers of its request, and the findings of a script, if one ran. */
export type Browser = {
  accept: string;
  userAgent: string;
  language: string;
  ip: string | null;
  script: {
    javaEnabled: boolean;
    colorDepth: number;
    screenHeight: number;
    screenWidth: number;
    /** Minutes from local time to UTC. */
    timeZoneOffset: number;
  } | null;
};

/** The AReq of a request. A currency without a number is a defect, since no method takes it. */
export function areqOf({ card, merchant, browser, ...request }: AuthenticationRequest): AReq {
  const currency = currencies[request.currency];
  if (!currency) throw new Error(`3-D Secure has no number for ${request.currency}`);
  const cardExpiryDate = expiryOf(card);
  const { origin } = new URL(request.notificationUrl);
  return {
    messageType: "AReq",
    messageVersion,
    messageCategory: "01",
    deviceChannel: "02",
    threeDSServerTransID: request.reference,
    threeDSServerURL: origin,
    threeDSRequestorURL: origin,
    threeDSRequestorAuthenticationInd: "01",
    threeDSCompInd: "U",
    ...registered,
    acctNumber: reveal(card.number),
    ...(cardExpiryDate && { cardExpiryDate }),
    ...(/^[ -~]{2,45}$/.test(request.cardholder) && { cardholderName: request.cardholder }),
    acquirerMerchantID: merchant.id.slice(-35),
    merchantName: merchant.name.slice(0, 40),
    purchaseAmount: String(request.amount),
    purchaseCurrency: currency,
    purchaseExponent: String(exponentOf(request.currency)),
    purchaseDate: new Date(request.at).toISOString().replace(/\D/g, "").slice(0, 14),
    notificationURL: request.notificationUrl,
    ...describe(browser),
  };
}

/** The random id of a transaction, which nobody who knows the payment can guess (RFC 9562, version 4). */
export const newTransactionId = (): string => randomUUID();

/** Our acquirer's registration with the networks; the simulated ones accept any. */
const registered = {
  acquirerBIN: "499900",
  threeDSRequestorID: "CHAMRA",
  threeDSRequestorName: "Chamra",
  mcc: "5999", // miscellaneous retail: our merchants' trade is not stored
  merchantCountryCode: "764",
} as const;

function expiryOf({ expirationMonth, expirationYear }: AuthenticationRequest["card"]): string | null {
  if (expirationMonth === null || expirationYear === null) return null;
  return `${String(expirationYear % 100).padStart(2, "0")}${String(expirationMonth).padStart(2, "0")}`;
}

/** The browser's fields, cut to their length as table A.1 asks. Headers may be missing, but these fields must not be empty. */
function describe({ accept, userAgent, language, ip, script }: Browser) {
  return {
    browserAcceptHeader: accept.slice(0, 2048) || "*/*",
    browserUserAgent: userAgent.slice(0, 2048) || "unknown",
    browserLanguage: language.slice(0, 8) || "th",
    ...(ip !== null && { browserIP: ip }),
    browserJavascriptEnabled: script !== null,
    ...(script && {
      browserJavaEnabled: script.javaEnabled,
      browserColorDepth: nearestDepth(script.colorDepth),
      browserScreenHeight: String(script.screenHeight),
      browserScreenWidth: String(script.screenWidth),
      browserTZ: String(script.timeZoneOffset),
    }),
  };
}

/** The closest valid depth not above the screen's: a depth of 30 bits becomes 24. */
function nearestDepth(bits: number): NonNullable<AReq["browserColorDepth"]> {
  return (["48", "32", "24", "16", "15", "8", "4"] as const).find((depth) => Number(depth) <= bits) ?? "1";
}
