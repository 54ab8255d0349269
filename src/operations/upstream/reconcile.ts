import { readSettlement } from "../../connectors/settlement-file.ts";
import type { Upstream } from "../../connectors/upstream.ts";
import { dateInBangkok, dayInBangkok } from "../../domain/base/bangkok.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { revise } from "../../domain/base/row.ts";
import { days, hours, type Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import {
  type Connection,
  dayToReconcile,
  notTold,
  reconciledThrough,
  waitsForNextDay,
} from "../../domain/upstream/connection.ts";
import {
  compare,
  mergeItems,
  type OtherDays,
  type OurPayment,
  type TheirPayment,
  workOff,
} from "../../domain/upstream/reconciliation.ts";
import type { Reconciliation, ReconciliationItem } from "../../domain/upstream/reconciliation-row.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { namedUpstream, settledAt } from "./connection.ts";

/** A day of an upstream, with the items of it. */
export type Reconciled = { reconciliation: Reconciliation; items: ReconciliationItem[] };

/**
 * Asks an upstream what was paid on a day, and compares it with what is booked. A repeat changes nothing that was worked off.
 *
 * @param day in Bangkok, such as `2026-11-30`; yesterday by default
 * @throws Refusal `bad_request` for a day that is not over, an upstream that cannot be asked, or one that did not answer; `not_found` for one that
 *   there is not
 */
export async function reconcile(
  gateway: Gateway,
  account: Account,
  name: string,
  day = yesterday(gateway, account),
): Promise<Reconciled> {
  const upstream = namedUpstream(gateway, name);
  const from = startOf(gateway, account, day);
  const theirs = await askFor(gateway, account.id, upstream, from).catch((error: unknown) => {
    if (isDefect(error)) throw error;
    throw new Refusal("bad_request", `${upstream.label.en} did not tell of ${day}: ${reasonOf(error)}`);
  });
  if (!theirs)
    throw new Refusal("bad_request", `${upstream.label.en} cannot be asked for a day's payments: read its file`);
  return save(gateway, account, upstream, { day, origin: "asked", theirs });
}

/**
 * Reads the file of payments that an upstream lets its merchants download, and compares it with what is booked. Payments of other days are left out.
 *
 * @param text the file as CSV
 * @throws Refusal `bad_request` for a file that cannot be read, or that has no payment of the day; `not_found` for an upstream that there is not
 */
export async function reconcileFile(
  gateway: Gateway,
  account: Account,
  name: string,
  text: string,
  day = yesterday(gateway, account),
): Promise<Reconciled> {
  const upstream = namedUpstream(gateway, name);
  startOf(gateway, account, day);
  if (!upstream.settlementFile) throw new Refusal("bad_request", `no file of ${upstream.label.en} can be read`);
  const all = readSettlement(upstream.settlementFile, text);
  const theirs = all.filter(({ paidAt }) => paidAt !== null && dateInBangkok(paidAt) === day);
  if (all.length > 0 && theirs.length === 0)
    throw new Refusal("bad_request", `none of the ${all.length} payments of the file was made on ${day}`);
  return save(gateway, account, upstream, { day, origin: "file", theirs });
}

/** Reconciles the days of a connection that are over, oldest first. An upstream that does not tell is asked again later. */
export async function attendConnection(gateway: Gateway, { account: owner, id: name }: Connection): Promise<void> {
  const account = await gateway.store.account.get(owner);
  const upstream = gateway.upstreams.find(name);
  const now = () => gateway.clock.of(owner);
  const change = (rule: (connection: Connection) => Connection) =>
    untilSaved(async () => {
      const connection = await gateway.store.connection.get(owner, name);
      if (!connection || connection.endedAt !== null || connection.dueAt === null) return "over";
      const next = rule(connection);
      return (await gateway.store.save({ update: { connections: [next] } })).saved ? next : undefined;
    });
  if (!account || !upstream) {
    await change((connection) => waitsForNextDay(connection, false, now())); // the upstream was taken out of this gateway
    return;
  }
  try {
    for (;;) {
      const connection = await gateway.store.connection.get(owner, name);
      if (!connection || connection.endedAt !== null || connection.dueAt === null) return;
      const from = dayToReconcile(connection, now());
      if (from === undefined) {
        const tells = (await settledAt(gateway, owner, upstream)) !== undefined;
        await change((current) => waitsForNextDay(current, tells, now()));
        return;
      }
      const theirs = await askFor(gateway, owner, upstream, from);
      if (theirs) await save(gateway, account, upstream, { day: dateInBangkok(from), origin: "asked", theirs });
      await change((current) => reconciledThrough(current, from));
    }
  } catch (error) {
    if (isDefect(error)) throw error;
    await change((current) => notTold(current, reasonOf(error), now()));
  }
}

/** The payments of a day that begins at `from`; undefined where the upstream cannot be asked. @throws Error where it does not tell all of them */
const askFor = async (
  gateway: Gateway,
  account: AccountId,
  upstream: Upstream,
  from: Time,
): Promise<readonly TheirPayment[] | undefined> =>
  (await settledAt(gateway, account, upstream))?.({ from, until: from + days(1) });

/** Compares a day and saves it. Of two that reconcile it at once, the later compares with what the earlier has saved. */
function save(
  gateway: Gateway,
  account: Account,
  upstream: Upstream,
  { day, origin, theirs }: Pick<Reconciliation, "day" | "origin"> & { theirs: readonly TheirPayment[] },
): Promise<Reconciled> {
  const { store, newId, clock } = gateway;
  const id = `${day}_${upstream.name}`;
  return untilSaved(async () => {
    const now = clock.of(account.id);
    const [before, items] = await Promise.all([
      store.reconciliation.get(account.id, id),
      store.reconciliation.items(account.id, id),
    ]);
    const ours = await oursFor(gateway, account.id, upstream, day, theirs);
    const others = await otherDays(gateway, account.id, upstream, id, ours);
    const { findings, matched } = compare(day, theirs, ours, others.known);
    const counts = { origin, named: theirs.length, matched, changedAt: now };
    const { livemode } = account;
    const reconciliation: Reconciliation = before
      ? revise(before, counts)
      : { id, version: 1, account: account.id, livemode, upstream: upstream.name, day, ...counts, createdAt: now };
    const made = mergeItems(reconciliation, items, findings, () => newId("reconciliationItem", livemode), now);
    const late = new Set(findings.flatMap(({ kind, charge }) => (kind === "other_day" && charge ? [charge] : [])));
    const explained = others.open
      .filter(({ charge }) => charge !== null && late.has(charge))
      .map((item) => revise(item, { state: "cleared", changedAt: now }));
    const { saved } = await store.save({
      update: {
        ...(before && { reconciliations: [reconciliation] }),
        reconciliation_items: [...made.update, ...explained],
      },
      insert: { ...(!before && { reconciliations: [reconciliation] }), reconciliation_items: made.insert },
    });
    return saved ? { reconciliation, items: await store.reconciliation.items(account.id, id) } : undefined;
  });
}

/** The charges that are paid here on a day, and those that the upstream names, whatever became of them. */
async function oursFor(
  { store }: Gateway,
  account: AccountId,
  upstream: Upstream,
  day: string,
  theirs: readonly TheirPayment[],
): Promise<OurPayment[]> {
  const from = Date.parse(day) - hours(7);
  const names = theirs.flatMap(({ payment, reference }) => (reference === null ? [payment] : [payment, reference]));
  const ids = new Set([
    ...(await store.reconciliation.paidBetween(account, upstream.name, from, from + days(1))),
    ...(await store.reconciliation.chargesNamed(account, names)),
  ]);
  const charges: Charge[] = [];
  for (const some of inParts([...ids])) charges.push(...(await store.charge.some(account, some)));
  return charges.filter((charge) => charge.upstream === upstream.name).map((charge) => ourPayment(upstream, charge));
}

function ourPayment({ settlementFile }: Upstream, charge: Charge): OurPayment {
  const { id, source, upstreamId, bankReference, state, capturedAmount, amount, currency, paidAt } = charge;
  const reference = source?.providerReference ?? id;
  const theirs = settlementFile?.referenceAs?.(reference);
  return {
    charge: id,
    names: [reference, ...[theirs, upstreamId, bankReference].filter((name) => name !== null && name !== undefined)],
    amount: capturedAmount ?? amount,
    currency,
    costs: charge.fee + charge.feeVat + charge.interest + charge.interestVat,
    paidAt: state === "captured" ? paidAt : null,
  };
}

/** What the reconciliations of other days say of charges: which of them another day's list has, and which their own. */
async function otherDays(
  { store }: Gateway,
  account: AccountId,
  upstream: Upstream,
  id: string,
  ours: readonly OurPayment[],
): Promise<{ known: OtherDays; open: ReconciliationItem[] }> {
  const items = (
    await store.reconciliation.itemsOfCharges(
      account,
      ours.map(({ charge }) => charge),
    )
  ).filter(({ reconciliation }) => reconciliation !== id && reconciliation.slice(11) === upstream.name);
  const missing = items.filter(({ kind }) => kind === "missing_there");
  const ownDay = (paidAt: Time) => `${dateInBangkok(paidAt)}_${upstream.name}`;
  const paid = ours.flatMap(({ charge, paidAt }) => (paidAt === null ? [] : [{ charge, own: ownDay(paidAt) }]));
  const compared = await store.reconciliation.existing(
    account,
    paid.map(({ own }) => own).filter((own) => own !== id),
  );
  const lacking = new Set(missing.map(({ charge }) => charge));
  return {
    known: {
      elsewhere: new Set(
        items.flatMap(({ kind, charge }) => (charge && (kind === "other_day" || kind === "differs") ? [charge] : [])),
      ),
      matched: new Set(paid.flatMap(({ charge, own }) => (compared.has(own) && !lacking.has(charge) ? [charge] : []))),
    },
    open: missing.filter(({ state }) => state === "open"),
  };
}

/**
 * Works an item off with a note, which the audit log has too.
 *
 * @param by id of the member
 * @throws Refusal `not_found`; `bad_request` for a blank note, or an item that is not open
 */
export function workOffItem(
  { store, clock }: Gateway,
  account: AccountId,
  id: string,
  by: string,
  note: string,
): Promise<ReconciliationItem> {
  return untilSaved(async () => {
    const item = await store.reconciliation.item(account, id);
    if (!item) throw new Refusal("not_found", `item ${id} was not found`);
    const done = workOff(item, by, note, clock.of(account));
    return (await store.save({ update: { reconciliation_items: [done] } })).saved ? done : undefined;
  });
}

/** An upstream that an account is connected to. */
export type ReconciledUpstream = { upstream: Upstream; connection: Connection };

/** The upstreams that an account can be reconciled with: those that it is connected to. */
export async function reconciledUpstreams(
  { store, upstreams }: Gateway,
  account: AccountId,
): Promise<ReconciledUpstream[]> {
  const connections = await store.connection.ofAccount(account);
  return connections.flatMap((connection) => {
    const upstream = upstreams.find(connection.id);
    return upstream && connection.endedAt === null ? [{ upstream, connection }] : [];
  });
}

/** @throws Refusal `not_found` */
export async function getReconciliation({ store }: Gateway, account: AccountId, id: string): Promise<Reconciliation> {
  const found = await store.reconciliation.get(account, id);
  if (!found) throw new Refusal("not_found", `reconciliation ${id} was not found`);
  return found;
}

/** All items of a period, newest first, read page by page. */
export const everyItem = (
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<ReconciliationItem[]> =>
  everyPage((before) => store.reconciliation.pageOfItems(account, period, before, pageSize));

const yesterday = ({ clock }: Gateway, { id }: Account): string => dateInBangkok(clock.of(id) - days(1));

/** The start of a day in Bangkok. @throws Refusal `bad_request` for no day, or one that is not over */
function startOf({ clock }: Gateway, { id }: Account, day: string): Time {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00+07:00`) : Number.NaN;
  if (Number.isNaN(at) || dateInBangkok(at) !== day)
    throw new Refusal("bad_request", `day must be a date such as 2026-11-30, not ${day}`);
  if (at >= dayInBangkok(clock.of(id))) throw new Refusal("bad_request", `${day} is not over yet in Bangkok`);
  return at;
}

/** Ids that are loaded by one query. */
const idsAtOnce = 200;

const inParts = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, part) =>
    ids.slice(part * idsAtOnce, (part + 1) * idsAtOnce),
  );

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A defect of ours is no answer of an upstream. */
const isDefect = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
