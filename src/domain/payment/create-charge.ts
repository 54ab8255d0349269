import { Refusal, refuseIfAny } from "../base/errors.ts";
import type { ExchangeRate, Minor } from "../base/money.ts";
import { revise } from "../base/row.ts";
import { days, minutes, type Time } from "../base/time.ts";
import { asCharged, type Card, isSpent, type Token } from "../card/card.ts";
import type { Changes } from "../changes.ts";
import type { LinkedAccount } from "../debit/linked-account.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import type { Account } from "../merchant/account.ts";
import { type RouteTaken, routingOf } from "../upstream/route.ts";
import type { CardOnFile } from "./card-on-file.ts";
import type { Charge, Confirmation } from "./charge.ts";
import { chargeLimitFaults } from "./create-source.ts";
import { type Pricing, price } from "./fee.ts";
import { fundingOf } from "./funding.ts";
import { hasSource, openingOf, stepsOf, toldAtCreation } from "./journey.ts";
import type { Method } from "./method.ts";
import { chargeEvent } from "./payment-event.ts";
import type { Source } from "./source.ts";

/** A merchant's request; `amount` in minor units, the rest as the Charges API names it. */
export type ChargeRequest = {
  amount: Minor;
  currency: string;
  capture: boolean;
  preAuth: boolean;
  returnUri: string | undefined;
  description: string | undefined;
  metadata: Record<string, unknown>;
  ip: string | undefined;
  expiresAt: Time | undefined;
  zeroInterestInstallments: boolean | undefined;
  webhookEndpoints: readonly string[] | undefined;
  /** How the cardholder must authenticate, whatever the account's setting; null leaves it to that. */
  authentication: Confirmation | null;
  cardOnFile: CardOnFile | null;
  /** Id of the payment link that is paid. */
  link: string | null;
  /** Id of the schedule that it is for. */
  schedule: string | null;
  /** Id of the checkout session that is paid. */
  checkoutSession: string | null;
};

/** A request that asks for nothing beside an amount; whatever makes charges names what it wants beyond that. */
export const plainRequest = {
  capture: true,
  preAuth: false,
  returnUri: undefined,
  description: undefined,
  metadata: {},
  ip: undefined,
  expiresAt: undefined,
  zeroInterestInstallments: undefined,
  webhookEndpoints: undefined,
  authentication: null,
  cardOnFile: null,
  link: null,
  schedule: null,
  checkoutSession: null,
} as const satisfies Omit<ChargeRequest, "amount" | "currency">;

/** What a charge is made from: its method with a source, a card, or both. */
export type Payment = {
  method: Method;
  source: Source | null;
  /** Whether the source is new in this request. */
  inline: boolean;
  /** The token that is spent for the card. */
  token: Token | null;
  card: Card | null;
  /** Id of the customer whose card it is. */
  customer: string | null;
  /** The account at a bank that the money is taken from. */
  linkedAccount?: LinkedAccount | null;
  /**
   * The upstream that is to carry it in live mode, with its stand-in for a card, its id of the customer whose card that is, and whether it has or asks
   * for the card; null where the method's own bank does.
   */
  upstream: (RouteTaken & { token: string | null; customer: string | null; hasCard: boolean }) | null;
  /** Today's rate into the account's currency; null where the charge is in that currency. */
  exchange: ExchangeRate | null;
};

export type ChargeIds = { charge: string; page: string; providerReference: string };

type Decision = { charge: Charge; changes: Changes; happened: DomainEvent[] };

/**
 * Creates a charge and spends its source and token in the same commit. The new charge either waits for its payer; or its bank is about to be asked (a
 * plain card without 3-D Secure, a source that is charged at once); or it has failed already (a card with 3-D Secure that could not send its payer
 * back).
 *
 * @throws Refusal `invalid_charge`, `bad_request` or `used_token`; the guides' "Creating a charge" says what must match
 */
