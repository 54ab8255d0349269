import sql, { join, raw } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Refund } from "../../domain/payment/refund-row.ts";
import type { Reconciliation, ReconciliationItem } from "../../domain/upstream/reconciliation-row.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type ListRange, listOf } from "../base/list.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** The number of a reconciliation's items in each state; those of a payment on another day need nobody and are not counted. */
export type ItemCounts = { open: number; workedOff: number; cleared: number };

/** Items of an upstream that somebody has to look at, and those among them whose costs are off the contract. */
export type OpenItems = { open: number; offContract: number };

/** Names that are looked up by one query. */
const namesAtOnce = 200;

/** Queries of reconciliations and their items. */
export function reconciliationQueries(db: Database) {
  const items = (rows: Record<string, unknown>[]): ReconciliationItem[] =>
    rows.map((row) => fromStored("reconciliation_items", row));
  return {
    get: async (account: AccountId, id: string): Promise<Reconciliation | undefined> => {
      const [row] = await db.all(sql`select * from reconciliations where account = ${account} and id = ${id}`);
      return row && fromStored("reconciliations", row);
    },

    list: (account: AccountId, range: ListRange) => listOf(db, "reconciliations", sql`account = ${account}`, range),

    item: async (account: AccountId, id: string): Promise<ReconciliationItem | undefined> =>
      items(await db.all(sql`select * from reconciliation_items where account = ${account} and id = ${id}`))[0],

    /** All items of a reconciliation, in order of their making. */
    items: async (account: AccountId, reconciliation: string): Promise<ReconciliationItem[]> =>
      items(
        await db.all(sql`
          select * from reconciliation_items where account = ${account} and reconciliation = ${reconciliation} order by created_at, id`),
      ),

    listItems: (account: AccountId, reconciliation: string, range: ListRange) =>
      listOf(
        db,
        "reconciliation_items",
        sql`account = ${account} and reconciliation = ${reconciliation} and kind <> 'other_day'`,
        range,
      ),

    /** A page of the account's items, newest first. */
    pageOfItems: async (
      account: AccountId,
      period: Period,
      before: Position | null,
      limit: number,
    ): Promise<Page<ReconciliationItem>> => {
      const scope = sql`account = ${account} ${within(period)}`;
      const wanted = {
        table: "reconciliation_items",
        columns: raw("*"),
        scope,
        conditions: [],
        before,
        limit,
      } as const;
      const { rows, next } = await pageOf(db, wanted);
      return { rows: items(rows), next };
    },

    counts: async (account: AccountId, ids: readonly string[]): Promise<Map<string, ItemCounts>> => {
      if (ids.length === 0) return new Map();
      const rows = await db.all(sql`
        select t.reconciliation, t.state, count(*) as number ${among("reconciliation_items", account, "reconciliation", ids)}
          and t.kind <> 'other_day' group by t.reconciliation, t.state`);
      const counts = new Map(ids.map((id) => [id, { open: 0, workedOff: 0, cleared: 0 }]));
      for (const { reconciliation, state, number } of rows) {
        const count = counts.get(String(reconciliation));
        if (count) count[state === "worked_off" ? "workedOff" : (state as "open" | "cleared")] = Number(number);
      }
      return counts;
    },

    /** Items about these charges and refunds, in whichever reconciliation. */
    itemsAbout: async (account: AccountId, ids: readonly string[]): Promise<ReconciliationItem[]> =>
      items(
        await inParts(ids, (some) =>
          db.browse(
            join(
              [
                sql`select t.* ${among("reconciliation_items", account, "charge", some)}`,
                sql`select t.* ${among("reconciliation_items", account, "refund", some)} and t.refund is not null`,
              ],
              " union ",
            ),
          ),
        ),
      ),

    /** Which of these reconciliations there are, of days of which the upstream named payments. One that only a late payment has begun is not among them. */
    compared: async (account: AccountId, ids: readonly string[]): Promise<Set<string>> => {
      const rows = await inParts(ids, (some) =>
        db.browse(sql`select t.id ${among("reconciliations", account, "id", some)} and t.named > 0`),
      );
      return new Set(rows.map(({ id }) => String(id)));
    },

    /** Refunds at an upstream that were made in a period, those with these ids, and those of these charges; `until` is exclusive. Refused ones are not among them. */
    refundsAt: async (
      account: AccountId,
      upstream: string,
      { from, until, ids, charges }: { from: Time; until: Time; ids: readonly string[]; charges: readonly string[] },
    ): Promise<Refund[]> => {
      const made = sql`select t.* from refunds t where t.account = ${account} and t.created_at >= ${from} and t.created_at < ${until}`;
      const rows = [
        ...(await db.browse(sql`${made} and t.state <> 'failed' and ${atUpstream(upstream)}`)),
        ...(await inParts(ids, (some) =>
          db.browse(
            sql`select t.* ${among("refunds", account, "id", some)} and t.state <> 'failed' and ${atUpstream(upstream)}`,
          ),
        )),
        ...(await inParts(charges, (some) =>
          db.browse(
            sql`select t.* ${among("refunds", account, "charge", some)} and t.state <> 'failed' and ${atUpstream(upstream)}`,
          ),
        )),
      ];
      return [...new Map(rows.map((row) => [String(row["id"]), fromStored("refunds", row)])).values()];
    },

    /** What somebody has to look at, by upstream, and how much of it is about costs that are off the contract. */
    open: async (account: AccountId): Promise<Map<string, OpenItems>> => {
      const rows = await db.all(sql`
        select r.upstream, count(*) as number, sum(case when i.kind = 'costs_off_contract' then 1 else 0 end) as off_contract
        from reconciliation_items i join reconciliations r on r.account = i.account and r.id = i.reconciliation
        where i.account = ${account} and i.state = 'open' group by r.upstream`);
      return new Map(
        rows.map((row) => [
          String(row["upstream"]),
          { open: Number(row["number"]), offContract: Number(row["off_contract"]) },
        ]),
      );
    },

    /** Payments by upstream whose costs are off the contract, in all accounts, and that nobody has worked off. */
    offContract: async (): Promise<{ upstream: string; number: number }[]> => {
      const rows = await db.all(sql`
        select r.upstream, count(*) as number from reconciliation_items i join reconciliations r on r.account = i.account and r.id = i.reconciliation
        where i.kind = 'costs_off_contract' and i.state = 'open' group by r.upstream`);
      return rows.map(({ upstream, number }) => ({ upstream: String(upstream), number: Number(number) }));
    },

    /** Ids of the charges that were paid by an upstream in a period; `until` is exclusive. */
    paidBetween: async (account: AccountId, upstream: string, from: Time, until: Time): Promise<string[]> => {
      const rows = await db.browse(sql`
        select id from charges where account = ${account} and upstream = ${upstream} and paid_at >= ${from} and paid_at < ${until} and paid_at is not null
        order by id`);
      return rows.map(({ id }) => String(id));
    },

    /** Ids of charges with one of these names: an id of ours, our reference of a source, or the upstream's own id or reference. */
    chargesNamed: async (account: AccountId, names: readonly string[]): Promise<string[]> => {
      const rows = await inParts(names, (some) =>
        db.browse(
          join(
            [
              sql`select t.id as id ${among("charges", account, "id", some)}`,
              sql`select t.id as id ${among("charges", account, "upstream_id", some)} and t.upstream_id is not null`,
              sql`select t.id as id ${among("charges", account, "bank_reference", some)} and t.bank_reference is not null and t.bank_reference <> t.id`,
              sql`select t.charge as id ${among("sources", account, "provider_reference", some)} and t.provider_reference is not null and t.charge is not null`,
            ],
            " union ",
          ),
        ),
      );
      return [...new Set(rows.map(({ id }) => String(id)))];
    },
  };
}

/** Whether an upstream carries the charge of a refund `t`. */
const atUpstream = (upstream: string) =>
  sql`exists (select 1 from charges c where c.account = t.account and c.id = t.charge and c.upstream = ${upstream})`;

/** Asks for many values in parts, so that no query has too many parameters. */
async function inParts<Row>(
  values: readonly string[],
  ask: (some: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const wanted = [...new Set(values)];
  const found: Row[] = [];
  for (let start = 0; start < wanted.length; start += namesAtOnce)
    found.push(...(await ask(wanted.slice(start, start + namesAtOnce))));
  return found;
}
