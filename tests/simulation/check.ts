import { threeDsName } from "../../src/connectors/bank.ts";
import { dateInBangkok, dayInBangkok } from "../../src/domain/base/bangkok.ts";
import type { AccountId } from "../../src/domain/base/id.ts";
import { days } from "../../src/domain/base/time.ts";
import type { Changes } from "../../src/domain/changes.ts";
import type { Event } from "../../src/domain/event/event.ts";
import { type Charge, isDecided, isFinal } from "../../src/domain/payment/charge.ts";
import type { Gateway } from "../../src/operations/gateway.ts";
import { listsAt } from "../../src/operations/upstream/connection.ts";
import { reconcile, reconciledUpstreams } from "../../src/operations/upstream/reconcile.ts";
import type { LinedTable } from "../../src/storage/base/line.ts";
import type { Store } from "../../src/storage/store.ts";
import { start } from "../kit/clock.ts";
import { findCharge } from "../kit/find.ts";
import { methodOf, standardMethods } from "../kit/methods.ts";
import { hangingShop } from "./actors.ts";
import type { Hanging } from "./faults.ts";
import type { Upstreams } from "./upstreams.ts";

/** Checks the saved rows against the invariants. */
export type Checker = {
  /** Records the charges that a commit touched. */
  saved(changes: Changes): void;
  /** The account of an event. @throws Broken for one that was not saved */
  ownerOf(event: string): AccountId;
  /** Checks all charges touched since the last call; throws at the first that breaks an invariant. */
  touched(): Promise<void>;
  /** Checks the whole database. */
  everything(): Promise<void>;
  /** Checks, after all runnable work, that nothing is due except rows that wait for a hanging bank or host. */
  nobodyHeldUp(dueUntil: (account: AccountId) => number): Promise<void>;
  /** Checks at the end that all charges, refunds and deliveries have reached a final state. */
  nothingOwed(): Promise<void>;
  /** Checks at the end, by reconciling every day, that each upstream and the books have the same payments of live mode. */
  reconciled(gateway: Gateway): Promise<void>;
};

export class Broken extends Error {}

const everyEvent = {
  limit: 100,
  offset: 0,
  from: 0,
  to: Number.MAX_SAFE_INTEGER - 1_000,
  order: "chronological",
} as const;

/** Time after which deliveries of the simulated merchants are abandoned. */
const deliveriesLast = days(7);
/** Upper bound of an attempt's duration: a hanging one ends when the clock moves, which may be by a day. */
const triesLast = days(1);

/** Omise's list of a day has what was made in the fifteen days before. Its simulator lets an amount be captured even later, which was held for a week. */
const toldWithin = days(14);

/**
 * @param heard ids of the events that receivers have accepted
 * @param others banks, payments and hosts that do not answer, and the upstreams of live mode
 */
