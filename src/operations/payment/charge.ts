import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Minor } from "../../domain/base/money.ts";
import { revise } from "../../domain/base/row.ts";
import type { Card } from "../../domain/card/card.ts";
import type { KeptCard } from "../../domain/card/kept-card.ts";
import { cardToCharge } from "../../domain/customer/change-customer.ts";
import { mayBeDebited } from "../../domain/debit/link-account.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { type Charge, may } from "../../domain/payment/charge.ts";
import {
  type ChargeRequest,
  createCharge as decideCreation,
  type Payment,
} from "../../domain/payment/create-charge.ts";
import { createInlineSource, type SourceRequest } from "../../domain/payment/create-source.ts";
import { described } from "../../domain/payment/mark.ts";
import { cardType } from "../../domain/payment/method.ts";
import { chargeEvent } from "../../domain/payment/payment-event.ts";
import { beginCapture, beginReversal } from "../../domain/payment/settle-charge.ts";
import type { Source } from "../../domain/payment/source.ts";
import type { Routed } from "../../domain/upstream/route.ts";
import { commit, untilSaved } from "../commit.ts";
import { getLinkedAccount } from "../debit/linked-account.ts";
import { exchangeFor } from "../forex/rate.ts";
import { type Caller, connectorsOf, type Gateway, newReference } from "../gateway.ts";
import { isTokenOfUpstream } from "../upstream/card-vault.ts";
import { mustBeReadyForLive } from "../upstream/live.ts";
import { amountIn, payerBankOf, routeOf } from "../upstream/route.ts";
import { offerOf } from "../upstream/upstreams.ts";
import { verbOf } from "./bank.ts";
import { routedCard } from "./routed-card.ts";
import {
  amend,
  authorize,
  type ChargeDecision,
  carryOut,
  closeUnpaid,
  type Memory,
  openAtBank,
  openFirst,
  stepOf,
} from "./settle-charge.ts";
import { methodFor, sourceMethodFor } from "./source.ts";

/** What to charge: a source by id or made now, a card, or a source and a card. The card is a token, or one of a customer's. */
export type PaymentRequest = {
  source: string | { type: string; request: SourceRequest } | undefined;
  /** Id of a token; with a customer that of a card, whose default card is meant without it. */
  card: string | undefined;
  customer?: string | undefined;
  /** Id of a linked account, in place of all others; with a customer, one of theirs. */
  linkedAccount?: string | undefined;
};

/**
 * Takes money from a payer, or begins to. Returns the charge as the merchant is shown it: pending where the payer
 * has something to do, else as its bank decided. A decline is a failed charge, not an error.
 */
export async function createCharge(
  gateway: Gateway,
  caller: Caller,
  payment: PaymentRequest,
  request: ChargeRequest,
): Promise<Charge> {
  const { account } = caller;
  if (request.cardOnFile?.firstCharge) await getCharge(gateway, account.id, request.cardOnFile.firstCharge);
  const created = await untilSaved(async () => {
    const decision = await newCharge(gateway, account, payment, request);
    const asks = firstStepOf(decision.charge) !== null;
    const remembered = { reference: decision.charge.id, ...(!asks && { result: decision.charge }) };
    return (await commit(gateway, account, decision, { caller, remembered })) ? decision.charge : undefined;
  });
  return askFirst(gateway, account, created, remembering(caller));
}

/**
 * A charge that is not saved yet, with all that is saved with it.
 *
 * @throws Refusal as for `createCharge`
 */
export async function newCharge(
  gateway: Gateway,
  account: Account,
  payment: PaymentRequest,
  request: ChargeRequest,
  id: string = gateway.newId("charge", account.livemode),
): Promise<ChargeDecision> {
  const now = gateway.clock.of(account.id);
  const ids = {
    charge: id,
    page: gateway.newPageId(payment.source === undefined ? "cardPage" : "page", account),
    providerReference: newReference(gateway),
  };
  const exchange = await exchangeFor(gateway, account, request.currency);
  const sum = { ...request, ownAmount: amountIn(exchange, request.amount) };
  const paidWith = { ...(await loadPayment(gateway, account, payment, sum, id)), exchange };
  const decision = decideCreation(account, paidWith, request, ids, now);
  const step = firstStepOf(decision.charge);
  if (step) verbOf(gateway, decision.charge, step); // throws before anything is saved if the bank lacks the verb
  return decision;
}

