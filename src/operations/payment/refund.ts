import type { BankAnswer } from "../../connectors/bank.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import { taking } from "../../domain/ledger/balance.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import {
  closeRefund,
  failRefund,
  type RefundRequest,
  requestRefund,
  sendAgain,
  takeRefund,
} from "../../domain/payment/refund.ts";
import type { Refund } from "../../domain/payment/refund-row.ts";
import { type Connection, openConnection } from "../../domain/upstream/connection.ts";
import { commit, type Decision, untilSaved, untilTaken } from "../commit.ts";
import { bankLabel, type Caller, type Gateway, methodOf } from "../gateway.ts";
import { askAbout, authorizationOf, type Heard, sentWithin, transferableAtIn, verbOf, withMessages } from "./bank.ts";
import { getCharge } from "./charge.ts";

/**
 * Refunds captured money. The amount is reserved before the acquirer is asked, so no two refunds can together exceed the charge.
 *
 * @returns the refund, `pending` where the acquirer's answer is unknown
 * @throws Refusal `failed_refund`, `failed_void`
 */
export async function createRefund(
  gateway: Gateway,
  caller: Caller,
  chargeId: string,
  request: RefundRequest,
): Promise<Refund> {
  const { account } = caller;
  const begun = await untilTaken(gateway, account, async (inLine) => {
    const charge = await getCharge(gateway, caller.account.id, chargeId);
    const id = gateway.newId("refund", account.livemode);
    const method = methodOf(gateway, charge);
    const balance = await gateway.store.ledger.balanceRow(account.id, account.currency);
    const requested = requestRefund(charge, method, request, id, gateway.clock.of(account.id));
    verbOf(gateway, charge, "refund"); // throws before anything is reserved if the bank lacks the verb
    const connection = await connectionOf(gateway, charge);
    const changes = { ...requested.changes, ...(connection && { unchanged: { connections: [connection] } }) };
    const decision = { ...requested, changes: taking(balance, changes), takenAt: gateway.now() };
    return (await commit(inLine, account, decision, { caller, remembered: { reference: id } })) ? decision : undefined;
  });
  const after = await sendRefund(gateway, account, begun, caller);
  if (after.state === "failed") throw bankRefused();
  return after;
}

/** The connection that a refund goes by; undefined where no upstream carries the charge. @throws Refusal `failed_refund` where it has ended */
async function connectionOf(gateway: Gateway, { account, upstream }: Charge): Promise<Connection | undefined> {
  if (upstream === null) return undefined;
  const open = openConnection(await gateway.store.connection.ofAccount(account), upstream);
  if (open) return open;
  const { en } = bankLabel(gateway, upstream);
  throw new Refusal(
    "failed_refund",
    `this account is not connected to ${en} any more, which has the money of the charge`,
  );
}

const bankRefused = (): Refusal => new Refusal("failed_refund", "the bank refused the refund");

/** Asks the acquirer again about a refund whose answer is unknown, unless somebody else has taken it to do so. */
export async function attendRefund(gateway: Gateway, due: Refund): Promise<void> {
  const account = await gateway.store.account.get(due.account);
  const charge = await gateway.store.charge.get(due.account, due.charge);
  if (!account || !charge) return;
  const takenAt = gateway.now();
  const refund = takeRefund(due, gateway.clock.of(account.id));
  const { saved } = await gateway.store.save({ update: { refunds: [refund] } });
  if (saved) await sendRefund(gateway, account, { charge, refund, takenAt });
}

/** @throws Refusal `not_found` */
export async function getRefund(gateway: Gateway, account: AccountId, chargeId: string, id: string): Promise<Refund> {
  const charge = await getCharge(gateway, account, chargeId);
  const refund = charge.refunds.find((candidate) => candidate.id === id);
  if (!refund) throw new Refusal("not_found", `refund ${id} was not found`);
  return refund;
}

/** @throws Refusal `failed_refund` for one that the bank refused, `not_found` for an unknown one */
export async function findRefund(gateway: Gateway, account: AccountId, id: string): Promise<Refund> {
  const refund = await gateway.store.refund.get(account, id);
  if (!refund) throw new Refusal("not_found", `refund ${id} was not found`);
  if (refund.state === "failed") throw bankRefused();
  return refund;
}

/** A refund that was taken to be sent, and when by the server's time. */
type Taken = { charge: Charge; refund: Refund; takenAt: Time };

/** Sends the refund under its own id, so that sending it again refunds once, and saves the acquirer's answer. */
async function sendRefund(
  gateway: Gateway,
  account: Account,
  { charge, refund, takenAt }: Taken,
  caller?: Caller,
): Promise<Refund> {
  const { amount, currency } = refund;
  const heldUp: Heard = { answer: { answer: "unknown", why: "it was not sent in time" }, messages: [] };
  const { answer, messages } =
    gateway.now() - takenAt > sentWithin
      ? heldUp
      : await askAbout(gateway, charge, { step: "refund", reference: refund.id }, (verb) =>
          verb({ reference: refund.id, account: account.id, amount, currency }, authorizationOf(charge)),
        );
  const transferableAt = await transferableAtIn(gateway, charge, answer);
  return untilSaved(async () => {
    const current = await gateway.store.charge.get(account.id, charge.id);
    const pending = current?.refunds.find((candidate) => candidate.id === refund.id);
    if (!current || pending?.state !== "pending") return pending ?? { ...refund, state: "failed" };
    const decided = await settle(gateway, current, pending, answer, transferableAt);
    const decision = { ...decided, changes: withMessages(decided.changes, messages) };
    const outcome = decision.refund.state === "failed" ? { refusal: bankRefused() } : { result: decision.refund };
    const memory = caller && { caller, remembered: { reference: refund.id, ...outcome } };
    return (await commit(gateway, account, decision, memory)) ? decision.refund : undefined;
  });
}

async function settle(
  gateway: Gateway,
  charge: Charge,
  refund: Refund,
  answer: BankAnswer,
  transferableAt: Time | undefined,
): Promise<Decision & { refund: Refund }> {
  switch (answer.answer) {
    case "approved": {
      const transaction = gateway.newId("transaction", charge.livemode);
      const heldUntil = await gateway.store.ledger.heldUntil(charge.account, charge);
      const booked = { transaction, heldUntil, transferableAt };
      return closeRefund(charge, refund, booked, gateway.clock.of(charge.account), answer.voided);
    }
    case "declined":
      return failRefund(charge, refund);
    case "pending":
    case "unknown": {
      const waiting = sendAgain(refund, gateway.clock.of(charge.account));
      return { refund: waiting, changes: { update: { refunds: [waiting] } }, happened: [] };
    }
  }
}