export function createCharge(
  account: Account,
  payment: Payment,
  request: ChargeRequest,
  ids: ChargeIds,
  now: Time,
): Decision {
  checkPayment(payment, request);
  if (request.currency !== account.currency && payment.exchange === null)
    throw new Refusal("invalid_charge", "currency is currently not supported"); // the ledger is in the account's currency
  const { method, token, card } = payment;
  const zeroInterest = zeroInterestOf(payment, request);
  const empty = request.amount === 0;
  const state = firstState(account, payment, request);
  const waits = state === "awaiting_payer";
  const announced = payment.upstream === null && toldAtCreation(method, state);
  const source =
    payment.source && revise(payment.source, { charge: ids.charge, providerReference: referenceFor(method, ids) });
  const expiresAt = expiryOf(method, request, now);
  const monthlyInterest = zeroInterest && method.installment ? method.installment.interest.merchant.monthly : null;
  const interest =
    monthlyInterest && source?.installmentTerm ? { monthlyRate: monthlyInterest, term: source.installmentTerm } : null;

  const funding = fundingOf(request.amount, payment.exchange);

  const charge: Charge = {
    id: ids.charge,
    version: 1,
    account: account.id,
    livemode: account.livemode,
    state,
    method: method.type,
    amount: request.amount,
    currency: request.currency,
    capture: method.capture === "by hand too" ? request.capture && !empty : true,
    preAuth: method.capture === "by hand too" && request.preAuth,
    capturedAmount: null,
    refundedAmount: 0,
    refundCount: 0,
    voided: false,
    ...funding,
    ...(empty ? free : price(funding.fundingAmount ?? request.amount, method.fees, interest)),
    rates: { ...method.fees, monthlyInterest },
    zeroInterestInstallments: zeroInterest,
    source,
    card: card && asCharged(card),
    cardDeleted: false,
    token: token?.id ?? null,
    customer: payment.customer,
    linkedAccount: payment.linkedAccount?.id ?? null,
    cardOnFile: method.carries === "card" ? request.cardOnFile : null,
    schedule: request.schedule,
    refunds: [],
    link: request.link,
    checkoutSession: request.checkoutSession,
    dispute: null,
    latestDispute: null,
    description: request.description ?? null,
    metadata: request.metadata,
    ip: request.ip ?? null,
    returnUri: request.returnUri ?? null,
    page: waits ? ids.page : null,
    nextStep: null,
    announced,
    webhookEndpoints: request.webhookEndpoints ?? null,
    ...(state === "failed" ? noWayBack : { failureCode: null, failureMessage: null }),
    authenticatedBy: confirmationOf(payment, request),
    threeDsTransaction: null,
    authentication: state === "authorizing" ? provenBy(token) : null,
    followUps: 0,
    upstream: payment.upstream?.upstream ?? null,
    routing: payment.upstream ? [routingOf(payment.upstream, now)] : [],
    upstreamId: null,
    earlierUpstreamIds: [],
    upstreamToken: payment.upstream?.token ?? null,
    upstreamCustomer: payment.upstream?.customer ?? null,
    bankReference: null,
    approvalCode: null,
    transaction: null,
    createdAt: now,
    authorizedAt: null,
    paidAt: null,
    expiresAt,
    expiredAt: null,
    reversedAt: null,
    dueAt: dueAtOf(payment, state, expiresAt, now),
  };

  const spentToken = token && revise(token, { charge: charge.id, proof: null });
  return {
    charge,
    changes: {
      update: { ...(spentToken && { tokens: [spentToken] }), ...(source && !payment.inline && { sources: [source] }) },
      insert: { charges: [charge], ...(source && payment.inline && { sources: [{ ...source, version: 1 }] }) },
      ...(payment.upstream && { unchanged: { connections: [payment.upstream.connection] } }),
    },
    happened: announced ? [chargeEvent("charge.create", charge)] : [],
  };
}

/**
 * The failure of a 3-D Secure charge without a return address. Recorded from 2020 to 2026: the charge is made, fails at once, and has spent its
 * token.
 */
const noWayBack = {
  failureCode: "payment_rejected",
  failureMessage: "3d secure is requested but return_uri is not set",
} as const;

/** Where nothing is paid, the flat part of a fee is not either. */
const free: Pricing = { fee: 0, feeVat: 0, interest: 0, interestVat: 0 };

/**
 * What confirms the cardholder where the merchant asked for a passkey: one needs their e-mail address or telephone number, else 3-D Secure takes its place.
 * Source: examples of omise-node, guide of omise-dotnet.
 */
function confirmationOf(payment: Payment, { authentication }: ChargeRequest): Confirmation | null {
  const { card, source } = payment;
  if (authentication !== "PASSKEY" || source !== null || isProven(payment)) return null;
  return card?.email || card?.phoneNumber ? "PASSKEY" : "3DS";
}

/**
 * Whether it only asks the issuer if a card is good. The amount may be 0 where a passkey confirms a card that is no customer's. Source: live tests of
 * omise-go.
 */
const asksForNothing = ({ token, customer, source }: Payment, { amount, authentication }: ChargeRequest): boolean =>
  amount === 0 && authentication === "PASSKEY" && token !== null && customer === null && source === null;

/** @throws Refusal `bad_request` where the payer of a source could not come back */
function firstState(account: Account, payment: Payment, request: ChargeRequest): FirstState {
  const { method } = payment;
  const { returnUri } = request;
  const { needsReturnUri } = stepsOf(method);
  if (needsReturnUri && returnUri === undefined) throw new Refusal("bad_request", "return_uri cannot be blank");
  if (method.journey.kind !== "direct" || payment.upstream !== null) return "awaiting_payer";
  if (hasSource(method) || method.carries !== "card" || isProven(payment) || !asksCardholder(account, request))
    return "authorizing";
  return returnUri === undefined ? "failed" : "awaiting_payer";
}

/**
 * Whether the cardholder of a plain card must authenticate: by the account's setting or the charge's own. Nobody is there to do so where the merchant
 * begins the payment.
 */
const asksCardholder = (account: Account, { authentication, cardOnFile }: ChargeRequest): boolean =>
  authentication !== null || (account.threeDSecure && cardOnFile?.transactionIndicator !== "MIT");

