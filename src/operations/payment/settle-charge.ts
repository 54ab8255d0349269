import type { AmountRequest, BankAnswer } from "../../connectors/bank.ts";
import { isDisputedTestCard } from "../../connectors/card/test-cards.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { revise } from "../../domain/base/row.ts";
import { minutes, type Time } from "../../domain/base/time.ts";
import { disputedAtOnce } from "../../domain/dispute/dispute.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { type BankMessage, reasonIn } from "../../domain/payment/bank-message.ts";
import { type Charge, isDisputable, may } from "../../domain/payment/charge.ts";
import { openingOf } from "../../domain/payment/journey.ts";
import {
  approve,
  askAgain,
  awaitPayer,
  confirmCapture,
  confirmReversal,
  decline,
  expire,
  hasOneSender,
  refuseStep,
  reroute,
  takesMoneyAlone,
  takeToOpen,
} from "../../domain/payment/settle-charge.ts";
import type { Proof } from "../../domain/payment/three-ds.ts";
import type { Routed } from "../../domain/upstream/route.ts";
import { commit, type Decision, untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { payerBankOf, routeAfter } from "../upstream/route.ts";
import {
  askAbout,
  authorizationOf,
  bankRequest,
  type Heard,
  paymentReference,
  sentWithin,
  transferableAtIn,
  withMessages,
} from "./bank.ts";
import { noteOthers } from "./other-payment.ts";
import { routedCard } from "./routed-card.ts";

export type ChargeDecision = Decision & { charge: Charge };

/** What a change of a charge also stores for its caller, given the charge as it will be shown. */
export type Memory = (charge: Charge) => Parameters<typeof commit>[3];

/**
 * Decides on the charge as it is stored and saves; decides again if another change was saved meanwhile.
 *
 * @param decide returns undefined when there is nothing left to do
 */
export async function amend(
  gateway: Gateway,
  account: Account,
  loaded: Charge,
  decide: (charge: Charge) => ChargeDecision | undefined,
  memory: Memory = () => undefined,
): Promise<Charge> {
  let charge: Charge | undefined = loaded;
  return untilSaved(async () => {
    charge ??= await reload(gateway, loaded);
    const decision = decide(charge) ?? { charge, changes: {}, happened: [] };
    const remembered = memory(decision.charge);
    const idle = Object.keys(decision.changes).length === 0 && !remembered?.caller.intention;
    if (idle || (await commit(gateway, account, decision, remembered))) return decision.charge;
    charge = undefined;
    return undefined;
  });
}

/**
 * Asks the bank to authorize a charge that is saved as about to be asked, and takes its answer. If the card number was erased meanwhile, the bank
 * cannot be asked again, so an earlier request that may still be under way is ended first.
 */
export async function authorize(
  gateway: Gateway,
  account: Account,
  charge: Charge,
  memory?: Memory,
  before: readonly BankMessage[] = [],
): Promise<Charge> {
  const request = { ...bankRequest(gateway, account, charge), mandate: await mandateOf(gateway, charge) };
  const { reference } = request;
  // a security code is for one payment, and a customer's card is charged again and again
  const lend = charge.customer === null ? gateway.vault.lend : gateway.vault.lendNumber;
  const card = charge.card ? await lend(charge.card) : undefined;
  const proof = await proofOf(gateway, charge);
  const heard =
    card || !charge.card
      ? await askAbout(gateway, charge, { step: "authorize", reference }, (authorize) =>
          authorize(request, card ?? null, proof),
        )
      : await askAbout(gateway, charge, { step: "cancel", reference }, (cancel) => cancel(request));
  return takeAnswer(gateway, account, charge, after(before, heard), memory);
}

/** What the owner of the account to debit has agreed to. A customer who was deleted meanwhile agrees to nothing any more. */
async function mandateOf({ store }: Gateway, { account, linkedAccount }: Charge): Promise<string | null> {
  if (linkedAccount === null) return null;
  return (await store.linkedAccount.get(account, linkedAccount))?.mandate ?? null;
}

/** The proof of the cardholder as the bank gets it: a wallet's is opened for this question only. */
async function proofOf({ vault }: Gateway, { card, authentication }: Charge): Promise<Proof | null> {
  const proof = authentication?.proof ?? null;
  if (!proof?.sealed || !card || proof.authenticationValue === null) return proof;
  return { ...proof, authenticationValue: await vault.openProof(proof.authenticationValue, card.id) };
}

/**
 * Saves the bank's answer to the step that `asked` was in; the answer is void if the charge is in another step by now.
 * A pending or unknown answer changes only when the bank is asked again, and what the payer needs.
 */
export async function takeAnswer(
  gateway: Gateway,
  account: Account,
  asked: Charge,
  { answer, messages }: Heard,
  memory?: Memory,
): Promise<Charge> {
  const transferableAt = await transferableAtIn(gateway, asked, answer);
  const sameStep = (current: Charge) =>
    current.state === asked.state &&
    current.followUps === asked.followUps &&
    (answer.answer === "approved" || answer.answer === "unknown" || isSamePayment(current, asked));
  await noteOthers(gateway, account, asked, answer); // first: a charge that is settled is not asked about again
  return amend(
    gateway,
    account,
    asked,
    (current) =>
      noting(messages, current, sameStep(current) ? settle(gateway, current, answer, transferableAt) : undefined),
    memory,
  );
}

/**
 * Whether the charge still has the payment at its upstream that it was asked with. Of two payments that were made at the same time the one that was
 * saved first stands, and only its way is shown to the payer: what is paid is then what is asked about.
 */
const isSamePayment = (current: Charge, asked: Charge): boolean =>
  current.upstream === asked.upstream && current.upstreamId === asked.upstreamId;

/** Asks the bank to capture or reverse, depending on the charge's state, and takes its answer. */
export async function carryOut(
  gateway: Gateway,
  account: Account,
  charge: Charge,
  memory?: Memory,
  before: readonly BankMessage[] = [],
): Promise<Charge> {
  const [step, request] = stepOf(charge);
  const heard = await askAbout(gateway, charge, { step, reference: request.reference }, (verb) =>
    verb(request, authorizationOf(charge)),
  );
  return takeAnswer(gateway, account, charge, after(before, heard), memory);
}

/**
 * Ends a charge that nobody paid. The bank is asked to close the payment first: if it was paid or declined after all, that stands;
 * if the bank cannot say, the charge stays as it is.
 */
export async function closeUnpaid(
  gateway: Gateway,
  account: Account,
  charge: Charge,
  memory?: Memory,
): Promise<Charge> {
  const about = paymentReference(charge);
  const heard: Heard =
    mayBeAsked(gateway, charge) || (takesMoneyAlone(charge) && !isDue(gateway, charge))
      ? underWay
      : isOpened(gateway, charge)
        ? await askAbout(gateway, charge, { step: "cancel", reference: about.reference }, (cancel) => cancel(about))
        : { answer: { answer: "pending" }, messages: [] };
  if (heard.answer.answer !== "pending") return takeAnswer(gateway, account, charge, heard, memory);
  // a payer who came meanwhile has been shown a payment that was not closed, and a card that is asked for since may be charged
  const isAskedSince = ({ dueAt }: Charge) => takesMoneyAlone(charge) && dueAt !== charge.dueAt;
  const isOpenedSince = (current: Charge) =>
    may(current, "expire") && (!isSamePayment(current, charge) || isAskedSince(current));
  const closed = await amend(
    gateway,
    account,
    charge,
    (current) =>
      noting(
        heard.messages,
        current,
        may(current, "expire") && !isOpenedSince(current) ? expire(current, gateway.clock.of(account.id)) : undefined,
      ),
    memory && ((current) => (isOpenedSince(current) ? undefined : memory(current))),
  );
  return isOpenedSince(closed) ? closeUnpaid(gateway, account, closed, memory) : closed;
}

/**
 * Whether an upstream of which no answer is saved may be asked for the payment at this moment, by this process or another: it would not find the payment
 * and say that it has ended, and the money would be taken a moment later. When the charge's time is over nobody asks any more.
 */
const mayBeAsked = ({ clock }: Gateway, charge: Charge): boolean =>
  charge.state === "awaiting_payer" && mayMove(charge) && clock.of(charge.account) < charge.expiresAt;

/** What is known of a payment that may be asked for: the request may be under way, and take the money after all. */
const underWay: Heard = {
  answer: { answer: "unknown", why: "the upstream may just be told of the payment" },
  messages: [],
};

/** Asks the bank whether its payer has decided; not needed where the payer decides on a page of ours. */
export async function inquireWaiting(
  gateway: Gateway,
  account: Account,
  charge: Charge,
  memory?: Memory,
): Promise<Charge> {
  if (!isOpened(gateway, charge)) return charge;
  const about = paymentReference(charge);
  const heard = await askAbout(gateway, charge, { step: "inquire", reference: about.reference }, (inquire) =>
    inquire(about),
  );
  return takeAnswer(gateway, account, charge, heard, memory);
}

/**
 * Tells the bank to expect the payer, and takes its answer: what the payer needs, or a decision. Asking twice is safe. Not needed where the payer
 * decides on a page of ours.
 */
export async function openAtBank(gateway: Gateway, account: Account, charge: Charge, memory?: Memory): Promise<Charge> {
  if (!isOpened(gateway, charge)) return charge;
  if (hasOneSender(charge)) return openAlone(gateway, account, charge, memory);
  const asked = mayMove(charge) ? await keptHere(gateway, account, charge) : charge;
  if (asked.state !== charge.state) return asked;
  return takeAnswer(gateway, account, asked, await askToOpen(gateway, account, asked, true), memory);
}

/** Asks for a charge that only one process may ask for, unless another does, or may be at it. */
async function openAlone(gateway: Gateway, account: Account, charge: Charge, memory?: Memory): Promise<Charge> {
  const since = gateway.now();
  if (!isDue(gateway, charge)) return charge;
  const taken = takeToOpen(charge, gateway.clock.of(account.id));
  const { saved } = await gateway.store.save({ update: { charges: [taken] } });
  if (!saved || gateway.now() - since > sentWithin) return reload(gateway, charge);
  return takeAnswer(gateway, account, taken, await askToOpen(gateway, account, taken, true), memory);
}

/** Whether the process that made the charge may still move it to another upstream. */
const mayMove = ({ upstream, upstreamId }: Charge): boolean => upstream !== null && upstreamId === null;

/** Saves that the upstream is about to be asked again, so that nobody moves the charge meanwhile. */
const keptHere = (gateway: Gateway, account: Account, charge: Charge): Promise<Charge> =>
  amend(gateway, account, charge, (current) => {
    if (current.state !== charge.state || !mayMove(current)) return undefined;
    const later = Math.max(gateway.clock.of(account.id) + minutes(1), (current.dueAt ?? 0) + 1); // another time than before, also at the same moment
    const dueAt = takesMoneyAlone(current) ? later : Math.min(later, current.expiresAt);
    const kept = revise(current, { dueAt });
    return { charge: kept, changes: { update: { charges: [kept] } }, happened: [] };
  });

/** Asks for the payment to be taken; routing counts what an upstream answers. */
async function askToOpen(gateway: Gateway, account: Account, charge: Charge, again: boolean): Promise<Heard> {
  const request = {
    ...bankRequest(gateway, account, charge),
    firstPayment: await firstPaymentOf(gateway, charge),
    again,
  };
  const heard = await askAbout(gateway, charge, { step: "open", reference: request.reference }, (open) =>
    open(request),
  );
  const { upstreams, now } = gateway;
  if (charge.upstream !== null)
    upstreams.breakers.answered(account.id, charge.upstream, heard.answer.answer !== "unknown", now());
  return heard;
}

/** What the upstream calls the first charge of a row of payments; null where it did not carry that. */
async function firstPaymentOf({ store }: Gateway, { account, upstream, cardOnFile }: Charge): Promise<string | null> {
  if (upstream === null || !cardOnFile?.firstCharge) return null;
  const first = await store.charge.get(account, cardOnFile.firstCharge);
  return first?.upstream === upstream ? first.bankReference : null;
}

/**
 * Tells the upstream of a new charge. Where it certainly did not take it, the next one that a route leads to is told, and the charge fails where there
 * is none. An upstream whose answer is not known keeps the charge: it may hold the money.
 */
export async function openFirst(gateway: Gateway, account: Account, created: Charge, memory?: Memory): Promise<Charge> {
  if (hasOneSender(created) && gateway.clock.of(account.id) - created.createdAt > sentWithin)
    return takeAnswer(gateway, account, created, heldUp, memory);
  const heard = await askToOpen(gateway, account, created, false);
  const { answer, messages } = heard;
  if (created.upstream === null || answer.answer !== "unknown" || !answer.notTaken || isDue(gateway, created))
    return takeAnswer(gateway, account, created, heard, memory);
  const { method, source, upstreamToken } = created;
  const known = { method, bank: payerBankOf(gateway, method, source) };
  const card = await routedCard(gateway, account, known, upstreamToken);
  const lost: Moving = { charge: created, ...card, said: reasonIn(answer) ?? "" };
  const { charge, moved } = await untilSaved(() => move(gateway, account, lost, messages, memory));
  return moved ? openFirst(gateway, account, charge, memory) : charge;
}

/** A charge that its upstream certainly did not take, with what shows that. */
type Moving = { charge: Charge; said: string } & Pick<Routed, "brand" | "bank">;

/**
 * Gives a charge to the next upstream, or ends it; one that somebody else has told the upstream of stays as it is. Undefined where charge or connection was
 * changed meanwhile: the routes are looked at again then.
 */
async function move(
  gateway: Gateway,
  account: Account,
  { charge, said, ...card }: Moving,
  messages: readonly BankMessage[],
  memory: Memory | undefined,
): Promise<{ charge: Charge; moved: boolean } | undefined> {
  const current = await reload(gateway, charge);
  const next = await routeAfter(gateway, account, { charge, ...card }, said);
  const untouched = isUntouched(current, charge);
  const moved = next !== undefined && untouched && !isDue(gateway, current);
  const decided = moved
    ? reroute(current, next, gateway.clock.of(account.id))
    : untouched && !next
      ? settle(gateway, current, { answer: "declined", reason: "processing" })
      : undefined;
  const decision = noting(messages, current, decided) ?? { charge: current, changes: {}, happened: [] };
  const remembered = next ? undefined : memory?.(decision.charge);
  return (await commit(gateway, account, decision, remembered)) ? { charge: decision.charge, moved } : undefined;
}

const heldUp: Heard = { answer: { answer: "unknown", why: "it was not asked for in time" }, messages: [] };

/** Whether the clock may be telling the upstream of the charge, too: what that question has led to is not known then. */
const isDue = ({ clock }: Gateway, { account, dueAt }: Charge): boolean => dueAt === null || clock.of(account) >= dueAt;

/** Whether nobody else has told the upstream of the charge since it was created or moved. */
const isUntouched = (current: Charge, asked: Charge): boolean =>
  current.upstream === asked.upstream &&
  current.state === asked.state &&
  current.upstreamId === null &&
  current.dueAt === asked.dueAt;

/** Whether the bank is told of a payment before there is a decision. */
const isOpened = ({ methods }: Gateway, { method, upstream }: Charge): boolean =>
  openingOf(methods.of(method), upstream) !== "never";

const after = (before: readonly BankMessage[], { answer, messages }: Heard): Heard => ({
  answer,
  messages: [...before, ...messages],
});

/** Adds the bank's messages to a decision; they are kept even if it changes nothing. */
export function noting(
  messages: readonly BankMessage[],
  charge: Charge,
  decision: ChargeDecision | undefined,
): ChargeDecision | undefined {
  if (messages.length === 0) return decision;
  const decided = decision ?? { charge, changes: {}, happened: [] };
  return { ...decided, changes: withMessages(decided.changes, messages) };
}

/** @throws Refusal `not_found` where its account was emptied meanwhile */
async function reload(gateway: Gateway, { account, id }: Charge): Promise<Charge> {
  const charge = await gateway.store.charge.get(account, id);
  if (!charge) throw new Refusal("not_found", `charge ${id} was not found`);
  return charge;
}

/** The verb and request for the charge's state, under a reference that no other request of the charge has. */
export function stepOf(charge: Charge): ["capture" | "reverse", AmountRequest] {
  const capturing = charge.state === "capturing";
  const step = capturing ? "capture" : "reverse";
  const amount = capturing ? (charge.capturedAmount ?? charge.amount) : charge.amount;
  const { id, account, currency, followUps } = charge;
  return [step, { reference: `${id}/${step}/${followUps}`, account, amount, currency }];
}

function settle(
  gateway: Gateway,
  charge: Charge,
  answer: BankAnswer,
  transferableAt?: Time,
): ChargeDecision | undefined {
  const now = gateway.clock.of(charge.account);
  const transaction = () => gateway.newId("transaction", charge.livemode);
  if (answer.answer === "pending" && charge.state === "awaiting_payer" && isOpened(gateway, charge)) {
    const awaited = awaitPayer(charge, answer.next ?? charge.nextStep, answer.upstreamId ?? charge.upstreamId, now);
    if (awaited) return awaited;
  }
  if (answer.answer === "unknown" || answer.answer === "pending") {
    const waiting = askAgain(charge, answer.answer === "unknown", now);
    return waiting && { charge: waiting, changes: { update: { charges: [waiting] } }, happened: [] };
  }
  const approved = answer.answer === "approved";
  switch (charge.state) {
    case "awaiting_payer":
    case "authorizing":
      return approved
        ? disputedByCard(gateway, approve(charge, { ...answer, transferableAt }, transaction(), now), now)
        : decline(charge, gateway.methods.of(charge.method).failures[answer.reason], now);
    case "capturing":
      return approved
        ? disputedByCard(gateway, confirmCapture(charge, { ...answer, transferableAt }, transaction(), now), now)
        : refuseStep(charge);
    case "reversing":
      return approved ? confirmReversal(charge, now) : refuseStep(charge);
    default:
      return undefined; // already settled by an earlier answer
  }
}

/** In test mode the holders of some cards dispute what they paid, in the commit that takes the money. */
function disputedByCard(gateway: Gateway, decision: ChargeDecision, now: Time): ChargeDecision {
  const { charge } = decision;
  const method = gateway.methods.of(charge.method);
  if (charge.livemode || !charge.card || !isDisputedTestCard(charge.card) || !isDisputable(charge, method))
    return decision;
  const ids = { dispute: gateway.newId("dispute", false), debit: gateway.newId("transaction", false) };
  return disputedAtOnce(decision, method, ids, now);
}