/** Asks the bank of a new charge, where it is asked before the merchant is answered. */
export async function askFirst(gateway: Gateway, account: Account, created: Charge, memory?: Memory): Promise<Charge> {
  switch (firstStepOf(created)) {
    case "authorize":
      return authorize(gateway, account, created, memory);
    case "open":
      return created.upstream === null
        ? openAtBank(gateway, account, created, memory)
        : openFirst(gateway, account, created, memory);
    case null:
      return created;
  }
}

/** The verb that a charge's bank is asked before the merchant is answered. */
function firstStepOf({ state, announced }: Charge): "authorize" | "open" | null {
  if (state === "authorizing") return "authorize";
  return announced ? null : "open";
}

/** Replaces description or metadata, whatever the charge's state. */
export async function updateCharge(
  gateway: Gateway,
  caller: Caller,
  id: string,
  patch: { description?: string; metadata?: Record<string, unknown> },
): Promise<Charge> {
  const charge = await getCharge(gateway, caller.account.id, id);
  const update = (current: Charge) => {
    const updated = revise(current, patch);
    return {
      charge: updated,
      changes: { update: { charges: [updated] } },
      happened: [chargeEvent("charge.update", updated)],
    };
  };
  return amend(gateway, caller.account, charge, update, remembering(caller));
}

/**
 * Claims an authorized amount, all of it or (pre-authorized) a part.
 * @throws Refusal `failed_capture`, `expired_charge`
 */
export async function captureCharge(
  gateway: Gateway,
  caller: Caller,
  id: string,
  amount: Minor | undefined,
): Promise<Charge> {
  const charge = await getCharge(gateway, caller.account.id, id);
  const begun = await amend(
    gateway,
    caller.account,
    charge,
    (current) => askable(gateway, beginCapture(current, amount, gateway.clock.of(current.account))),
    started(caller),
  );
  const refusalOf = unlessCarriedOut(new Refusal("failed_capture", "the bank refused the capture"));
  return granted(await carryOut(gateway, caller.account, begun, remembering(caller, refusalOf)), refusalOf);
}

/**
 * Releases an authorized amount.
 * @throws Refusal `failed_reverse`
 */
export async function reverseCharge(gateway: Gateway, caller: Caller, id: string): Promise<Charge> {
  const charge = await getCharge(gateway, caller.account.id, id);
  const begun = await amend(
    gateway,
    caller.account,
    charge,
    (current) => askable(gateway, beginReversal(current, gateway.clock.of(current.account))),
    started(caller),
  );
  const refusalOf = unlessCarriedOut(new Refusal("failed_reverse", "the bank refused the reversal"));
  return granted(await carryOut(gateway, caller.account, begun, remembering(caller, refusalOf)), refusalOf);
}

/**
 * Stops waiting for the payer.
 * @throws Refusal `failed_expire` when the charge does not wait, turned out to be paid or declined, or its bank cannot say
 */
export async function expireCharge(gateway: Gateway, caller: Caller, id: string): Promise<Charge> {
  const charge = await getCharge(gateway, caller.account.id, id);
  mayBeExpired(charge);
  return granted(await closeUnpaid(gateway, caller.account, charge, remembering(caller, unlessExpired)), unlessExpired);
}

function unlessExpired(after: Charge): Refusal | undefined {
  if (after.state === "expired") return undefined;
  const why =
    after.state === "awaiting_payer" ? "its bank cannot be reached, please retry" : `it is ${described(after)}`;
  return new Refusal("failed_expire", `charge cannot be expired: ${why}`);
}

/** @throws Refusal `failed_expire` */
export function mayBeExpired(charge: Charge): void {
  if (!may(charge, "expire"))
    throw new Refusal("failed_expire", `charge cannot be expired: it is ${described(charge)}`);
}

/** @throws Refusal `not_found`, also for another account's charge */
export async function getCharge(gateway: Gateway, account: AccountId, id: string): Promise<Charge> {
  const charge = await gateway.store.charge.get(account, id);
  if (!charge) throw new Refusal("not_found", `charge ${id} was not found`);
  return charge;
}

type Loaded = Omit<Payment, "exchange" | "upstream">;

/**
 * What the charge is made from, and the upstream that is to carry it in live mode.
 * @param id that of the new charge
 */
