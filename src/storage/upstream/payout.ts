import sql, { type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import { type Holding, type HoldingAccount, holdingAccounts } from "../../domain/upstream/holding.ts";
import type { UpstreamPayout } from "../../domain/upstream/payout-row.ts";
import type { Database } from "../base/database.ts";
import { type ListRange, listOf } from "../base/list.ts";
import { fromStored } from "../base/tables.ts";

/** Queries of the payouts of upstreams, and of where an upstream's money is. */
export function upstreamPayoutQueries(db: Database) {
  const payouts = async (query: Sql): Promise<UpstreamPayout[]> =>
    (await db.all(query)).map((row) => fromStored("upstream_payouts", row));
  return {
    get: async (account: AccountId, id: string): Promise<UpstreamPayout | undefined> =>
      (await payouts(sql`select * from upstream_payouts where account = ${account} and id = ${id}`))[0],

    /** The rows of one payout, by revision. */
    revisions: (account: AccountId, upstream: string, payout: string): Promise<UpstreamPayout[]> =>
      payouts(sql`
        select * from upstream_payouts where account = ${account} and upstream = ${upstream} and payout = ${payout} order by revision`),

    /** What stands of payouts of a day's payments by files. */
    ofFile: (account: AccountId, upstream: string, day: string): Promise<UpstreamPayout[]> =>
      payouts(sql`
        select * from upstream_payouts where account = ${account} and upstream = ${upstream} and origin = 'file' and state <> 'undone'
          and substr(payout, 12) = ${day} order by created_at, id`),

    list: (account: AccountId, range: ListRange) => listOf(db, "upstream_payouts", sql`account = ${account}`, range),

    /** Where the money of each upstream is: sums of the ledger, in order of the upstreams' names. */
    holdings: async (account: AccountId): Promise<Holding[]> => {
      const rows = await db.browse(sql`
        select upstream, currency, ledger_account, sum(amount) as amount from postings
        where account = ${account} and upstream is not null group by upstream, currency, ledger_account order by upstream, currency`);
      const nothing = Object.fromEntries(holdingAccounts.map((name) => [name, 0])) as Record<HoldingAccount, number>; // one for each
      const grouped = Map.groupBy(rows, ({ upstream, currency }) => `${upstream} ${currency}`);
      return [...grouped.values()].map((group) => ({
        upstream: String(group[0]?.upstream),
        currency: String(group[0]?.currency),
        ...nothing,
        ...Object.fromEntries(group.map(({ ledger_account, amount }) => [ledger_account, Number(amount)])),
      }));
    },
  };
}
