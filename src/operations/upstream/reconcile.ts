import { setImmediate as turn } from "node:timers/promises";
import { readSettlement } from "../../connectors/settlement-file.ts";
import type { Upstream } from "../../connectors/upstream.ts";
import { dateInBangkok, dayInBangkok } from "../../domain/base/bangkok.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { revise } from "../../domain/base/row.ts";
import { days, hours, type Time } from "../../domain/base/time.ts";
import { taking } from "../../domain/ledger/balance.ts";
import { redated } from "../../domain/ledger/ledger.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { BankMessage } from "../../domain/payment/bank-message.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import type { Refund } from "../../domain/payment/refund-row.ts";
import {
  type Connection,
  dayToReconcile,
  isEnding,
  notTold,
  reconciledThrough,
  waitsForNextDay,
} from "../../domain/upstream/connection.ts";
import { expectedCosts, termsOf } from "../../domain/upstream/contract.ts";
import {
  compare,
  compareRefunds,
  keyOf,
  mergeItems,
  type OtherDays,
  type OurPayment,
  type TheirPayment,
  type TheirRefund,
  workOff,
} from "../../domain/upstream/reconciliation.ts";
import type { Reconciliation, ReconciliationItem } from "../../domain/upstream/reconciliation-row.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import type { OpenItems } from "../../storage/upstream/reconciliation.ts";
import { untilSaved, untilTaken } from "../commit.ts";
import { isDefect } from "../defect.ts";
import type { Gateway } from "../gateway.ts";
import { finishEnding, listsAt, namedUpstream } from "./connection.ts";
import { askForPayouts, bookPayoutsOfFile } from "./payout.ts";

/** A day of an upstream, with the items of it. */
export type Reconciled = { reconciliation: Reconciliation; items: ReconciliationItem[] };

/** What an upstream tells of a day; `refunds` is undefined where it tells of none at all. */
type Told = { payments: readonly TheirPayment[]; refunds: readonly TheirRefund[] | undefined };

/**
 * Asks an upstream what was paid and refunded on a day, and compares it with what is booked; its payouts until then are booked. A repeat changes nothing
 * that was worked off.
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
  // a day of many pages takes its time, and who waits for it may click again
  const told = await toldOf(upstream, day, () =>
    gateway.upstreams.asked(`day ${day} of ${account.id} at ${name}`, () =>
      askFor(gateway, account.id, upstream, from),
    ),
  );
  if (!told)
    throw new Refusal("bad_request", `${upstream.label.en} cannot be asked for a day's payments: read its file`);
  const reconciled = await save(gateway, account, upstream, { day, origin: "asked", told });
  await toldOf(upstream, "its payouts", () => askForPayouts(gateway, account, upstream, from + days(1)));
  return reconciled;
}

/** What an upstream tells. @throws Refusal `bad_request` where it does not */
const toldOf = <Told>(upstream: Upstream, what: string, asked: () => Promise<Told>): Promise<Told> =>
  asked().catch((error: unknown) => {
    if (isDefect(error) || error instanceof Refusal) throw error;
    throw new Refusal("bad_request", `${upstream.label.en} did not tell of ${what}: ${reasonOf(error)}`);
  });

/**
 * Reads the file of payments that an upstream lets its merchants download, and compares it with what is booked. Payments of other days are left out.
 * Where it has dates of payouts, they are booked.
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
  const from = startOf(gateway, account, day);
  if (!upstream.settlementFile) throw new Refusal("bad_request", `no file of ${upstream.label.en} can be read`);
  const { payments, refunds } = await readSettlement(upstream.settlementFile, text);
  const ofDay = ({ paidAt }: Pick<TheirPayment, "paidAt">) =>
    paidAt !== null && paidAt >= from && paidAt < from + days(1);
  const told = { payments: payments.filter(ofDay), refunds: refunds?.filter(ofDay) };
  const all = payments.length + (refunds?.length ?? 0);
  if (all > 0 && told.payments.length + (told.refunds?.length ?? 0) === 0)
    throw new Refusal("bad_request", `none of the ${all} payments of the file was made on ${day}`);
  const reconciled = await save(gateway, account, upstream, { day, origin: "file", told });
  await bookPayoutsOfFile(gateway, account, name, day, told);
  return reconciled;
}

/**
 * Reconciles the days of a connection that are over, oldest first. An upstream that does not tell is asked again later. An end that was begun, and whose
 * process died, is decided.
 */
