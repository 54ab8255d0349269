import sql, { raw } from "sql-template-tag";
import { type AccountId, kindOfId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Rows } from "../../domain/changes.ts";
import type { Funds } from "../../domain/ledger/balance.ts";
import type { Balance } from "../../domain/ledger/balance-row.ts";
import type { BookedRefund, Booking, Entry, Movement, Sums } from "../../domain/ledger/ledger.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import type { Refund } from "../../domain/payment/refund-row.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type ListRange, listOf } from "../base/list.ts";
import { onBalance } from "../base/on-balance.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** Upper bound of entries summed for one answer: about half a second of work. */
export const summedMax = 20_000;

/** Queries of the ledger. */
export function ledgerQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<Entry | undefined> => {
      const [row] = await db.all(sql`select * from entries where account = ${account} and id = ${id} and ${onBalance}`);
      return row && fromStored("entries", row);
    },

    /** The entries of the account with these ids. */
    some: async (account: AccountId, ids: readonly string[]): Promise<Entry[]> => {
      const rows = await db.all(sql`select t.* ${among("entries", account, "id", ids)} and ${onBalance}`);
      return rows.map((row) => fromStored("entries", row));
    },

    /** The bookings of a charge, its refunds and its disputes. */
    ofOrigins: async (account: AccountId, origins: readonly string[]): Promise<Booking[]> => {
      const rows = await db.all(
        sql`select t.* ${among("entries", account, "origin", origins)} order by t.created_at, t.id`,
      );
      const entries = rows.map((row) => fromStored("entries", row));
      if (entries.length === 0) return [];
      const ids = entries.map(({ id }) => id);
      const lines = await db.all(
        sql`select t.* ${among("postings", account, "entry", ids)} order by t.entry, t.ledger_account`,
      );
      const postings = lines.map((row) => fromStored("postings", row));
      return entries.map((entry) => ({ entry, postings: postings.filter((each) => each.entry === entry.id) }));
    },

    list: (account: AccountId, range: ListRange) =>
      listOf(db, "entries", sql`account = ${account} and ${onBalance}`, range),

    /** A page of the account's entries, newest first. */
    page: async (account: AccountId, period: Period, before: Position | null, limit: number): Promise<Page<Entry>> => {
      const scope = sql`account = ${account} ${within(period)} and ${onBalance}`;
      const { rows, next } = await pageOf(db, {
        table: "entries",
        columns: raw("*"),
        scope,
        conditions: [],
        before,
        limit,
      });
      return { rows: rows.map((row) => fromStored("entries", row)), next };
    },

    /** Each entry with its postings, charge, and refund or dispute. These charges come without their refunds. */
    movements: (account: AccountId, entries: readonly Entry[]) => movements(db, account, entries),

    /** Each refund with its charge (without refunds) and its entry. */
    ofRefunds: async (account: AccountId, refunds: readonly Refund[]): Promise<BookedRefund[]> => {
      const charges = await rowsById(
        db,
        account,
        "charges",
        refunds.map(({ charge }) => charge),
      );
      const entries = await rowsById(
        db,
        account,
        "entries",
        refunds.flatMap(({ transaction }) => transaction ?? []),
      );
      return refunds.map((refund) => ({
        refund,
        charge: found(charges, refund.charge),
        entry: refund.transaction === null ? null : found(entries, refund.transaction),
      }));
    },

    /** When the money of a captured charge can be transferred, as it was booked. @throws Error where nothing is booked: a defect */
    heldUntil: async (account: AccountId, { id, transaction }: Charge): Promise<Time> => {
      const [row] = await db.all(
        sql`select transferable_at from entries where account = ${account} and id = ${transaction}`,
      );
      if (!row) throw new Error(`nothing is booked of charge ${id}`);
      return Number(row["transferable_at"]);
    },

    /** When the money of these charges can be transferred, by charge; only captured ones. */
    transferable: async (account: AccountId, charges: readonly Charge[]): Promise<Map<string, Time>> => {
      const ids = charges.flatMap(({ transaction }) => transaction ?? []);
      const entries = await rowsById(db, account, "entries", ids);
      return new Map([...entries.values()].map(({ origin, transferableAt }) => [origin, transferableAt]));
    },

    /** Sums of a period's entries in one currency; null above the upper bound of one answer. */
    sums: async (account: AccountId, currency: string, period: Period): Promise<Sums | null> => {
      const scope = sql`account = ${account} ${within(period)} and currency = ${currency} and ${onBalance}`;
      const counted = await db.browse(
        sql`select count(*) as count from (select id from entries where ${scope} limit ${summedMax + 1}) as counted`,
      );
      const count = Number(counted[0]?.count);
      if (count > summedMax) return null;
      const booked = await db.browse(sql`
        select p.ledger_account, sum(p.amount) as amount from (select account, id from entries where ${scope}) as e cross join postings p
        where p.account = e.account and p.entry = e.id group by p.ledger_account`);
      const sumOf = (name: string) => Number(booked.find((row) => row.ledger_account === name)?.amount ?? 0);
      const [fee, interest, vat] = [0 - sumOf("fee"), 0 - sumOf("interest"), 0 - sumOf("vat")];
      const net = 0 - sumOf("merchant");
      return { count, gross: net + fee + interest + vat, fee, interest, vat, net };
    },

    /** The row that a commit writes which takes money from the balance. */
    balanceRow: async (account: AccountId, currency: string): Promise<Balance> => {
      const [row] = await db.all(sql`select * from balances where account = ${account} and currency = ${currency}`);
      if (!row) throw new Error(`${account} has no balance in ${currency}`);
      return fromStored("balances", row);
    },

    /** What is in the balance at a moment. */
    balance: async (account: AccountId, currency: string, now: Time): Promise<Funds> => {
      const [row] = await db.all(sql`
        select coalesce(-sum(p.amount), 0) as total,
               coalesce(-sum(case when e.transferable_at <= ${now} then p.amount else 0 end), 0) as transferable
        from postings p join entries e on e.account = p.account and e.id = p.entry
        where p.account = ${account} and p.ledger_account = 'merchant' and p.currency = ${currency}`);
      const [held] = await db.all(
        sql`select coalesce(sum(amount), 0) as amount from refunds where account = ${account} and due_at is not null and currency = ${currency}`,
      );
      const reserve = Number(held?.amount);
      return { total: Number(row?.total), transferable: Number(row?.transferable) - reserve, reserve };
    },
  };
}

