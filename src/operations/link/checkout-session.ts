import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import {
  type CheckoutSession,
  cancelSession as decideCancellation,
  createSession as decideCreation,
  latestOf,
  type SessionRequest,
  takeSession,
  takesMethod,
} from "../../domain/link/checkout-session.ts";
import { codeOfLink } from "../../domain/link/link.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { cardType } from "../../domain/payment/method.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { behindCode } from "./behind-code.ts";
import { type HostedPayment, payHosted } from "./hosted.ts";

/** @throws Refusal `bad_request` */
export async function createSession(
  gateway: Gateway,
  caller: Caller,
  request: SessionRequest,
): Promise<CheckoutSession> {
  const { account } = caller;
  const id = gateway.newPageId("checkoutSession", account);
  const session = decideCreation(
    id,
    account,
    gateway.methods.in(account.currency).all,
    request,
    gateway.clock.of(account.id),
  );
  const decision = { changes: { insert: { checkout_sessions: [session] } }, happened: [] };
  await commit(gateway, account, decision, { caller, remembered: { reference: id, result: session } });
  return session;
}

/** @throws Refusal `not_found` */
export async function getSession(gateway: Gateway, account: AccountId, id: string): Promise<CheckoutSession> {
  const session = await gateway.store.checkoutSession.get(account, id);
  if (!session) throw new Refusal("not_found", `session ${id} was not found`);
  return session;
}

/** A payer's view of a session: whose it is, too. */
export type OpenSession = { session: CheckoutSession; account: Account };

/** The session with this code in its address; undefined for an unknown one. */
export async function sessionOfCode(gateway: Gateway, code: string): Promise<OpenSession | undefined> {
  const { checkoutSession } = gateway.store;
  const found = await behindCode(gateway, "checkoutSession", code, ({ id }, session) =>
    checkoutSession.get(id, session),
  );
  return found && { session: found.row, account: found.account };
}

/** Pays a session. @throws Refusal `bad_request` where it is over, or an earlier payment's bank has not decided; and those of a charge */
export async function paySession(
  gateway: Gateway,
  { session, account }: OpenSession,
  payment: HostedPayment,
): Promise<Charge> {
  await mustTake(gateway, session, payment); // before an earlier payment is ended for this one
  const { amount, currency, metadata, autoCapture: capture } = session;
  const result = `${sessionAddress(gateway.publicUrl(), session)}/complete`;
  const hosted = {
    amount,
    currency,
    capture,
    description: session.description ?? undefined,
    metadata,
    checkoutSession: session.id,
    result,
  };
  return payHosted(gateway, account, latestOf(session), hosted, payment, async (charge) => {
    const current = await getSession(gateway, account.id, session.id);
    return { update: { checkout_sessions: [takeSession(current, charge, gateway.clock.of(account.id))] } };
  });
}

/** @throws Refusal `bad_request` for a method that the shop did not name; its page does not offer it, but anybody can send it */
async function mustTake({ store, methods }: Gateway, session: CheckoutSession, { source }: HostedPayment) {
  const type = source === undefined ? cardType : (await store.source.get(session.account, source))?.type;
  if (type !== undefined && !takesMethod(session, methods.of(type)))
    throw new Refusal("bad_request", `session cannot be paid by ${type}`);
}

/** Ends a session that its payer gave up; one that is being paid, or over, stays as it is. */
export async function cancelSession(gateway: Gateway, { session, account }: OpenSession): Promise<void> {
  await untilSaved(async () => {
    const current = await getSession(gateway, account.id, session.id);
    const cancelled = decideCancellation(current, gateway.clock.of(account.id));
    if (!cancelled) return true;
    const changes = { update: { checkout_sessions: [cancelled] } };
    return (await commit(gateway, account, { changes, happened: [] })) || undefined;
  });
}

/** Address of the page where a session is paid. */
export const sessionAddress = (publicUrl: string, session: Pick<CheckoutSession, "id">): string =>
  `${publicUrl}/checkout/${codeOfLink(session)}`;
