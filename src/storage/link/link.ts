import sql, { join, raw } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Link } from "../../domain/link/link.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";
import { chargeQueries, completed } from "../payment/charge.ts";

/** Charges that a link shows, oldest first. Source: every list inside an object of the API. */
const shownMax = 20;

/** Queries of links. A link always includes its charges. */
export function linkQueries(db: Database) {
  return {
    /** The account's link, removed ones included; undefined for an unknown id or another account's link. */
    get: async (account: AccountId, id: string): Promise<Link | undefined> => {
      const rows = await db.all(sql`select * from links where account = ${account} and id = ${id}`);
      return (await withCharges(db, account, rows.map(fromLink)))[0];
    },

    list: async (account: AccountId, range: ListRange): Promise<Listed<Link>> => {
      const listed = await listOf(db, "links", sql`account = ${account}`, range);
      return { ...listed, rows: await withCharges(db, account, listed.rows) };
    },

    /** A page of the account's links, newest first. */
    page: async (account: AccountId, period: Period, before: Position | null, limit: number): Promise<Page<Link>> => {
      const scope = sql`account = ${account} ${within(period)}`;
      const { rows, next } = await pageOf(db, {
        table: "links",
        columns: raw("*"),
        scope,
        conditions: [],
        before,
        limit,
      });
      return { rows: await withCharges(db, account, rows.map(fromLink)), next };
    },
  };
}

const fromLink = (row: Record<string, unknown>): Link => fromStored("links", row);

/** Adds the charges of links: a few queries, however many links there are, and one where none was paid. */
async function withCharges(db: Database, account: AccountId, found: Link[]): Promise<Link[]> {
  if (found.length === 0) return found;
  const ofLink = sql`c.account = t.account and c.link = t.id`;
  const ids = found.map(({ id }) => id);
  const counted = await db.all(
    sql`select t.id as id, (select count(*) from charges c where ${ofLink}) as number ${among("links", account, "id", ids)}`,
  );
  const totalOf = new Map(counted.map(({ id, number }) => [String(id), Number(number)]));
  const paid = ids.filter((id) => totalOf.get(id));
  if (paid.length === 0) return found;
  const [first, latest] = await Promise.all([firstOfEach(db, account, paid), latestOf(db, account, found)]);
  return found.map((link) => ({
    ...link,
    latest: latest.find(({ id }) => id === link.charge) ?? null,
    charges: { rows: first.filter((charge) => charge.link === link.id), total: totalOf.get(link.id) ?? 0 },
  }));
}

/** The first charges of each link. One question for all of them would make PostgreSQL read every charge of the account. */
async function firstOfEach(db: Database, account: AccountId, links: readonly string[]): Promise<Charge[]> {
  const each = links.map(
    (link) =>
      sql`select * from (select * from charges where account = ${account} and link = ${link} order by created_at, id limit ${shownMax}) x`,
  );
  const rows = await db.all(sql`${join(each, " union all ")} order by created_at, id`);
  return completed(
    db,
    account,
    rows.map((row) => fromStored("charges", row)),
  );
}

async function latestOf(db: Database, account: AccountId, links: readonly Link[]): Promise<Charge[]> {
  const ids = links.flatMap(({ charge }) => charge ?? []);
  return ids.length === 0 ? [] : chargeQueries(db).some(account, ids);
}