export function aChecker(
  store: Store,
  note: (line: string) => void,
  heard: ReadonlySet<string>,
  {
    hanging,
    upstreams,
  }: {
    hanging: Hanging;
    upstreams: Pick<Upstreams, "check" | "checkMoney" | "hasTaken" | "transferableAt" | "refundsGoWithTheirCharge">;
  },
): Checker {
  const touchedCharges = new Set<string>();
  const finals = new Map<string, string>();
  const deletedCards = new Set<string>();
  const owners = new Map<string, AccountId>();
  /** Accounts that end, and whose charges go back to what they were: the act that makes one checks these. */
  const throwAway = new Set<AccountId>();
  /** Charges that were saved after their card had been deleted. They fail, since the vault has the number no more. */
  const ofDeletedCards = new Map<string, string>();

  async function check(id: string): Promise<void> {
    const charge = await findCharge(store, id);
    if (!charge) throw new Broken(`charge ${id} was saved and is gone`);
    note(`${id} ${charge.state} ${charge.version}`);
    const was = finals.get(id);
    if (was !== undefined && was !== charge.state)
      throw new Broken(`charge ${id} was ${was} and became ${charge.state}`);
    if (isFinal(charge)) finals.set(id, charge.state);
    const { rows: events } = await store.event.listOfCharge(charge.account, id, everyEvent);
    const completes = events.filter((event) => event.key === "charge.complete").length;
    const decided = isDecided(charge);
    const waited = charge.page !== null;
    if ((waited && completes !== (decided ? 1 : 0)) || completes > (decided ? 1 : 0))
      throw new Broken(`charge ${id} is ${charge.state} with ${completes} charge.complete`);
    const refunded = charge.refunds.reduce((sum, refund) => sum + refund.amount, 0);
    if (refunded !== charge.refundedAmount)
      throw new Broken(`charge ${id} says ${charge.refundedAmount} refunded, its refunds ${refunded}`);
    if (charge.refundedAmount > (charge.capturedAmount ?? 0))
      throw new Broken(`charge ${id} returned more than was captured`);
    // a card that an upstream keeps is deleted there a little later, when a charge of the same moment has taken its money
    const deleted = charge.upstream === null ? ofDeletedCards.get(id) : undefined;
    if (deleted && charge.authorizedAt !== null)
      throw new Broken(`charge ${id} took money from ${deleted}, which had been deleted`);
    if (charge.upstream === null) await agreesWithBank(charge);
    else upstreams.check(charge);
  }

  /** Checks that a charge whose bank took money is not failed or expired, and that a paid charge was approved by its bank. */
  async function agreesWithBank(charge: Charge): Promise<void> {
    const { bank } = methodOf(charge.method);
    const app = charge.card === null;
    const marked = !app && charge.approvalCode === null; // marked by hand, without a bank
    const held = charge.state === "captured" || charge.state === "authorized";
    const said = await store.simulatedBank.get(bank, charge.source?.providerReference ?? charge.id);
    const approved = said !== undefined && isApproval(said);
    const says = `charge ${charge.id} is ${charge.state} (${charge.failureCode})`;
    if (approved && (charge.state === "failed" || charge.state === "expired"))
      throw new Broken(`${says} although its bank took the money: ${said}`);
    if (held && !approved && !marked) throw new Broken(`${says} although its bank did not approve`);
    if (held && !app && !marked && charge.page !== null && !charge.authentication?.proof)
      throw new Broken(`${says} although its cardholder did not authenticate`);

    const carriedOut = async (step: string): Promise<void> => {
      const answer = await store.simulatedBank.get(bank, step);
      if (answer === undefined || !isApproval(answer)) throw new Broken(`${says}, but its bank did not do ${step}`);
    };
    if (charge.state === "captured" && !charge.capture) await carriedOut(`${charge.id}/capture/${charge.followUps}`);
    if (charge.state === "reversed") await carriedOut(`${charge.id}/reverse/${charge.followUps}`);
    for (const refund of charge.refunds) if (refund.state === "closed") await carriedOut(refund.id);
  }

  /** Checks that a delivery was accepted by its receiver, or abandoned after the whole schedule. */
  async function arrived({ account, id: event }: Event): Promise<void> {
    const deliveries = await store.delivery.ofEvent(account, event);
    const [delivery] = deliveries;
    if (!delivery || deliveries.length > 1) throw new Broken(`event ${event} has ${deliveries.length} deliveries`);
    if (delivery.state === "due") throw new Broken(`event ${event} is still on its way`);
    if (delivery.state === "delivered" && !heard.has(event))
      throw new Broken(`event ${event} counts as delivered, but nobody took it`);
    if (delivery.state === "delivered") return;
    const tries = await store.event.attempts(account, [event]);
    const last = Math.max(...tries.map(({ createdAt, error }) => createdAt + (error === null ? 0 : triesLast)));
    if (last < delivery.createdAt + deliveriesLast) throw new Broken(`event ${event} was given up too early`);
  }

  async function chargeOf(account: AccountId, id: string): Promise<Charge> {
    const charge = await store.charge.get(account, id);
    if (!charge) throw new Broken(`charge ${id} is gone`);
    return charge;
  }

  /** Checks that the money of a charge, and what was refunded of it, is on hold until the upstream says. */
  async function dated(charge: Charge): Promise<void> {
    const until = upstreams.transferableAt(charge);
    if (until === undefined) return;
    const along = upstreams.refundsGoWithTheirCharge(charge.upstream ?? "") ? charge.refunds : [];
    const origins = [charge.id, ...along.map(({ id }) => id)];
    for (const { entry } of await store.ledger.ofOrigins(charge.account, origins)) {
      const { id, origin, transferableAt, createdAt } = entry;
      const there = origin === charge.id ? until : Math.max(createdAt, until);
      if (transferableAt !== there)
        throw new Broken(
          `${id} of ${charge.id} is transferable at ${transferableAt}, at ${charge.upstream} at ${there}`,
        );
    }
  }

  return {
    saved: ({ insert, update }) => {
      for (const { id, account } of insert?.events ?? []) owners.set(id, account);
      for (const { id } of insert?.sandboxes ?? []) throwAway.add(id);
      for (const { id, card } of insert?.charges ?? [])
        if (card && deletedCards.has(card.id)) ofDeletedCards.set(id, card.id);
      for (const { id, deletedAt } of update?.cards ?? []) if (deletedAt !== null) deletedCards.add(id);
      const touch = (account: AccountId, charge: string) => throwAway.has(account) || touchedCharges.add(charge);
      for (const { account, id } of [...(insert?.charges ?? []), ...(update?.charges ?? [])]) touch(account, id);
      for (const { account, charge } of [...(insert?.refunds ?? []), ...(update?.refunds ?? [])])
        touch(account, charge);
    },
    ownerOf: (event) => {
      const owner = owners.get(event);
      if (!owner) throw new Broken(`event ${event} was sent before it was saved`);
      return owner;
    },
    touched: async () => {
      for (const id of touchedCharges) await check(id);
      touchedCharges.clear();
    },
    everything: async () => {
      for (const { name, violations } of store.verify.invariants) {
        const [first] = await violations();
        if (first) throw new Broken(`${name}: ${first.row}: ${first.found}`);
      }
    },
    nobodyHeldUp: async (dueUntil) => {
      const accounts = await store.account.all();
      const own = accounts.filter(({ name }) => name === hangingShop).map(({ id }) => id);
      const live = accounts.filter(({ livemode }) => livemode).map(({ id }) => id);
      const [anyLive] = live;
      if (!anyLive) throw new Broken("there is no live account, whose clock is that of the server");
      const now = dueUntil(anyLive);
      for (const table of [
        "deliveries",
        "charges",
        "refunds",
        "card_checks",
        "occurrences",
        "recipients",
        "transfers",
      ] as const) {
        for (const { key, dueAt } of await store.line.list(table, now, null, 1_000)) {
          if (
            dueAt > dueUntil(key[0]) ||
            own.includes(key[0]) ||
            live.includes(key[0]) || // SCB takes five questions a second, and others wait for their turn
            banksOf(table, key).some((bank) => hanging.banks.has(bank))
          )
            continue;
          throw new Broken(`${table} of ${key.join(" ")} are held up, and nothing of theirs hangs`);
        }
      }
    },
    reconciled: async (gateway) => {
      for (const account of (await store.account.all()).filter(({ livemode }) => livemode))
        for (const { upstream } of await reconciledUpstreams(gateway, account.id)) {
          const { settled } = await listsAt(gateway, account.id, upstream);
          if (!settled) continue; // its days are read from files, which simulators do not write
          const compared: { day: string; booked: readonly string[] }[] = [];
          for (let day = dayInBangkok(start); day < dayInBangkok(gateway.now()); day += days(1)) {
            const booked = await store.reconciliation.paidBetween(account.id, upstream.name, day, day + days(1));
            if (booked.length === 0 && !upstreams.hasTaken(upstream.name, day, day + days(1))) continue;
            await reconcile({ ...gateway, store }, account, upstream.name, dateInBangkok(day));
            compared.push({ day: dateInBangkok(day), booked });
          }
          // only now, since a later day explains what an earlier one lacks
          for (const { day, booked } of compared) {
            const items = await store.reconciliation.items(account.id, `${day}_${upstream.name}`);
            const open = items.find(({ state, kind }) => state === "open" && kind !== "other_day");
            const charge = open?.charge ? await store.charge.get(account.id, open.charge) : undefined;
            const lasted = charge ? (charge.paidAt ?? 0) - charge.createdAt : 0;
            if (open && lasted < toldWithin)
              throw new Broken(
                `${upstream.name} and the books differ: ${open.about} ${open.kind} of ${open.charge ?? open.payment}`,
              );
            for (const id of booked) await dated(await chargeOf(account.id, id));
          }
        }
    },
    nothingOwed: async () => {
      for (const id of throwAway)
        if (await store.account.get(id)) throw new Broken(`throw-away account ${id} has ended and is not erased`);
      for (const table of ["charges", "refunds", "card_checks", "occurrences", "transfers"] as const) {
        const ever = { due: Number.MAX_SAFE_INTEGER, now: Number.MAX_SAFE_INTEGER, by: "mover" } as const;
        const [line] = await store.line.list(table, ever.now, null, 1);
        const [owed] = line ? await store.line.due(table, line.key, ever, null, 1) : [];
        if (owed) throw new Broken(`${owed.id} never comes to its end: it is ${owed.state}`);
      }
      for (const { id, livemode, name } of await store.account.all()) {
        if (livemode && name === "First Shop") upstreams.checkMoney(await store.upstreamPayout.holdings(id));
        for (let offset = 0, more = true; more; offset += everyEvent.limit) {
          const { rows, total } = await store.event.list(id, { ...everyEvent, to: Number.MAX_SAFE_INTEGER, offset });
          for (const event of rows) await arrived(event);
          more = offset + everyEvent.limit < total;
        }
      }
    },
  };
}

/** Banks that the rows of a queue may wait for. A payer's return from the issuer continues with the acquirer at once. */
function banksOf(table: LinedTable, [, method, state]: readonly string[]): string[] {
  if (table === "deliveries") return [];
  if (table === "refunds") return everyBank; // a line of refunds does not know its methods
  const bank = method === undefined ? "card" : (standardMethods.find(method)?.bank ?? "card");
  if (bank !== "card") return [bank];
  return state === "awaiting_payer" ? [threeDsName, "card"] : ["card"];
}

const everyBank = [...new Set(standardMethods.all.map(({ bank }) => bank))];

const isApproval = (answer: string): boolean => /"PAID"|"responseCode":"00"/.test(answer);