async function loadPayment(
  gateway: Gateway,
  account: Account,
  request: PaymentRequest,
  sum: Pick<Routed, "amount" | "currency" | "ownAmount">,
  id: string,
): Promise<Omit<Payment, "exchange">> {
  if (account.routes.length === 0) return { ...(await loadOwn(gateway, account, request)), upstream: null };
  const { stored, ...wanted } = await wantedOf(gateway, account, request);
  const { amount, currency, ownAmount } = sum;
  const paidBy = await customersCard(gateway, account.id, request);
  const kept = paidBy?.card && (await keptAs(gateway, paidBy.card));
  const card = kept ? kept.told : await routedCard(gateway, account, wanted, request.card ?? null);
  const routed = { id, ...wanted, amount, currency, ownAmount, ...card, bank: wanted.bank ?? card.bank };
  const upstream = await upstreamFor(gateway, account, routed, request, kept?.card);
  if (kept || !upstream?.hasCard)
    return { ...(await loadOwn(gateway, account, request, { stored, paidBy })), upstream };
  const withoutCard = { ...request, card: undefined };
  return { ...(await loadOwn(gateway, account, withoutCard, { stored, cardElsewhere: true })), upstream };
}

/** Type of the method that a request pays by, the payer's bank, and the stored source that says so. @throws Refusal `not_found` for a source that there is not */
async function wantedOf(
  gateway: Gateway,
  account: Account,
  { source, linkedAccount }: PaymentRequest,
): Promise<Pick<Routed, "method" | "bank"> & { stored?: Source }> {
  const named = (type: string, chosen: string | null = null) => ({
    method: type,
    bank: payerBankOf(gateway, type, { bank: chosen }),
  });
  if (linkedAccount !== undefined) return named((await getLinkedAccount(gateway, account.id, linkedAccount)).type);
  if (source === undefined) return named(cardType);
  if (typeof source !== "string") return named(source.type, source.request.bank);
  const stored = await loadSource(gateway, account, source);
  return { ...named(stored.type, stored.bank), stored };
}

/** @throws Refusal `not_found` */
const loadSource = async ({ store }: Gateway, { id }: Account, source: string): Promise<Source> =>
  (await store.source.get(id, source)) ?? notFound("source", source);

/** A customer's card as the upstream that keeps it knows it, with what routes know of it; undefined where none keeps it. */
async function keptAs(
  { store }: Gateway,
  { id, account, brand, bank }: Card,
): Promise<{ card: KeptCard; told: Pick<Routed, "brand" | "bank"> } | undefined> {
  const kept = await store.keptCard.get(account, id);
  return kept && { card: kept, told: { brand, bank: bank || null } };
}

/**
 * The upstream that a payment goes to: for a card that an upstream keeps that one; null where its method has a bank that the gateway reaches itself.
 * @throws Refusal `invalid_charge` where no route fits; `not_ready_for_live`; `bad_request` for a customer's card, which the upstream does not have
 */
async function upstreamFor(
  gateway: Gateway,
  account: Account,
  payment: Routed,
  { card, customer }: PaymentRequest,
  kept: KeptCard | undefined,
): Promise<Payment["upstream"]> {
  const elsewhere = gateway.upstreams.all.filter(({ name }) => kept && name !== kept.upstream);
  const without = Object.fromEntries(elsewhere.map(({ name }) => [name, { code: "no_card" } as const]));
  const choice = await routeOf(gateway, account, payment, without);
  const offer = choice && offerOf(gateway, choice.upstream, payment.method);
  if (!choice || !offer) {
    const method = gateway.methods.in(account.currency).find(payment.method);
    if (!method || connectorsOf(gateway, account).banks[method.bank]) return null;
    throw new Refusal("invalid_charge", `no route of this account is for ${payment.method} of this amount`);
  }
  mustBeReadyForLive(gateway);
  if (kept) return { ...choice, token: kept.upstreamCard, customer: kept.upstreamCustomer, hasCard: true };
  if (customer !== undefined)
    throw new Refusal("bad_request", `the card of customer ${customer} is not kept at ${choice.upstream}`);
  const isToken = card !== undefined && isTokenOfUpstream(card);
  if (offer.card === "by its token" && card !== undefined && !isToken) notFound("token", card);
  const token = offer.card !== undefined && isToken ? card : null; // one with a page needs none; another that stands in for it may
  return { ...choice, token, customer: null, hasCard: token !== null || offer.card === "on its page" };
}

/**
 * @param known the stored source and the card of a customer, where they were loaded before, and whether the upstream has the card, or asks for it
 */
