import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { type ChargeFilter, matchesInside } from "../../domain/payment/charge-filter.ts";
import type { Totals } from "../../domain/payment/totals.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Page, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";
import { completed, withDisputes } from "../payment/charge.ts";
import { chargesNamed } from "../search/named-charges.ts";
import { mentionsOfCharge } from "../search/scopes.ts";

export function searchQueries(db: Database) {
  /** Charges of the account that match the filter, without their refunds. */
  async function page(
    account: AccountId,
    filter: ChargeFilter,
    before: Position | null,
    limit: number,
  ): Promise<Page<Charge>> {
    const { rows, next } = await pageOf(db, {
      table: "charges",
      columns: raw("*"),
      scope: scopeOf(account, filter),
      conditions: conditionsOf(db, filter),
      before,
      limit,
    });
    const charges = rows.map((row) => fromStored("charges", row));
    return { rows: charges.filter((charge) => matchesInside(charge, filter)), next };
  }

  return {
    charges: async (account: AccountId, filter: ChargeFilter, before: Position | null, limit: number) => {
      const { rows, next } = await page(account, filter, before, limit);
      return { rows: await completed(db, account, rows), next };
    },

    /**
     * Sums of the charges that match a filter whose conditions are all of columns, of the newest `most` at most.
     * @returns undefined where there are more
     */
    totals: async (account: AccountId, filter: ChargeFilter, most: number): Promise<Totals[] | undefined> => {
      const scope = scopeOf(account, filter);
      const captured = sql`case when paid_at is null then 0 else coalesce(captured_amount, amount) end`;
      const fees = sql`case when paid_at is null then 0 else fee + fee_vat + interest + interest_vat end`;
      const rows = await db.browse(sql`
        select currency, count(*) as number, sum(amount) as amount, sum(paid) as paid, sum(captured) as captured,
          sum(refunded) as refunded, sum(fees) as fees
        from (
          select currency, amount, case when paid_at is null then 0 else 1 end as paid, ${captured} as captured,
            refunded_amount as refunded, ${fees} as fees
          from charges where ${join([scope, ...conditionsOf(db, filter)], " and ")} limit ${most + 1}
        ) as found group by currency order by currency`);
      const sums = rows.map((row) => ({
        currency: String(row.currency),
        count: Number(row.number),
        amount: Number(row.amount),
        paidCount: Number(row.paid),
        captured: Number(row.captured),
        refunded: Number(row.refunded),
        fees: Number(row.fees),
        net: Number(row.captured) - Number(row.fees),
      }));
      return sums.reduce((total, { count }) => total + count, 0) > most ? undefined : sums;
    },

    /** A page of charges without their refunds. */
    bare: async (account: AccountId, filter: ChargeFilter, before: Position | null, limit: number) => {
      const { rows, next } = await page(account, filter, before, limit);
      return { rows: await withDisputes(db, account, rows), next };
    },

    /** Charges of the account with this name: any id of ours, or a bank's reference. */
    named: async (account: AccountId, name: string): Promise<Charge[]> => {
      const ids = new Set(await chargesNamed(db, account, name));
      if (ids.size === 0) return [];
      const rows = await db.all(
        sql`select t.* ${among("charges", account, "id", [...ids])} order by t.created_at desc, t.id desc`,
      );
      return completed(
        db,
        account,
        rows.map((row) => fromStored("charges", row)),
      );
    },
  };
}

/** The conditions that an index serves. */
function scopeOf(account: AccountId, filter: ChargeFilter): Sql {
  const { customer, schedule, linkedAccount } = filter;
  const of = (column: string, id: string | null) => (id === null ? empty : sql`and ${raw(column)} = ${id}`);
  return sql`account = ${account} ${of("customer", customer)} ${of("schedule", schedule)}
    ${of("linked_account", linkedAccount)} ${within(filter)}`;
}

/** Conditions of a filter. One writer produces the JSON text, so a filter can search it word for word. */
function conditionsOf(db: Database, filter: ChargeFilter): Sql[] {
  const { states, methods, term, amountFrom, amountTo, metadataKey, metadataValue, text } = filter;
  return [
    ...(states ? [sql`state in (${join([...states])})`] : []),
    ...(methods ? [methods.length === 0 ? sql`1 = 0` : sql`method in (${join([...methods])})`] : []),
    ...(amountFrom === null ? [] : [sql`amount >= ${amountFrom}`]),
    ...(amountTo === null ? [] : [sql`amount <= ${amountTo}`]),
    ...(term === null ? [] : [has("source", `"installmentTerm":${term},`)]),
    ...(metadataKey === null ? [] : [has("metadata", `${JSON.stringify(metadataKey)}:`)]),
    ...(metadataValue === null ? [] : [has("metadata", insideJson(metadataValue))]),
    ...(text === null ? [] : [sql`(${join(mentionsOfCharge(db, text), " or ")})`]),
  ];
}

const has = (column: string, text: string): Sql => sql`${raw(column)} like ${`%${escaped(text)}%`} escape '!'`;

const escaped = (text: string): string => text.replace(/[%_!]/g, "!$&");

const insideJson = (text: string): string => JSON.stringify(text).slice(1, -1);
