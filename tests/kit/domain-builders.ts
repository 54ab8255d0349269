import type { ChangeableMemory } from "../../src/connectors/simulator-memory.ts";
import { type ErrorCode, Refusal } from "../../src/domain/base/errors.ts";
import { days, hours } from "../../src/domain/base/time.ts";
import { asCharged, type Card, type CardToken, type Token } from "../../src/domain/card/card.ts";
import type { Account } from "../../src/domain/merchant/account.ts";
import type { Charge, ChargeState } from "../../src/domain/payment/charge.ts";
import { type ChargeRequest, plainRequest } from "../../src/domain/payment/create-charge.ts";
import type { SourceRequest } from "../../src/domain/payment/create-source.ts";
import { price } from "../../src/domain/payment/fee.ts";
import { ownFunding } from "../../src/domain/payment/funding.ts";
import { flowOf, hasSource } from "../../src/domain/payment/journey.ts";
import type { Source } from "../../src/domain/payment/source.ts";
import { nothingGiven, type SourceDetails, sourceParameters } from "../../src/domain/payment/source-field.ts";
import type { Proof } from "../../src/domain/payment/three-ds.ts";
import { start } from "./clock.ts";
import { methodOf } from "./methods.ts";

/** The current time of these objects. */
export const noon = start + hours(2);

export function anAccount(patch: Partial<Account> = {}): Account {
  return {
    id: "account_test_5z4ykxh42cn7qsxw1w5",
    version: 1,
    team: "acct_5z4ykxh42cn7qsxw1w5",
    livemode: false,
    name: "Somchai's shop",
    email: "somchai@example.com",
    country: "TH",
    currency: "THB",
    apiVersion: "2019-05-29",
    apiVersionSince: noon,
    zeroInterestInstallments: false,
    threeDSecure: false,
    autoActivateRecipients: false,
    webhookUri: null,
    otherEndpoints: [],
    webhookSecret: "",
    webhookSecretSince: noon,
    previousWebhookSecrets: [],
    chainEnabled: false,
    chainReturnUri: null,
    metadataExportKeys: { charge: [], transfer: [], refund: [], dispute: [] },
    codesRequired: false,
    billing: null,
    brandColor: null,
    routes: [],
    logo: null,
    methods: {},
    createdAt: noon,
    ...patch,
  };
}

/** An unused token with its card. */
export const aCardToken = (patch: Partial<Token> = {}, card: Partial<Card> = {}): CardToken => ({
  token: aToken(patch),
  card: aCard(card),
});

/** An unused token, without its card. */
export function aToken(patch: Partial<Token> = {}): Token {
  return {
    id: "tokn_test_6275ran0cxjao4505d1",
    version: 1,
    account: anAccount().id,
    livemode: false,
    card: aCard().id,
    charge: null,
    proof: null,
    customer: null,
    createdAt: noon,
    ...patch,
  };
}

/** First Choice's loan card, which has no expiry date. */
export const loanCard: Partial<Card> = { financing: "loan", expirationMonth: null, expirationYear: null };

export function aCard(patch: Partial<Card> = {}): Card {
  return {
    id: "card_test_6275ramxwea3rk2uduo",
    version: 1,
    account: anAccount().id,
    livemode: false,
    name: "Somchai Prasert",
    street1: null,
    street2: null,
    city: "Bangkok",
    state: null,
    phoneNumber: null,
    email: null,
    postalCode: "10320",
    country: "us",
    financing: "credit",
    bank: "JPMORGAN CHASE BANK N.A.",
    issuer: null,
    brand: "Visa",
    fingerprint: "b3ejUqhKT6DjGjtnathYRJk8oifeVAFXPhgtoQMhZIs=",
    lastDigits: "4242",
    expirationMonth: 12,
    expirationYear: 2030,
    securityCodeCheck: true,
    tokenizationMethod: null,
    owner: "token",
    ownerId: "tokn_test_6275ran0cxjao4505d1",
    savedAt: null,
    createdAt: noon,
    deletedAt: null,
    ...patch,
  };
}

const nothingKept = Object.fromEntries(sourceParameters.map((name) => [name, null])) as SourceDetails; // all its keys

/** An unspent source with the guide's amount for its type: K PLUS, or KTC over four months. */
export function aSource(patch: Partial<Source> = {}): Source {
  const method = methodOf(patch.type ?? "mobile_banking_kbank");
  return {
    id: "src_test_5z4ykxebkkthku0nojv",
    version: 1,
    account: anAccount().id,
    livemode: false,
    type: method.type,
    flow: flowOf(method),
    amount: method.installment ? 400_000 : 150_000,
    currency: "THB",
    ...nothingKept,
    installmentTerm: method.installment ? 4 : null,
    zeroInterestInstallments: method.installment ? false : null,
    providerReference: null,
    charge: null,
    createdAt: noon,
    ...patch,
  };
}