export async function attendConnection(gateway: Gateway, due: Connection): Promise<void> {
  const { account: owner, id: name } = due;
  if (isEnding(due)) {
    await finishEnding(gateway, owner, name);
    return;
  }
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
        await askForPayouts(gateway, account, upstream, now());
        const { settled, payouts } = await listsAt(gateway, owner, upstream);
        const tells = (settled ?? payouts) !== undefined;
        await change((current) => waitsForNextDay(current, tells, now()));
        return;
      }
      const told = await askFor(gateway, owner, upstream, from);
      if (told) await save(gateway, account, upstream, { day: dateInBangkok(from), origin: "asked", told });
      await change((current) => reconciledThrough(current, from));
    }
  } catch (error) {
    if (isDefect(error)) throw error;
    await change((current) => notTold(current, reasonOf(error), now()));
  }
}

/** What was paid and refunded on a day that begins at `from`; undefined where the upstream cannot be asked. @throws Error where it does not tell all */
async function askFor(gateway: Gateway, account: AccountId, upstream: Upstream, from: Time): Promise<Told | undefined> {
  const { settled, refunded } = await listsAt(gateway, account, upstream);
  if (!settled) return undefined;
  const period = { from, until: from + days(1) };
  return { payments: await settled(period), refunds: await refunded?.(period) };
}

/**
 * Compares a day, saves it, and puts the dates of what is booked right. Of two that reconcile it at once, the later compares with what the earlier has
 * saved.
 */
