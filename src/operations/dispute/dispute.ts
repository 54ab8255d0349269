import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import {
  answerDispute,
  acceptDispute as decideAcceptance,
  closeDispute as decideClosing,
  openDispute as decideOpening,
  lapseDispute,
  mayBePlayed,
  mustBeDisputable,
} from "../../domain/dispute/dispute.ts";
import type { Dispute } from "../../domain/dispute/dispute-row.ts";
import { taking } from "../../domain/ledger/balance.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import { commit, type Decision, untilSaved, untilTaken } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { getCharge } from "../payment/charge.ts";

type DisputeDecision = Decision & { dispute: Dispute };

/**
 * Plays a cardholder who disputes a payment, in test mode.
 *
 * @throws Refusal `invalid_dispute`, `not_found`
 */
export function openDispute(gateway: Gateway, caller: Caller, chargeId: string): Promise<Dispute> {
  const { account } = caller;
  return untilTaken(gateway, account, async (inLine) => {
    const charge = await getCharge(gateway, account.id, chargeId);
    mayBePlayed(charge, "opened");
    const ids = {
      dispute: gateway.newId("dispute", account.livemode),
      debit: gateway.newId("transaction", account.livemode),
    };
    const method = gateway.methods.of(charge.method);
    mustBeDisputable(charge, method);
    const [balance, heldUntil] = await Promise.all([
      gateway.store.ledger.balanceRow(account.id, account.currency),
      gateway.store.ledger.heldUntil(account.id, charge),
    ]);
    const decided = decideOpening(charge, method, ids, heldUntil, gateway.clock.of(account.id));
    return saved(inLine, account, { ...decided, changes: taking(balance, decided.changes) }, caller);
  });
}

/**
 * Answers a dispute with a message, replaces its metadata, or both.
 *
 * @throws Refusal `invalid_dispute` unless it is open, `not_found`
 */
export function updateDispute(
  gateway: Gateway,
  caller: Caller,
  id: string,
  patch: { message?: string | undefined; metadata?: Dispute["metadata"] | undefined },
): Promise<Dispute> {
  return change(gateway, caller, id, (charge, dispute) => answerDispute(charge, dispute, patch));
}

/** Gives a dispute up. @throws Refusal `invalid_dispute` unless it is open, `not_found` */
export function acceptDispute(gateway: Gateway, caller: Caller, id: string): Promise<Dispute> {
  const now = () => gateway.clock.of(caller.account.id);
  return change(gateway, caller, id, (charge, dispute) => decideAcceptance(charge, dispute, now()));
}

/** Plays the decision of the cardholder's bank, in test mode. @throws Refusal `invalid_dispute`, `not_found` */
export function closeDispute(gateway: Gateway, caller: Caller, id: string, won: boolean): Promise<Dispute> {
  const { account } = caller;
  return change(gateway, caller, id, async (charge, dispute) => {
    mayBePlayed(dispute, "closed");
    const credit = gateway.newId("transaction", account.livemode);
    const heldUntil = await gateway.store.ledger.heldUntil(account.id, charge);
    return decideClosing(charge, dispute, won, { credit, heldUntil }, gateway.clock.of(account.id));
  });
}

/** Ends a dispute whose merchant's time to answer is over. */
export async function attendDispute(gateway: Gateway, due: Dispute): Promise<void> {
  const account = await gateway.store.account.get(due.account);
  if (!account) return;
  await untilSaved(async () => {
    const { dispute, charge } = await load(gateway, account.id, due.id);
    const decision = lapseDispute(charge, dispute, gateway.clock.of(account.id));
    return !decision || (await commit(gateway, account, decision)) ? dispute : undefined;
  });
}

/** @throws Refusal `not_found`, also for another account's dispute */
export async function getDispute(gateway: Gateway, account: AccountId, id: string): Promise<Dispute> {
  const dispute = await gateway.store.dispute.get(account, id);
  if (!dispute) throw new Refusal("not_found", `dispute ${id} was not found`);
  return dispute;
}

/** All disputes of a period, newest first, read page by page. */
export const everyDispute = (
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<Dispute[]> => everyPage((before) => store.dispute.page(account, period, before, pageSize));

/** A dispute and its charge. @throws Refusal `not_found` */
export async function load(
  gateway: Gateway,
  account: AccountId,
  id: string,
): Promise<{ dispute: Dispute; charge: Charge }> {
  const dispute = await getDispute(gateway, account, id);
  return { dispute, charge: await getCharge(gateway, account, dispute.charge) };
}

/** Decides on a dispute as it is stored, and saves; decides again if another change was saved meanwhile. */
function change(
  gateway: Gateway,
  caller: Caller,
  id: string,
  decide: (charge: Charge, dispute: Dispute) => DisputeDecision | Promise<DisputeDecision>,
): Promise<Dispute> {
  const { account } = caller;
  return untilSaved(async () => {
    const { dispute, charge } = await load(gateway, account.id, id);
    return saved(gateway, account, await decide(charge, dispute), caller);
  });
}

async function saved(
  gateway: Gateway,
  account: Account,
  decision: DisputeDecision,
  caller: Caller,
): Promise<Dispute | undefined> {
  const { dispute } = decision;
  const remembered = { reference: dispute.id, result: dispute };
  return (await commit(gateway, account, decision, { caller, remembered })) ? dispute : undefined;
}