export function aSourceRequest(patch: Partial<SourceRequest> = {}): SourceRequest {
  return {
    amount: 150_000,
    currency: "THB",
    ...nothingGiven,
    ...patch,
  };
}

export function aChargeRequest(patch: Partial<ChargeRequest> = {}): ChargeRequest {
  return {
    ...plainRequest,
    amount: 150_000,
    currency: "THB",
    returnUri: "https://example.com/orders/345678/complete",
    ...patch,
  };
}

/** A charge of 1,000 baht (installments 4,000), by default by card, with all fields that its state requires. */
export function aCharge(patch: Partial<Charge> = {}): Charge {
  const { state = "awaiting_payer" } = patch;
  const method = methodOf(patch.method ?? "card");
  const amount = patch.amount ?? (method.installment ? 400_000 : 100_000);
  return {
    id: "chrg_test_5z4ykxh42cn7qsxw1w5",
    version: 1,
    account: anAccount().id,
    livemode: false,
    state,
    method: method.type,
    amount,
    currency: "THB",
    capture: true,
    preAuth: false,
    ...ownFunding,
    capturedAmount: null,
    refundedAmount: 0,
    refundCount: 0,
    voided: false,
    ...price(amount, method.fees, null),
    rates: { ...method.fees, monthlyInterest: null },
    zeroInterestInstallments: false,
    source: !hasSource(method) ? null : aSource({ type: method.type, amount, charge: "chrg_test_5z4ykxh42cn7qsxw1w5" }),
    card: method.carries ? asCharged(aCard()) : null,
    cardDeleted: false,
    customer: null,
    linkedAccount: null,
    cardOnFile: null,
    schedule: null,
    token: method.carries ? aToken().id : null,
    refunds: [],
    link: null,
    checkoutSession: null,
    dispute: null,
    latestDispute: null,
    description: null,
    metadata: {},
    ip: null,
    returnUri: "https://example.com/orders/345678/complete",
    page: "pay2_test_5z4ykxh5odizq9jxj5p",
    nextStep: null,
    announced: patch.page !== null,
    webhookEndpoints: null,
    failureCode: null,
    failureMessage: null,
    followUps: 0,
    authenticatedBy: null,
    threeDsTransaction: null,
    authentication: null,
    upstream: null,
    upstreamId: null,
    earlierUpstreamIds: [],
    upstreamToken: null,
    upstreamCustomer: null,
    routing: [],
    bankReference: null,
    approvalCode: null,
    transaction: null,
    createdAt: noon,
    authorizedAt: null,
    paidAt: null,
    expiresAt: noon + method.expiresAfter,
    expiredAt: null,
    reversedAt: null,
    dueAt: null,
    ...traceOf(state, amount),
    ...patch,
  };
}

/** Fields of a charge that reached a state at noon. */
function traceOf(state: ChargeState, amount: number): Partial<Charge> {
  const held = { capture: false, authorizedAt: noon, bankReference: "chrg_test_5z4ykxh42cn7qsxw1w5" };
  switch (state) {
    case "awaiting_payer":
    case "authorizing":
      return {};
    case "authorized":
      return { ...held, dueAt: noon + days(7) };
    case "capturing":
      return { ...held, capturedAmount: amount };
    case "reversing":
      return held;
    case "captured":
      return { authorizedAt: noon, paidAt: noon, capturedAmount: amount, transaction: "trxn_test_5z4ykxh42cn7qsxw1w5" };
    case "failed":
      return { failureCode: "failed_processing" };
    case "reversed":
      return { ...held, reversedAt: noon };
    case "expired":
      return { expiresAt: noon, expiredAt: noon };
  }
}

/** The refusal that `act` throws; undefined if it succeeds. */
export function refusalOf(act: () => unknown): { code: ErrorCode; message: string } | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, message: error.message };
  }
}

/** A simulated bank's memory, and a list of all decisions written to it. */
export function aBankMemory(): ChangeableMemory & { decisions: Map<string, string> } {
  const decisions = new Map<string, string>();
  return {
    decisions,
    get: async (key) => decisions.get(key),
    putOnce: async (key, value) => {
      if (!decisions.has(key)) decisions.set(key, value);
      return decisions.get(key) ?? value;
    },
    replace: async (key, value, expected) => {
      if (decisions.get(key) !== expected) return false;
      decisions.set(key, value);
      return true;
    },
  };
}

/** The proof of a cardholder's authentication, for the authorization. */
export const aProof: Proof = {
  status: "Y",
  eci: "05",
  authenticationValue: "AAABBWcSNIdjeUZThmNHAAAAAAA=",
  dsTransactionId: "d1",
};