async function save(
  gateway: Gateway,
  account: Account,
  upstream: Upstream,
  { day, origin, told }: Pick<Reconciliation, "day" | "origin"> & { told: Told },
): Promise<Reconciled> {
  const { store, newId, clock } = gateway;
  const id = `${day}_${upstream.name}`;
  const reconciled = await untilSaved(async () => {
    const now = clock.of(account.id);
    const before = await store.reconciliation.get(account.id, id);
    const items = await store.reconciliation.items(account.id, id); // after the row: whoever makes items changes the row, too
    const payments = await comparePayments(gateway, account, upstream, { id, day, origin }, told.payments);
    const refunds = told.refunds && (await compareRefundsOf(gateway, account, upstream, { id, day }, told.refunds));
    const findings = [...payments.findings, ...(refunds?.findings ?? [])];
    const counts = {
      origin,
      named: told.payments.length,
      matched: payments.matched,
      ...(refunds && { refundsNamed: told.refunds?.length ?? 0, refundsMatched: refunds.matched }),
      changedAt: now,
    };
    const { livemode } = account;
    const own = { id, account: account.id, livemode, upstream: upstream.name, day };
    const reconciliation: Reconciliation = before
      ? revise(before, counts)
      : { version: 1, ...own, refundsNamed: 0, refundsMatched: 0, ...counts, createdAt: now };
    const compared = refunds ? (["payment", "refund"] as const) : (["payment"] as const);
    const made = mergeItems(
      reconciliation,
      items,
      findings,
      compared,
      () => newId("reconciliationItem", livemode),
      now,
    );
    const late = new Set(findings.flatMap((finding) => (finding.kind === "other_day" ? [idOf(finding)] : [])));
    const explained = [...payments.open, ...(refunds?.open ?? [])]
      .filter((item) => late.has(idOf(item)))
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
  await takeDates(gateway, account, upstream, told);
  return reconciled;
}

/**
 * Puts the dates of what is booked right where the upstream says others: it did not answer when the money was booked, or has changed its mind. A day on
 * which it pays a payment out by its file is such a date.
 */
async function takeDates(
  gateway: Gateway,
  account: Account,
  upstream: Upstream,
  { payments, refunds = [] }: Told,
): Promise<void> {
  const { reconciliation, ledger } = gateway.store;
  const dates = new Map(payments.flatMap((their) => datesOf(their, [their.reference, their.payment])));
  const ofRefunds = new Map(refunds.flatMap((their) => datesOf(their, [their.reference])));
  const saidOf = (charge: Charge) =>
    new Map([
      ...charge.refunds.flatMap(({ id }) => said(id, ofRefunds.get(id))),
      // the upstream's id of the payment, which is named last, comes before our reference of it
      ...said(charge.id, dates.get(namesOf(upstream, charge).findLast((name) => dates.has(name)) ?? "")),
    ]);
  const names = [
    ...dates.keys(),
    ...refunds.flatMap((their) => (ofRefunds.has(their.reference ?? "") ? their.of : [])),
  ];
  const charges = await chargesAt(gateway, account.id, upstream, await reconciliation.chargesNamed(account.id, names));
  for (const some of inParts(charges.filter(({ transaction }) => transaction !== null))) {
    const booked = some.flatMap((charge) =>
      [charge, ...charge.refunds].flatMap(({ transaction }) => transaction ?? []),
    );
    const entries = new Map((await ledger.some(account.id, booked)).map((entry) => [entry.origin, entry]));
    for (const charge of some) {
      const own = [charge, ...charge.refunds].flatMap(({ id }) => entries.get(id) ?? []);
      if (redated(own, saidOf(charge)).length > 0) await redate(gateway, account, charge, saidOf(charge));
    }
  }
}

/** A date under the id of what it is about; nothing where none is said. */
const said = (id: string, at: Time | undefined): [string, Time][] => (at === undefined ? [] : [[id, at]]);

/** The date of a payment or refund under the names that it may have; nothing where none is said. */
function datesOf(
  { transferableAt, paidOutAt }: Pick<TheirPayment, "transferableAt" | "paidOutAt">,
  names: readonly (string | null)[],
): [string, Time][] {
  const date = transferableAt ?? paidOutAt;
  return date === undefined ? [] : names.flatMap((name): [string, Time][] => (name === null ? [] : [[name, date]]));
}

/** Saves other dates of a charge's entries. A later one takes from what can be transferred, and a refund at the same moment is booked by the one that stands. */
function redate(gateway: Gateway, account: Account, { id }: Charge, dates: ReadonlyMap<string, Time>): Promise<true> {
  const { store } = gateway;
  return untilTaken(gateway, account, async () => {
    const charge = await store.charge.get(account.id, id);
    if (!charge) throw new Error(`charge ${id} has vanished`);
    const { refunds, dispute } = charge;
    const origins = [id, ...refunds.map((refund) => refund.id), ...(dispute === null ? [] : [dispute])];
    const booked = await store.ledger.ofOrigins(account.id, origins);
    const entries = redated(
      booked.map(({ entry }) => entry),
      dates,
    );
    if (entries.length === 0) return true;
    const balance = await store.ledger.balanceRow(account.id, account.currency);
    const changes = taking(balance, { update: { charges: [revise(charge, {})], entries } });
    return (await store.save(changes)).saved || undefined;
  });
}

/**
 * Puts a payment of a charge that is not paid here, or by another payment, into the list of today, before the day is compared. Nothing is saved for one
 * that an item is about already.
 *
 * @param messages what the upstream answered, for the charge's timeline
 */
export async function noteMissingHere(
  gateway: Gateway,
  account: Account,
  charge: Charge,
  payment: TheirPayment,
  messages: readonly BankMessage[],
): Promise<void> {
  const { store, newId, clock } = gateway;
  const upstream = namedUpstream(gateway, charge.upstream ?? "");
  await untilSaved(async () => {
    const now = clock.of(account.id);
    const day = dateInBangkok(now);
    const id = `${day}_${upstream.name}`;
    const known = await store.reconciliation.itemsAbout(account.id, [charge.id]);
    if (known.some((item) => item.kind === "missing_here" && item.payment === payment.payment)) return true;
    const before = await store.reconciliation.get(account.id, id);
    const ours = { ...ourPayment(upstream, charge), expected: null };
    const paid = new Set(charge.paidAt === null ? [] : [keyOf(ours)]);
    const { findings } = compare(day, [payment], [ours], { elsewhere: paid, matched: paid });
    const { livemode } = account;
    const made = { id, account: account.id, livemode, upstream: upstream.name, day, origin: "asked" } as const;
    const none = { named: 0, matched: 0, refundsNamed: 0, refundsMatched: 0 };
    const row = before ?? { ...made, version: 1, ...none, createdAt: now, changedAt: now };
    const { insert } = mergeItems(row, [], findings, [], () => newId("reconciliationItem", livemode), now);
    const { saved } = await store.save({
      ...(before && { update: { reconciliations: [revise(before, { changedAt: now })] } }),
      insert: {
        ...(!before && { reconciliations: [row] }),
        reconciliation_items: insert,
        ...(messages.length > 0 && { bank_messages: messages }),
      },
    });
    return saved || undefined;
  });
}

/** What a comparison found, and the items of other days that it may explain. */
type Compared = ReturnType<typeof compare> & { open: ReconciliationItem[] };

/** A day of an upstream by its id. */
type DayOf = Pick<Reconciliation, "id" | "day">;

async function comparePayments(
  gateway: Gateway,
  account: Account,
  upstream: Upstream,
  { id, day, origin }: DayOf & Pick<Reconciliation, "origin">,
  theirs: readonly TheirPayment[],
): Promise<Compared> {
  const ours = await oursFor(gateway, account, upstream, { day, origin }, theirs);
  const { known, open } = await otherDays(gateway, account.id, upstream, id, ours);
  return { ...compare(day, theirs, ours, known), open };
}

async function compareRefundsOf(
  gateway: Gateway,
  account: Account,
  upstream: Upstream,
  { id, day }: DayOf,
  theirs: readonly TheirRefund[],
): Promise<Compared> {
  const { reconciliation } = gateway.store;
  const from = startOfDay(day);
  const of = theirs.map(({ of }) => of);
  const charges = await chargesAt(gateway, account.id, upstream, await reconciliation.chargesNamed(account.id, of));
  const ids = theirs.flatMap(({ reference }) => reference ?? []);
  const names = new Map(charges.flatMap((charge) => namesOf(upstream, charge).map((name) => [name, charge.id])));
  const ours = (
    await reconciliation.refundsAt(account.id, upstream.name, {
      ...{ from, until: from + days(1), ids, charges: charges.map(({ id }) => id) },
    })
  ).map(ourRefund);
  const { known, open } = await otherDays(gateway, account.id, upstream, id, ours);
  return { ...compareRefunds(day, theirs, ours, known, (name) => names.get(name)), open };
}

/** A refund counts for the day on which it was asked for: an upstream makes it at once. */
const ourRefund = ({ id, charge, amount, currency, state, createdAt }: Refund): OurPayment => ({
  ...{ charge, refund: id, names: [id], amount, currency, costs: null, interest: 0, expected: null },
  paidAt: state === "closed" ? createdAt : null,
});

const startOfDay = (day: string): Time => Date.parse(day) - hours(7);

/** The charges that are paid here on a day, unless a file has none of their kind, and those that the upstream names, whatever became of them. */
async function oursFor(
  gateway: Gateway,
  account: Account,
  upstream: Upstream,
  { day, origin }: Pick<Reconciliation, "day" | "origin">,
  theirs: readonly TheirPayment[],
): Promise<OurPayment[]> {
  const { reconciliation, connection } = gateway.store;
  const from = startOfDay(day);
  const leavesOut = (origin === "file" && upstream.settlementFile?.leavesOut) || (() => false);
  const names = theirs.flatMap(({ payment, reference }) => (reference === null ? [payment] : [payment, reference]));
  const named = await reconciliation.chargesNamed(account.id, names);
  const charges = await chargesAt(gateway, account.id, upstream, [
    ...(await reconciliation.paidBetween(account.id, upstream.name, from, from + days(1))),
    ...named,
  ]).then((all) => all.filter(({ id, method }) => named.includes(id) || !leavesOut(method)));
  const contract = (await connection.get(account.id, upstream.name))?.contract ?? [];
  return charges.map((charge) => {
    const terms =
      charge.currency === account.currency ? termsOf(contract, gateway.methods.of(charge.method)) : undefined;
    const paid = charge.capturedAmount ?? charge.amount;
    return { ...ourPayment(upstream, charge), expected: terms ? expectedCosts(paid, terms) : null };
  });
}

/** The charges among these that the upstream carries. */
async function chargesAt(
  { store }: Gateway,
  account: AccountId,
  upstream: Upstream,
  ids: readonly string[],
): Promise<Charge[]> {
  const charges: Charge[] = [];
  for (const some of inParts([...new Set(ids)])) {
    charges.push(...(await store.charge.some(account, some)));
    await turn(); // SQLite answers at once, and payments would wait for the whole day
  }
  return charges.filter((charge) => charge.upstream === upstream.name);
}

/** Our reference of a charge, and the other names that an upstream may tell of it. */
function namesOf({ settlementFile }: Upstream, { id, source, upstreamId, bankReference }: Charge): string[] {
  const reference = source?.providerReference ?? id;
  const theirs = settlementFile?.referenceAs?.(reference);
  return [reference, ...[theirs, upstreamId, bankReference].filter((name) => name !== null && name !== undefined)];
}

function ourPayment(upstream: Upstream, charge: Charge): Omit<OurPayment, "expected"> {
  const { id, state, capturedAmount, amount, currency, paidAt, fee, feeVat, interest, interestVat } = charge;
  return {
    charge: id,
    refund: null,
    names: namesOf(upstream, charge),
    amount: capturedAmount ?? amount,
    currency,
    costs: fee + feeVat + interest + interestVat,
    interest: interest + interestVat,
    paidAt: state === "captured" ? paidAt : null,
  };
}

/** What the reconciliations of other days say of charges or refunds: which of them another day's list has, and which their own. */
async function otherDays(
  { store }: Gateway,
  account: AccountId,
  upstream: Upstream,
  id: string,
  ours: readonly OurPayment[],
): Promise<{ known: OtherDays; open: ReconciliationItem[] }> {
  const keys = new Set(ours.map(keyOf));
  const all = (await store.reconciliation.itemsAbout(account, [...keys])).filter((item) => keys.has(idOf(item) ?? ""));
  const items = all.filter(({ reconciliation }) => reconciliation !== id && reconciliation.slice(11) === upstream.name);
  const missing = items.filter(({ kind }) => kind === "missing_there");
  const ownDay = (paidAt: Time) => `${dateInBangkok(paidAt)}_${upstream.name}`;
  const paid = ours.flatMap((our) => (our.paidAt === null ? [] : [{ key: keyOf(our), own: ownDay(our.paidAt) }]));
  const compared = await store.reconciliation.compared(
    account,
    paid.map(({ own }) => own).filter((own) => own !== id),
  );
  const namedOn = (some: readonly ReconciliationItem[]) =>
    new Set(some.flatMap((item) => (item.kind === "other_day" || item.kind === "differs" ? (idOf(item) ?? []) : [])));
  // what an earlier comparison of this day has found here is not on the list of its own day
  const here = namedOn(all.filter(({ reconciliation }) => reconciliation === id));
  const lacking = new Set([...missing.map(idOf), ...here]);
  return {
    known: {
      elsewhere: namedOn(items),
      matched: new Set(paid.flatMap(({ key, own }) => (compared.has(own) && !lacking.has(key) ? [key] : []))),
    },
    open: missing.filter(({ state }) => state === "open"),
  };
}

/** Our refund or charge that an item is about; null where it is about none. One of a refund that is missing here is not about the charge. */
const idOf = ({ about, charge, refund }: Pick<ReconciliationItem, "about" | "charge" | "refund">): string | null =>
  about === "refund" ? refund : charge;

/**
 * Works an item off with a note, which the audit log has too.
 *
 * @param by id of the member; null for who works at the terminal
 * @throws Refusal `not_found`; `bad_request` for a blank note, or an item that is not open
 */
export function workOffItem(
  { store, clock }: Gateway,
  account: AccountId,
  id: string,
  by: string | null,
  note: string,
): Promise<ReconciliationItem> {
  return untilSaved(async () => {
    const item = await store.reconciliation.item(account, id);
    if (!item) throw new Refusal("not_found", `item ${id} was not found`);
    const done = workOff(item, by, note, clock.of(account));
    return (await store.save({ update: { reconciliation_items: [done] } })).saved ? done : undefined;
  });
}

/** An upstream that an account is connected to, and what of its days somebody has to look at. */
export type ReconciledUpstream = { upstream: Upstream; connection: Connection; items: OpenItems };

/** The upstreams that an account can be reconciled with: those that it is connected to. */
export async function reconciledUpstreams(
  { store, upstreams }: Gateway,
  account: AccountId,
): Promise<ReconciledUpstream[]> {
  const [connections, open] = await Promise.all([
    store.connection.ofAccount(account),
    store.reconciliation.open(account),
  ]);
  return connections.flatMap((connection) => {
    const upstream = upstreams.find(connection.id);
    const items = open.get(connection.id) ?? { open: 0, offContract: 0 };
    return upstream && connection.endedAt === null ? [{ upstream, connection, items }] : [];
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

const inParts = <Each>(all: readonly Each[]): Each[][] =>
  Array.from({ length: Math.ceil(all.length / idsAtOnce) }, (_, part) =>
    all.slice(part * idsAtOnce, (part + 1) * idsAtOnce),
  );

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