async function movements(db: Database, account: AccountId, entries: readonly Entry[]): Promise<Movement[]> {
  if (entries.length === 0) return [];
  const origins = entries.map(({ origin }) => origin);
  const refunds = await rowsById(
    db,
    account,
    "refunds",
    origins.filter((id) => kindOfId(id) === "refund"),
  );
  const [paidOut, paidIn] = [true, false].map((out) =>
    origins.filter((id) => (kindOfId(id) === "transfer") === out),
  ) as [string[], string[]]; // one for each
  const transfers = await rowsById(db, account, "transfers", paidOut);
  const disputes = await rowsById(
    db,
    account,
    "disputes",
    origins.filter((id) => kindOfId(id) === "dispute"),
  );
  const chargeOf = (origin: string) => (refunds.get(origin) ?? disputes.get(origin))?.charge ?? origin;
  const charges = await rowsById(db, account, "charges", paidIn.map(chargeOf));
  const ids = entries.map(({ id }) => id);
  const lines = await db.browse(sql`select t.* ${among("postings", account, "entry", ids)}`);
  const postings = Map.groupBy(
    lines.map((row) => fromStored("postings", row)),
    ({ entry }) => entry,
  );
  return entries.map((entry) => {
    const transfer = transfers.get(entry.origin) ?? null;
    const charge = transfer ? null : found(charges, chargeOf(entry.origin));
    const refund = refunds.get(entry.origin) ?? null;
    const dispute = disputes.get(entry.origin) ?? null;
    return { entry, postings: postings.get(entry.id) ?? [], charge, refund, dispute, transfer };
  });
}

/** A row that another row names. It always exists, since these rows are never deleted. */
function found<Row>(rows: ReadonlyMap<string, Row>, id: string): Row {
  const row = rows.get(id);
  if (!row) throw new Error(`${id} is named by another row and is not there`);
  return row;
}

async function rowsById<Name extends "charges" | "refunds" | "disputes" | "transfers" | "entries">(
  db: Database,
  account: AccountId,
  name: Name,
  ids: readonly string[],
): Promise<Map<string, Rows[Name]>> {
  if (ids.length === 0) return new Map();
  const rows = await db.browse(sql`select t.* ${among(name, account, "id", ids)}`);
  return new Map(rows.map((row) => [String(row.id), fromStored(name, row)]));
}
