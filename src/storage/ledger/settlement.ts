import sql, { join, type Sql } from "sql-template-tag";
import { aheadInBangkok } from "../../domain/base/bangkok.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Minor } from "../../domain/base/money.ts";
import { days, type Time } from "../../domain/base/time.ts";
import type { BalanceKey } from "../../domain/ledger/entry.ts";
import { movementKinds, type SettledBy, type SettledKey } from "../../domain/ledger/settlement.ts";
import type { Database } from "../base/database.ts";
import { onBalance } from "../base/on-balance.ts";
import type { Position } from "../base/page.ts";

/** Upper bound of entries of one report: a few seconds of work beside the payments. */
export const settledMax = 500_000;

const payoutKeys = Object.entries(movementKinds).flatMap(([key, kind]: [string, string]) =>
  kind === "payout" ? [key] : [],
);

/** Sums of entries for the settlement report. */
export function settlementQueries(db: Database) {
  return {
    /** The balance just before a moment, in minor units: the sum of all entries before it. */
    balanceBefore: async (account: AccountId, currency: string, at: Time): Promise<Minor> => {
      const [row] = await db.browse(
        sql`select coalesce(sum(amount), 0) as balance from entries where account = ${account} and currency = ${currency} and created_at < ${at}`,
      );
      return Number(row?.balance);
    },

    /** The balance just after an entry. */
    balanceAfter: async (account: AccountId, { at, id }: Position): Promise<Minor> => {
      const [row] = await db.browse(
        sql`select coalesce(sum(amount), 0) as balance from entries where account = ${account} and (created_at, id) <= (${at}, ${id})`,
      );
      return Number(row?.balance);
    },

    /** Sums of a period's entries by row of the report and key, both ends inclusive; null above the upper bound of one report. */
    keys: async (
      account: AccountId,
      currency: string,
      { from, to }: { from: Time; to: Time },
      by: SettledBy,
    ): Promise<SettledKey[] | null> => {
      const scope = sql`account = ${account} and created_at >= ${from} and created_at <= ${to} and currency = ${currency} and ${onBalance}`;
      const counted = await db.browse(
        sql`select count(*) as count from (select id from entries where ${scope} limit ${settledMax + 1}) as counted`,
      );
      if (Number(counted[0]?.count) > settledMax) return null;
      const sorted = sql`with sorted as (select account, id, key, origin, amount, created_at, ${bucketOf(by)} as bucket from entries where ${scope})`;
      const [sums, parts, interestVats] = await Promise.all([
        db.browse(sql`${sorted}
          select bucket, key, count(*) as count, min(created_at) as first_at, max(created_at) as last_at, max(origin) as origin, sum(amount) as net
          from sorted group by bucket, key`),
        db.browse(sql`${sorted}
          select s.bucket, s.key, p.ledger_account, sum(p.amount) as amount from sorted s cross join postings p
          where p.account = s.account and p.entry = s.id and p.ledger_account in ('fee', 'interest', 'vat') group by s.bucket, s.key, p.ledger_account`),
        db.browse(sql`${sorted}
          select s.bucket, s.key, sum(case when p.amount < 0 then c.interest_vat else -c.interest_vat end) as amount
          from sorted s cross join postings p left join refunds r on r.account = s.account and r.id = s.origin
          join charges c on c.account = s.account and c.id = coalesce(r.charge, s.origin)
          where p.account = s.account and p.entry = s.id and p.ledger_account = 'interest' group by s.bucket, s.key`),
      ]);
      const places = (row: Record<string, unknown>) => `${row.bucket} ${row.key} ${row.ledger_account ?? ""}`;
      const booked = new Map(parts.map((row) => [places(row), 0 - Number(row.amount)]));
      const onInterest = new Map(interestVats.map((row) => [places(row), Number(row.amount)]));
      return sums.map((row) => {
        const part = (name: string) => booked.get(places({ ...row, ledger_account: name })) ?? 0;
        return {
          bucket: Number(row.bucket),
          key: String(row.key) as BalanceKey,
          count: Number(row.count),
          firstAt: Number(row.first_at),
          lastAt: Number(row.last_at),
          origin: String(row.origin),
          net: Number(row.net),
          fee: part("fee"),
          interest: part("interest"),
          vat: part("vat"),
          interestVat: onInterest.get(places(row)) ?? 0,
        };
      });
    },
  };
}

/** Which row of the report an entry belongs to. A payout is the last entry of its row. The cast cuts fractions: SQLite gets all numbers as floating point. */
function bucketOf(by: SettledBy): Sql {
  if (by === "day") return sql`cast((created_at + ${aheadInBangkok}) / ${days(1)} as bigint)`;
  const isPayout = sql`case when key in (${join(payoutKeys)}) and amount < 0 then 1 else 0 end`;
  return sql`coalesce(sum(${isPayout}) over (order by created_at, id rows between unbounded preceding and 1 preceding), 0)`;
}
