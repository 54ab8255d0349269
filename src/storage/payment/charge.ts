import sql, { type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import type { Refund } from "../../domain/payment/refund-row.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { fromStored } from "../base/tables.ts";
import { someDisputes } from "../dispute/dispute.ts";

/** Queries of charges. A charge always includes what other tables tell of it: its refunds, its latest dispute, and whether its card was deleted. */
export function chargeQueries(db: Database) {
  return {
    /** The account's charge; undefined for an unknown id or another account's charge. */
    get: (account: AccountId, id: string) =>
      one(db, account, sql`select * from charges where account = ${account} and id = ${id}`),

    /** The charges of the account with these ids. */
    some: (account: AccountId, ids: readonly string[]): Promise<Charge[]> =>
      charges(db, account, sql`select t.* ${among("charges", account, "id", ids)}`),

    /** The charge of a payer's page. */
    ofPage: (account: AccountId, page: string) =>
      one(db, account, sql`select * from charges where account = ${account} and page = ${page}`),

    /** Id of a charge that waits for an upstream's answer, or has a refund that does; undefined where none has. */
    waitingAt: async (account: AccountId, upstream: string): Promise<string | undefined> => {
      const [row] = await db.all(
        sql`
          select id from charges where account = ${account} and upstream = ${upstream} and due_at is not null
          union all
          select c.id from refunds r join charges c on c.account = r.account and c.id = r.charge
          where r.account = ${account} and r.due_at is not null and c.upstream = ${upstream}
          limit 1`,
      );
      return row && String(row["id"]);
    },

    /** The account of an old page, whose id begins with the time and has no code. Must match the predicate of index charges_by_old_page. */
    ownerOfOldPage: async (page: string): Promise<AccountId | undefined> => {
      const [row] = await db.all(
        sql`select account from charges where page = ${page} and substr(page, length(page) - 18, 1) in ('5', '6')`,
      );
      return row?.account as AccountId | undefined;
    },

    list: (account: AccountId, range: ListRange) => list(db, account, sql`account = ${account}`, range),

    /** The charges that payers of a link made. */
    listOfLink: (account: AccountId, link: string, range: ListRange) =>
      list(db, account, sql`account = ${account} and link = ${link}`, range),
  };
}

async function list(db: Database, account: AccountId, where: Sql, range: ListRange): Promise<Listed<Charge>> {
  const listed = await listOf(db, "charges", where, range);
  return { ...listed, rows: await completed(db, account, listed.rows) };
}

async function one(db: Database, account: AccountId, query: Sql): Promise<Charge | undefined> {
  return (await charges(db, account, query))[0];
}

async function charges(db: Database, account: AccountId, query: Sql): Promise<Charge[]> {
  const rows = await db.all(query);
  return completed(
    db,
    account,
    rows.map((row) => fromStored("charges", row)),
  );
}

/** Adds what other tables tell of charges. Most have no refunds, no dispute and no customer, so mostly no second query is needed. */
export const completed = async (db: Database, account: AccountId, found: Charge[]): Promise<Charge[]> =>
  withDeletedCards(db, account, await withDisputes(db, account, await withRefunds(db, account, found)));

/** Adds the latest dispute of charges. */
export async function withDisputes(db: Database, account: AccountId, found: Charge[]): Promise<Charge[]> {
  const disputes = await someDisputes(
    db,
    account,
    found.flatMap(({ dispute }) => dispute ?? []),
  );
  if (disputes.length === 0) return found;
  const byId = new Map(disputes.map((dispute) => [dispute.id, dispute]));
  return found.map((charge) => ({ ...charge, latestDispute: byId.get(charge.dispute ?? "") ?? null }));
}

async function withDeletedCards(db: Database, account: AccountId, found: Charge[]): Promise<Charge[]> {
  const saved = found.flatMap(({ customer, card }) => (customer !== null && card ? [card.id] : []));
  if (saved.length === 0) return found;
  const rows = await db.all(sql`select t.id ${among("cards", account, "id", saved)} and t.deleted_at is not null`);
  const deleted = new Set(rows.map(({ id }) => id));
  return found.map((charge) => ({ ...charge, cardDeleted: charge.card !== null && deleted.has(charge.card.id) }));
}

async function withRefunds(db: Database, account: AccountId, found: Charge[]): Promise<Charge[]> {
  const refunded = found.filter((charge) => charge.refundCount > 0).map((charge) => charge.id);
  if (refunded.length === 0) return found;
  const rows = await db.all(
    sql`select t.* ${among("refunds", account, "charge", refunded)} and t.state <> 'failed' order by t.created_at, t.id`,
  );
  const refunds = rows.map((row): Refund => fromStored("refunds", row));
  return found.map((charge) => ({ ...charge, refunds: refunds.filter((refund) => refund.charge === charge.id) }));
}
