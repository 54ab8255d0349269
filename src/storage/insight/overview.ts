import sql, { type Sql } from "sql-template-tag";
import { bounded } from "../../domain/base/bounded.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Minor } from "../../domain/base/money.ts";
import { days, hours, minutes, type Time } from "../../domain/base/time.ts";
import type { Attempt } from "../../domain/event/event.ts";
import type { Charge, ChargeState } from "../../domain/payment/charge.ts";
import { isFinalState } from "../../domain/payment/charge.ts";
import type { FailureCode } from "../../domain/payment/failure.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";

/** Similar charges of one hour. `hour` counts from the start of the requested period. */
export type Bucket = {
  hour: number;
  method: string;
  state: ChargeState;
  failureCode: FailureCode | null;
  count: number;
  /** The captured amount, in the account's currency. */
  amount: Minor;
};

/** Similar deliveries of one day. */
export type DeliveryCount = { state: "due" | "delivered" | "given_up"; tried: boolean; count: number; latestAt: Time };

/** The longest time between a row's timestamp and its commit. */
const settlesWithin = minutes(5);

/** How long a past day is cached while its rows can still change; and when its deliveries have ended, so that only people can change them. */
const believedFor = minutes(1);
const overBelievedFor = minutes(10);

/** Upper bound of cached days (a few hundred bytes each). */
const daysMax = 5_000;

/** Upper bound of charges examined for the next expiries, of all accounts. */
const dueLookedAt = 2_000;

/** Sums for the dashboard. Each query counts one window of time; finished days are cached. */
export function overviewQueries(db: Database) {
  const chargeDays = remembered((account, from, until) => buckets(db, account, from, until));
  const deliveryDays = remembered((account, from, until) => deliveryCounts(db, account, from, until));
  return {
    /** Charges made in the period; `until` is exclusive. */
    charges: (account: AccountId, from: Time, until: Time) => buckets(db, account, from, until),

    /** Charges of the day that begins at `from`. */
    chargesOfDay: (account: AccountId, from: Time, now: Time) =>
      chargeDays(account, from, now, (rows) =>
        rows.every(({ state }) => isFinalState(state)) ? Number.POSITIVE_INFINITY : believedFor,
      ),

    deliveriesOfDay: (account: AccountId, from: Time, now: Time) =>
      deliveryDays(account, from, now, (rows) =>
        rows.every(({ state }) => state !== "due") ? overBelievedFor : believedFor,
      ),

    /** Refunded amount of the period, in the account's currency; `until` is exclusive. */
    refunded: async (account: AccountId, from: Time, until: Time): Promise<Minor> => {
      const [row] = await db.browse(
        sql`select coalesce(sum(coalesce(funding_amount, amount)), 0) as amount from refunds where account = ${account} and created_at >= ${from} and created_at < ${until} and state <> 'failed'`,
      );
      return Number(row?.amount);
    },

    /**
     * Charges that expire before `until`, soonest first. The worker's index has this order; `cross join` keeps SQLite from starting with all charges
     * of the account.
     */
    expiring: async (account: AccountId, until: Time, limit: number): Promise<Charge[]> => {
      const rows = await db.browse(sql`
        select c.* from (select account, id from charges where due_at <= ${until} order by due_at limit ${dueLookedAt}) as soon
        cross join charges c
        where c.account = soon.account and c.id = soon.id and soon.account = ${account} and c.state = 'awaiting_payer' and c.expires_at <= ${until}
        order by c.expires_at, c.id limit ${limit}`);
      return rows.map((row) => fromStored("charges", row));
    },

    /** The last attempt of a delivery that was made at `at` and has not arrived. */
    failureAt: async (account: AccountId, at: Time): Promise<Attempt | undefined> => {
      const [row] = await db.all(sql`
        select a.* from deliveries d cross join attempts a
        where a.account = d.account and a.event = d.event and a.delivery = d.id and d.account = ${account} and d.created_at = ${at} and d.state <> 'delivered' and d.attempts > 0
        order by a.created_at desc, a.id desc limit 1`);
      return row && fromStored("attempts", row);
    },

    everCharged: async (account: AccountId): Promise<boolean> =>
      (await db.all(sql`select 1 from charges where account = ${account} limit 1`)).length > 0,
  };
}

/** Counts charges by hour. The cast cuts fractions: SQLite gets all numbers as floating point. */
async function buckets(db: Database, account: AccountId, from: Time, until: Time): Promise<Bucket[]> {
  const rows = await db.browse(sql`
    select cast((created_at - ${from}) / ${hours(1)} as integer) as hour, method, state, failure_code, count(*) as number, coalesce(sum(coalesce(funding_amount, captured_amount)), 0) as amount
    from charges where ${madeBetween(account, from, until)}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`);
  return rows.map((row) => ({
    hour: Number(row.hour),
    method: String(row.method),
    state: row.state as ChargeState,
    failureCode: row.failure_code as FailureCode | null,
    count: Number(row.number),
    amount: Number(row.amount),
  }));
}

async function deliveryCounts(db: Database, account: AccountId, from: Time, until: Time): Promise<DeliveryCount[]> {
  const rows = await db.browse(sql`
    select state, case when attempts > 0 then 1 else 0 end as tried, count(*) as number, max(created_at) as latest
    from deliveries where ${madeBetween(account, from, until)} group by 1, 2`);
  return rows.map((row) => ({
    state: row.state as DeliveryCount["state"],
    tried: Number(row.tried) === 1,
    count: Number(row.number),
    latestAt: Number(row.latest),
  }));
}

function madeBetween(account: AccountId, from: Time, until: Time): Sql {
  return sql`account = ${account} and created_at >= ${from} and created_at < ${until}`;
}

/** Whether the account can be emptied or put back to a snapshot, by any process: its past days may change. */
const isTest = (account: AccountId): boolean => account.startsWith("account_test_");

/** Reads days and caches past ones for as long as `believe` returns. */
function remembered<Row>(read: (account: AccountId, from: Time, until: Time) => Promise<Row[]>) {
  const known = bounded<{ rows: Row[]; until: Time }>(daysMax);
  return async (
    account: AccountId,
    from: Time,
    now: Time,
    believe: (rows: readonly Row[]) => number,
  ): Promise<Row[]> => {
    const name = `${account} ${from}`;
    const remembrance = known.get(name);
    if (remembrance && now < remembrance.until) return remembrance.rows;
    const rows = await read(account, from, from + days(1));
    if (now < from + days(1) + settlesWithin) return rows;
    const until = Math.min(now + believe(rows), isTest(account) ? now + believedFor : Number.POSITIVE_INFINITY);
    known.set(name, { rows, until });
    return rows;
  };
}