async function loadOwn(
  gateway: Gateway,
  account: Account,
  request: PaymentRequest,
  known: { stored?: Source | undefined; paidBy?: PaidBy | undefined; cardElsewhere?: true } = {},
): Promise<Loaded> {
  const { source, card, customer, linkedAccount } = request;
  if (linkedAccount !== undefined) return loadLinkedAccount(gateway, account, linkedAccount, request);
  if (source === undefined && card === undefined && customer === undefined && !known.cardElsewhere)
    throw new Refusal("not_found", "either source, card or customer parameter must be supplied");
  const paidBy = known.paidBy ?? (await loadCard(gateway, account.id, request));
  if (source === undefined) {
    return {
      method: methodFor(gateway, account, cardType, "invalid_charge"),
      source: null,
      inline: false,
      ...paidBy,
    };
  }
  if (typeof source === "string") {
    const stored = known.stored ?? (await loadSource(gateway, account, source));
    return {
      method: methodFor(gateway, account, stored.type, "invalid_charge"),
      source: stored,
      inline: false,
      ...paidBy,
    };
  }
  const method = sourceMethodFor(gateway, account, source.type);
  const id = gateway.newId("source", account.livemode);
  return {
    method,
    source: createInlineSource(id, account, method, source.request, gateway.clock.of(account.id)),
    inline: true,
    ...paidBy,
  };
}

/** @throws Refusal `not_found`; `bad_request` where something else is to be charged, too, or its owner has not agreed */
async function loadLinkedAccount(
  gateway: Gateway,
  account: Account,
  id: string,
  { source, card, customer }: PaymentRequest,
): Promise<Loaded> {
  if (source !== undefined || card !== undefined)
    throw new Refusal("bad_request", "linked_account cannot be used together with source or card");
  const linkedAccount = await getLinkedAccount(gateway, account.id, id);
  mayBeDebited(linkedAccount, customer, gateway.clock.of(account.id));
  const method = methodFor(gateway, account, linkedAccount.type, "invalid_charge");
  return {
    method,
    source: null,
    inline: false,
    token: null,
    card: null,
    customer: linkedAccount.customer,
    linkedAccount,
  };
}

/** The card that is charged, with what gives the right to charge it: a token that is spent, or a customer. */
type PaidBy = Pick<Payment, "token" | "card" | "customer">;

async function loadCard(gateway: Gateway, account: AccountId, request: PaymentRequest): Promise<PaidBy> {
  const ofCustomer = await customersCard(gateway, account, request);
  if (ofCustomer) return ofCustomer;
  const { card } = request;
  if (card === undefined) return { token: null, card: null, customer: null };
  return { ...((await gateway.store.token.get(account, card)) ?? notFound("token", card)), customer: null };
}

/** The card of a customer that is charged; undefined where none is. @throws Refusal `not_found` or `missing_card` */
async function customersCard(
  { store }: Gateway,
  account: AccountId,
  { customer, card, linkedAccount }: PaymentRequest,
): Promise<PaidBy | undefined> {
  if (customer === undefined || linkedAccount !== undefined) return undefined;
  const owner = (await store.customer.get(account, customer)) ?? notFound("customer", customer);
  return { token: null, card: cardToCharge(owner, card), customer: owner.id };
}

function notFound(what: string, id: string): never {
  throw new Refusal("not_found", `${what} ${id} was not found`);
}

/** Returns why a charge did not reach the state that was asked for; undefined if it did. */
type RefusalOf = (after: Charge) => Refusal | undefined;

/** What an operation on a charge stores under its caller's key: the charge, or the refusal that is its answer. */
export function remembering(caller: Caller, refusalOf: RefusalOf = () => undefined): Memory {
  return (charge) => {
    const refusal = refusalOf(charge);
    return { caller, remembered: { reference: charge.id, ...(refusal ? { refusal } : { result: charge }) } };
  };
}

/** Returns the charge. @throws Refusal the one that was stored as the answer */
export function granted(after: Charge, refusalOf: RefusalOf): Charge {
  const refusal = refusalOf(after);
  if (refusal) throw refusal;
  return after;
}

/** Refuses where a charge is back in `authorized`, because its bank would neither capture nor reverse. */
const unlessCarriedOut =
  (refusal: Refusal): RefusalOf =>
  ({ state }) =>
    state === "authorized" ? refusal : undefined;

/** Checks that the bank has the step's verb. @throws Error where it has not; nothing is saved then */
function askable(gateway: Gateway, decision: ChargeDecision): ChargeDecision {
  verbOf(gateway, decision.charge, stepOf(decision.charge)[0]);
  return decision;
}

/** What is stored before a bank is asked, while the answer is still open. */
function started(caller: Caller): Memory {
  return (charge) => ({ caller, remembered: { reference: charge.id } });
}