/** What a wallet proves takes the place of the issuer's challenge. A card of Apple Pay has no issuer that could ask. Source: guides of both wallets. */
const isProven = ({ token, card }: Payment): boolean =>
  (token?.proof ?? null) !== null || card?.tokenizationMethod === "applepay";

/** A wallet's proof as the charge carries it to the bank. */
function provenBy(token: Token | null): Charge["authentication"] {
  if (!token?.proof) return null;
  const { eci, sealed } = token.proof;
  return {
    challengedUntil: null,
    proof: { status: "Y", eci, authenticationValue: sealed, dsTransactionId: null, sealed: true },
  };
}

type FirstState = "awaiting_payer" | "authorizing" | "failed";

/** When to look at the charge first: soon where its bank is about to be asked, in case this process dies before the answer. */
function dueAtOf({ method, upstream }: Payment, state: FirstState, expiresAt: Time, now: Time): Time | null {
  if (state === "failed") return null;
  const soon = now + minutes(1);
  if (state === "authorizing") return soon;
  return openingOf(method, upstream) === "creation" ? Math.min(soon, expiresAt) : expiresAt;
}

function checkPayment(payment: Payment, request: ChargeRequest): void {
  const { method, source, inline, token, card, customer, linkedAccount, upstream, exchange } = payment;
  if (source && !inline) {
    if (source.charge) throw new Refusal("invalid_charge", "source was already used");
    refuseIfAny("invalid_charge", [
      ...(source.amount === request.amount ? [] : [`amount must match the amount of the source (${source.amount})`]),
      ...(source.currency === request.currency
        ? []
        : [`currency must match the currency of the source (${source.currency})`]),
    ]);
  }
  if (!inline && !asksForNothing(payment, request))
    refuseIfAny("invalid_charge", chargeLimitFaults(method, request.amount, request.currency, { exchange }));
  if (method.carries === "card" && !card && !upstream?.hasCard)
    throw new Refusal("bad_request", `card cannot be blank: ${method.type} needs a card token`);
  if (method.carries === "linked account" && !linkedAccount)
    throw new Refusal("bad_request", `linked_account cannot be blank: ${method.type} needs one`);
  if (method.carries === null && card)
    throw new Refusal("bad_request", `${customer ? "customer" : "card"} cannot be used together with ${method.type}`);
  if (method.capture === "at once only" && !request.capture)
    throw new Refusal("invalid_charge", `capture must be true for ${method.type}: its payments are captured at once`);
  if (request.authentication !== null && request.cardOnFile?.transactionIndicator === "MIT")
    throw new Refusal(
      "bad_request",
      "authentication cannot be used with transaction_indicator MIT: the cardholder is not there",
    );
  if (token && isSpent(token)) throw new Refusal("used_token");
  if (card) checkCard(card, method, source);
}

function checkCard(card: Card, method: Method, source: Source | null): void {
  if (card.financing !== "loan") return;
  const loanTerms = method.installment?.loanTerms;
  if (!loanTerms) throw new Refusal("invalid_charge", "loan cards can only be used with installment_wlb_first_choice");
  if (source?.installmentTerm && !loanTerms.includes(source.installmentTerm)) {
    throw new Refusal("invalid_charge", `installment_term must be one of ${loanTerms.join(", ")} for loan cards`);
  }
}

/**
 * The source's flag, which defaults to the account's setting. A charge may repeat it and must then agree.
 * The official mobile libraries set it on the source only, and shops then charge without it.
 * Methods other than installments have no such flag. Source: guide "Installment Payments", per charge setting.
 */
function zeroInterestOf({ method, source }: Payment, request: ChargeRequest): boolean {
  if (!method.installment || !source) return false;
  const { zeroInterestInstallments: own } = source;
  if (request.zeroInterestInstallments !== undefined && request.zeroInterestInstallments !== own) {
    throw new Refusal("invalid_charge", `zero_interest_installments must match the source, which has ${own}`);
  }
  return own ?? false;
}

/**
 * The bank's reference of a payment without a card; merchants read it as `provider_references`. A code contains it, so it has capitals and digits only: those
 * of the payer's page. Sources: guide "KBank (K PLUS)"; a recorded charge of PromptPay of 2025.
 */
function referenceFor(method: Method, ids: ChargeIds): string | null {
  if (!hasSource(method) || method.carries !== null) return null;
  return method.journey.kind === "code"
    ? ids.page.slice(ids.page.lastIndexOf("_") + 1).toUpperCase()
    : ids.providerReference;
}

/** The expiry of a charge. `expires_at` of the request may shorten the method's time or lengthen it, up to the seven days of any charge. */
function expiryOf(method: Method, { expiresAt }: ChargeRequest, now: Time): Time {
  if (expiresAt === undefined) return now + method.expiresAfter;
  if (expiresAt <= now || expiresAt > now + days(7)) {
    throw new Refusal("bad_request", "expires_at must be in the future and at most 7 days ahead");
  }
  return expiresAt;
}
