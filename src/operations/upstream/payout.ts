import type { Upstream } from "../../connectors/upstream.ts";
import { Refusal, refuseIfAny } from "../../domain/base/errors.ts";
import type { Minor } from "../../domain/base/money.ts";
import { days, seconds, type Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { type Holding, holdingAccounts } from "../../domain/upstream/holding.ts";
import {
  notInFile,
  payoutsOfFile,
  settleByHand,
  type TheirPayout,
  takePayout,
  undoByHand,
} from "../../domain/upstream/payout.ts";
import type { PayoutOrigin, UpstreamPayout } from "../../domain/upstream/payout-row.ts";
import type { TheirPayment, TheirRefund } from "../../domain/upstream/reconciliation.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { listsAt, namedUpstream } from "./connection.ts";

/** How long before a moment a payout can have been ordered that still changes: a bank returns what it cannot credit within days. */
const changesWithin = days(31);

/**
 * Asks an upstream for its payouts of the month until a moment, and books what is new. Nothing where it does not tell of payouts.
 *
 * Payouts from before the connection are left out: they are of money that was not taken through this gateway. One that cannot be booked, such as in
 * another currency, holds up none of the others.
 *
 * @throws Error where the upstream does not tell all of them; Refusal `bad_request` that names those that cannot be booked
 */
export async function askForPayouts(
  gateway: Gateway,
  account: Account,
  upstream: Upstream,
  until: Time,
): Promise<void> {
  const { payouts } = await listsAt(gateway, account.id, upstream);
  if (!payouts) return;
  const connection = await gateway.store.connection.get(account.id, upstream.name);
  const since = (connection?.createdAt ?? 0) - seconds(1); // an upstream tells whole seconds
  const refused: string[] = [];
  for (const their of await payouts({ from: until - changesWithin, until }))
    if (their.sentAt > since)
      await bookPayout(gateway, account, upstream.name, their, "asked").catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        refused.push(error.message);
      });
  refuseIfAny("bad_request", refused);
}

/**
 * Books a payout of an upstream, once however often it is told of.
 *
 * @returns the row that stands; undefined for one that failed before it was ever booked
 * @throws Refusal `bad_request` for one in another currency than the account's
 */
export function bookPayout(
  { store, newId, clock }: Gateway,
  account: Account,
  upstream: string,
  their: TheirPayout,
  origin: PayoutOrigin,
): Promise<UpstreamPayout | undefined> {
  const { livemode } = account;
  return untilSaved(async () => {
    const known = await store.upstreamPayout.revisions(account.id, upstream, their.payout);
    const entry = () => newId("transaction", livemode);
    const decision = takePayout(known, their, { account, upstream, origin }, entry, clock.of(account.id));
    if (!decision) return { payout: known.at(-1) };
    return (await store.save(decision.changes)).saved ? { payout: decision.payout } : undefined;
  }).then(({ payout }) => payout);
}

/**
 * Books the payouts of a day's payments that an upstream's file has a date for. A file that is read again changes only what it has otherwise.
 *
 * @param day in Bangkok, such as `2026-11-30`
 */
export async function bookPayoutsOfFile(
  gateway: Gateway,
  account: Account,
  upstream: string,
  day: string,
  { payments, refunds = [] }: { payments: readonly TheirPayment[]; refunds: readonly TheirRefund[] | undefined },
): Promise<void> {
  const told = payoutsOfFile(day, payments, refunds);
  const before = await gateway.store.upstreamPayout.ofFile(account.id, upstream, day);
  const gone = before.filter(({ payout }) => !told.some((their) => their.payout === payout));
  for (const their of [...gone.map(notInFile), ...told]) await bookPayout(gateway, account, upstream, their, "file");
}

/** A payout that somebody enters, where the upstream does not tell of payouts. */
export type EnteredPayout = { reference: string; amount: Minor; fee: Minor };

/**
 * Books a payout that somebody has seen at the merchant's bank: it is settled at once.
 *
 * @throws Refusal `bad_request` for one that is known already with another amount, or that cannot be booked; `not_found` for an upstream that there is not
 */
export async function enterPayout(
  gateway: Gateway,
  account: Account,
  upstream: string,
  { reference, amount, fee }: EnteredPayout,
): Promise<UpstreamPayout> {
  namedUpstream(gateway, upstream);
  if (!/^[\w-]{1,64}$/.test(reference))
    throw new Refusal("bad_request", "reference must have up to 64 letters, digits, - and _");
  const known = (await gateway.store.upstreamPayout.revisions(account.id, upstream, reference)).at(-1);
  if (known && known.state !== "undone" && (known.amount !== amount || known.fee !== fee))
    throw new Refusal("bad_request", `payout ${reference} is known with an amount of ${known.amount}`);
  const now = gateway.clock.of(account.id);
  const { currency } = account;
  const their = { payout: reference, amount, fee, currency, sentAt: now, settledAt: now, failed: false };
  const payout = await bookPayout(gateway, account, upstream, their, "hand");
  if (!payout) throw new Error(`payout ${reference} was booked and is not there`);
  return payout;
}

/**
 * Records that somebody has seen a payout at the merchant's bank, where the upstream does not say so.
 *
 * @param by id of the member; null for the operator
 * @throws Refusal `not_found`; `bad_request` for one that is not on its way
 */
export const settlePayout = (
  gateway: Gateway,
  account: Account,
  id: string,
  by: string | null,
): Promise<UpstreamPayout> =>
  change(gateway, account, id, (payout, entry, now) => settleByHand(payout, by, entry, now));

/**
 * Books back a payout that was entered by mistake.
 *
 * @throws Refusal `not_found`; `bad_request` for one that was not entered, or is undone
 */
export const undoPayout = (gateway: Gateway, account: Account, id: string): Promise<UpstreamPayout> =>
  change(gateway, account, id, undoByHand);

function change(
  { store, newId, clock }: Gateway,
  account: Account,
  id: string,
  rule: (payout: UpstreamPayout, entry: string, now: Time) => ReturnType<typeof undoByHand>,
): Promise<UpstreamPayout> {
  return untilSaved(async () => {
    const payout = await store.upstreamPayout.get(account.id, id);
    if (!payout) throw new Refusal("not_found", `payout ${id} was not found`);
    const changed = rule(payout, newId("transaction", account.livemode), clock.of(account.id));
    return (await store.save(changed.changes)).saved ? changed.payout : undefined;
  });
}

/** Where the money of an upstream is, with its name for people. */
export type UpstreamHolding = Holding & { label: Upstream["label"] };

/** Where the money is of each upstream that the account is connected to, or has been paid through. */
export async function holdingsOf({ store, upstreams }: Gateway, account: Account): Promise<UpstreamHolding[]> {
  const [booked, connections] = await Promise.all([
    store.upstreamPayout.holdings(account.id),
    store.connection.ofAccount(account.id),
  ]);
  const unused = connections.filter(
    ({ id, endedAt }) => endedAt === null && !booked.some((each) => each.upstream === id),
  );
  const { currency } = account;
  return [...booked, ...unused.map(({ id }) => nothingAt(id, currency))].map((holding) => {
    const { upstream } = holding;
    return { ...holding, label: upstreams.find(upstream)?.label ?? { en: upstream, th: upstream, ja: upstream } };
  });
}

const nothingAt = (upstream: string, currency: string): Holding => ({
  ...{ upstream, currency },
  ...(Object.fromEntries(holdingAccounts.map((name) => [name, 0])) as Omit<Holding, "upstream" | "currency">), // one for each
});
