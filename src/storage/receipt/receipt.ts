import sql, { raw } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Minor } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import type { BalanceKey } from "../../domain/ledger/entry.ts";
import type { BookedFee } from "../../domain/receipt/receipt.ts";
import type { Receipt, ReceiptBook } from "../../domain/receipt/receipt-row.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type ListRange, listOf } from "../base/list.ts";
import { type Page, type Period, type Position, pageOf, within } from "../base/page.ts";
import { fromStored } from "../base/tables.ts";

/** The receipts of a month, such as `2026-11`, summed. A credit note counts against the others. */
export type ReceiptMonth = { month: string; count: number; subtotal: Minor; vat: Minor; wht: Minor; total: Minor };

/** Whether the entry `e` is of a charge that no upstream carries: what an upstream took for a charge is invoiced by the upstream. */
const own = sql`not exists (select 1 from postings u where u.account = e.account and u.entry = e.id and u.upstream is not null)`;

/** Queries of receipts. */
export function receiptQueries(db: Database) {
  const receipts = (rows: Record<string, unknown>[]): Receipt[] => rows.map((row) => fromStored("receipts", row));
  return {
    get: async (account: AccountId, id: string): Promise<Receipt | undefined> =>
      receipts(await db.all(sql`select * from receipts where account = ${account} and id = ${id}`))[0],

    /** The receipts of the account with these ids. */
    some: async (account: AccountId, ids: readonly string[]): Promise<Receipt[]> =>
      receipts(await db.all(sql`select t.* ${among("receipts", account, "id", ids)}`)),

    list: (account: AccountId, range: ListRange) => listOf(db, "receipts", sql`account = ${account}`, range),

    /** A page of the account's receipts, newest first. */
    page: async (
      account: AccountId,
      period: Period,
      before: Position | null,
      limit: number,
    ): Promise<Page<Receipt>> => {
      const scope = sql`account = ${account} ${within(period)}`;
      const { rows, next } = await pageOf(db, {
        table: "receipts",
        columns: raw("*"),
        scope,
        conditions: [],
        before,
        limit,
      });
      return { rows: receipts(rows), next };
    },

    /** The receipts of the days of a month, in their order. */
    ofMonth: async (account: AccountId, month: string): Promise<Receipt[]> =>
      receipts(
        await db.all(
          sql`select * from receipts where account = ${account} and issued_on >= ${month} and issued_on < ${`${month}-99`} order by issued_on`,
        ),
      ),

    /** The months that have receipts, newest first. */
    months: async (account: AccountId): Promise<ReceiptMonth[]> => {
      const sign = sql`(case when credit_note = 1 then -1 else 1 end)`;
      const rows = await db.all(sql`
        select substr(issued_on, 1, 7) as month, count(*) as count, sum(${sign} * subtotal) as subtotal, sum(${sign} * vat) as vat,
               sum(${sign} * wht) as wht, sum(${sign} * total) as total
        from receipts where account = ${account} group by 1 order by 1 desc`);
      return rows.map(({ month, count, subtotal, vat, wht, total }) => ({
        month: String(month),
        count: Number(count),
        subtotal: Number(subtotal),
        vat: Number(vat),
        wht: Number(wht),
        total: Number(total),
      }));
    },

    book: async (account: AccountId): Promise<ReceiptBook | undefined> => {
      const [row] = await db.all(sql`select * from receipt_books where account = ${account}`);
      return row && fromStored("receipt_books", row);
    },

    /** When the first transaction with a fee that no upstream took was booked in the period; `until` is exclusive. */
    firstFee: async (account: AccountId, from: Time, until: Time): Promise<Time | undefined> => {
      const [row] = await db.browse(sql`
        select e.created_at from entries e
        where e.account = ${account} and e.created_at >= ${from} and e.created_at < ${until}
          and exists (select 1 from postings p where p.account = e.account and p.entry = e.id and p.ledger_account in ('fee', 'interest', 'vat'))
          and ${own}
        order by e.created_at limit 1`);
      return row && Number(row.created_at);
    },

    /** Fees with interest, and the VAT on both, by the key under which they were booked in the period, without those that upstreams took; `until` is exclusive. */
    fees: async (account: AccountId, from: Time, until: Time): Promise<BookedFee[]> => {
      const rows = await db.browse(sql`
        select e.key, sum(case when p.ledger_account = 'vat' then 0 else -p.amount end) as fee, sum(case when p.ledger_account = 'vat' then -p.amount else 0 end) as vat
        from (select account, id, key from entries where account = ${account} and created_at >= ${from} and created_at < ${until}) as e cross join postings p
        where p.account = e.account and p.entry = e.id and p.ledger_account in ('fee', 'interest', 'vat') and ${own} group by e.key order by e.key`);
      return rows.map(({ key, fee, vat }) => ({ key: key as BalanceKey, fee: Number(fee), vat: Number(vat) }));
    },
  };
}
