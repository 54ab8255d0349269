import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import sql, { join as joined, raw, type Sql } from "sql-template-tag";
import { countries, countryCodes } from "../../domain/base/country.ts";
import { upstreamKeys } from "../../domain/ledger/entry.ts";
import { type AuditRow, hashOfAudit } from "../../domain/log/audit.ts";
import { objectTables } from "../../domain/objects.ts";
import { paysOut } from "../../domain/payout/thai-bank.ts";
import { holdingAccounts } from "../../domain/upstream/holding.ts";
import { type Database, Outage } from "../base/database.ts";
import { fromStored, tables } from "../base/tables.ts";

/** An invariant and a query for rows that break it: `row` is the id to look at, `found` the fault. */
type Rule = { name: string; query: Sql };

/** A row that breaks an invariant. */
export type Violation = { invariant: string; row: string; found: string };

export type Invariant = { name: string; violations(): Promise<Violation[]> };

const decided = sql`('captured', 'failed', 'expired', 'reversed', 'authorized', 'capturing', 'reversing')`;

/** Tables of objects that belong to an account. */
const owned = Object.values(objectTables)
  .filter((name) => tables[name].columns.some(({ column }) => column === "account"))
  .map((name) => raw(name));

const quoted = (texts: readonly string[]): Sql => raw(texts.map((text) => `'${text}'`).join(", "));

/** Countries whose accounts can pay out. */
const payingOut = quoted(countryCodes.filter((country) => paysOut({ country })));

/** Branches of a `case` from country to currency. */
const currencyByCountry = raw(
  countryCodes.map((code) => `when '${code}' then '${countries[code].currency}'`).join(" "),
);

/** Whether the account of `row` has the object that it names. */
function existing(row: string): Sql {
  const each = Object.entries(objectTables).map(([kind, table]) => {
    const isItsOwn = kind === "account" ? `${row}.account = x.id` : `${row}.account = x.account`;
    return raw(
      `(${row}.object = '${kind}' and exists (select 1 from ${table} x where ${isItsOwn} and x.id = ${row}.object_id))`,
    );
  });
  return joined(each, " or ");
}

/**
 * Whether an account has had the server's time all along. A request that is under way while a clock moves may be booked into the time before, which no
 * live account sees.
 *
 * @param of name of the rows that have the account
 */
const inStep = (of: string): Sql => sql`not exists (select 1 from clocks where clocks.account = ${raw(of)}.account)`;

/**
 * The rules. Their numbers are those of ARCHITECTURE.md, "Invariants". The first invariant can only break when a process dies, and has no rule here.
 */ const rules: readonly Rule[] = [
  {
    // a charge not announced at creation has no charge.complete when its bank decides at once, and one when it decides later
    name: "2. a charge that waited for its payer and is decided has exactly one charge.complete, an undecided one none",
    query: sql`
      select c.id as row, 'state ' || c.state || ', charge.complete ' || coalesce(e.number, 0) || ' times' as found
      from charges c
      left join (select account, charge, count(*) as number from events where key = 'charge.complete' group by account, charge) e
        on e.account = c.account and e.charge = c.id
      where (c.announced = 1 and c.page is not null and coalesce(e.number, 0) <> (case when c.state in ${decided} then 1 else 0 end))
         or coalesce(e.number, 0) > (case when c.state in ${decided} then 1 else 0 end)`,
  },
  {
    name: "2. a charge that its merchant was told of has exactly one charge.create",
    query: sql`
      select c.id as row, 'state ' || c.state || ', charge.create ' || coalesce(e.number, 0) || ' times' as found
      from charges c
      left join (select account, charge, count(*) as number from events where key = 'charge.create' group by account, charge) e
        on e.account = c.account and e.charge = c.id
      where coalesce(e.number, 0) <> (case when c.announced = 1 then 1 else 0 end)`,
  },
  {
    name: "2. a capture by hand, a reversal and an expiry are told once each, and only where they happened",
    query: sql`
      select c.id as row, 'state ' || c.state || ', told of ' || coalesce(e.captures, 0) || ' captures, ' || coalesce(e.reversals, 0) || ' reversals, ' || coalesce(e.expiries, 0) || ' expiries' as found
      from charges c
      left join (
        select account, charge,
               sum(case when key = 'charge.capture' then 1 else 0 end) as captures,
               sum(case when key = 'charge.reverse' then 1 else 0 end) as reversals,
               sum(case when key = 'charge.expire' then 1 else 0 end) as expiries
        from events group by account, charge
      ) e on e.account = c.account and e.charge = c.id
      where coalesce(e.captures, 0) <> (case when c.state = 'captured' and c.capture = 0 then 1 else 0 end)
         or coalesce(e.reversals, 0) <> (case when c.state = 'reversed' then 1 else 0 end)
         or coalesce(e.expiries, 0) <> (case when c.state = 'expired' then 1 else 0 end)`,
  },
  {
    name: "2. a charge says when it reached its state",
    query: sql`
      select id as row, 'state ' || state || ' without its time, or a time without its state' as found
      from charges
      where (authorized_at is not null) <> (state in ('authorized', 'capturing', 'reversing', 'captured', 'reversed'))
         or (paid_at is not null) <> (state = 'captured')
         or (reversed_at is not null) <> (state = 'reversed')
         or (expired_at is not null) <> (state = 'expired')`,
  },
  {
    name: "2. what is not final is looked at again by the clock, what is final is not",
    query: sql`
      select id as row, 'state ' || state || ', due at ' || coalesce(cast(due_at as text), 'no time') as found
      from charges where (due_at is null) <> (state in ('captured', 'failed', 'expired', 'reversed'))
      union all
      select id, 'state ' || state || ', due at ' || coalesce(cast(due_at as text), 'no time')
      from refunds where (due_at is null) <> (state in ('closed', 'failed'))
      union all
      select id, 'state ' || state || ', due at ' || coalesce(cast(due_at as text), 'no time')
      from card_checks where (due_at is null) <> (state in ('voided', 'declined'))
      union all
      select id, 'state ' || state || ', due at ' || coalesce(cast(due_at as text), 'no time')
      from occurrences where (due_at is null) <> (state in ('successful', 'failed', 'skipped', 'dropped'))
      union all
      select id, 'state ' || state || ', due at ' || coalesce(cast(due_at as text), 'no time')
      from transfers where (due_at is null) <> (state in ('paid', 'failed', 'deleted'))
      union all
      select id, 'state ' || state || ', due at ' || coalesce(cast(due_at as text), 'no time')
      from disputes where (due_at is null) = (state = 'open') or (closed_at is null) = (state in ('won', 'lost'))`,
  },
  {
    name: "2. a charge has one dispute at most that was not won, and names its latest one",
    query: sql`
      select c.id as row, 'state ' || c.state || ', names ' || coalesce(c.dispute, 'no dispute') || ', has ' || d.number || ' that were not won, the latest ' || d.latest as found
      from charges c
      join (
        select account, charge, sum(case when state = 'won' then 0 else 1 end) as number, max(id) as latest from disputes group by account, charge
      ) d on d.account = c.account and d.charge = c.id
      where d.number > 1 or coalesce(c.dispute, '') <> d.latest or c.state <> 'captured'
      union all
      select c.id, 'names ' || c.dispute || ', which is none of its disputes'
      from charges c left join disputes d on d.account = c.account and d.id = c.dispute
      where c.dispute is not null and coalesce(d.charge, '') <> c.id`,
  },
  {
    name: "2. a dispute is told of once when it is opened, and once when it is closed",
    query: sql`
      select d.id as row, 'state ' || d.state || ', told of ' || coalesce(e.created, 0) || ' times, closed ' || coalesce(e.closed, 0) || ' times' as found
      from disputes d
      left join (
        select account, object_id,
               sum(case when key = 'dispute.create' then 1 else 0 end) as created,
               sum(case when key = 'dispute.close' then 1 else 0 end) as closed
        from events where object = 'dispute' group by account, object_id
      ) e on e.account = d.account and e.object_id = d.id
      where coalesce(e.created, 0) <> 1 or coalesce(e.closed, 0) <> (case when d.state in ('won', 'lost') then 1 else 0 end)`,
  },
  {
    name: "2. a date of a schedule succeeds once at most",
    query: sql`
      select schedule as row, scheduled_on || ' succeeded ' || count(*) || ' times' as found
      from occurrences where state = 'successful' group by account, schedule, scheduled_on having count(*) > 1`,
  },
  {
    name: "2. a schedule that goes on has one occurrence that comes next, one that has ended has none",
    query: sql`
      select s.id as row, 'state ' || s.state || ', next on ' || coalesce(s.next_on, 'no date') || ', ' || coalesce(o.number, 0) || ' occurrences wait' as found
      from schedules s
      left join (
        select account, schedule, min(scheduled_on) as first, count(*) as number from occurrences
        where state in ('waiting', 'charging') group by account, schedule
      ) o on o.account = s.account and o.schedule = s.id
      where (s.state in ('running', 'expiring') and (coalesce(o.number, 0) <> 1 or o.first <> s.next_on or s.next_on is null))
         or (s.state in ('expired', 'suspended') and (coalesce(o.number, 0) > 0 or s.next_on is not null))
         or (s.state = 'deleted' and s.next_on is not null)`,
  },
  {
    name: "2. a deleted schedule makes no charge or transfer any more",
    query: sql`
      select o.id as row, 'it waits though its schedule is deleted' as found
      from occurrences o join schedules s on s.account = o.account and s.id = o.schedule
      where s.state = 'deleted' and o.state = 'waiting'`,
  },
  {
    name: "2. the charge of an occurrence exists, is of its schedule, and has come to the end that the occurrence tells",
    query: sql`
      select o.id as row, 'state ' || o.state || ', charge ' || coalesce(c.state, 'unknown') || ' of ' || coalesce(c.schedule, 'no schedule') as found
      from occurrences o join schedules s on s.account = o.account and s.id = o.schedule and s.recipient is null
      left join charges c on c.account = o.account and c.id = o.result
      where (o.result is not null and (c.id is null or c.schedule is null or c.schedule <> o.schedule))
         or (o.result is null and o.state in ('charging', 'successful'))
         or (o.state = 'successful' and c.state <> 'captured')
         or (o.state = 'failed' and c.state <> 'failed')`,
  },
  {
    name: "2. a charge of a schedule is the result of one occurrence",
    query: sql`
      select c.id as row, 'the result of ' || coalesce(o.number, 0) || ' occurrences' as found
      from charges c
      left join (select account, result, count(*) as number from occurrences where result is not null group by account, result) o
        on o.account = c.account and o.result = c.id
      where c.schedule is not null and coalesce(o.number, 0) <> 1`,
  },
  {
    name: "2. the transfer of an occurrence exists, is of its schedule and amount, and has come to the end that the occurrence tells",
    query: sql`
      select o.id as row, 'state ' || o.state || ', transfer ' || coalesce(t.state, 'unknown') || ' of ' || coalesce(t.schedule, 'no schedule') as found
      from occurrences o join schedules s on s.account = o.account and s.id = o.schedule and s.recipient is not null
      left join transfers t on t.account = o.account and t.id = o.result
      where (o.result is not null and (t.id is null or t.schedule is null or t.schedule <> o.schedule or t.amount <> o.transfer_amount))
         or (o.result is null and o.state in ('charging', 'successful'))
         or (o.state = 'successful' and t.sent_at is null)
         or (o.state = 'failed' and t.state not in ('failed', 'deleted'))`,
  },
  {
    name: "2. a transfer of a schedule is the result of one occurrence",
    query: sql`
      select t.id as row, 'the result of ' || coalesce(o.number, 0) || ' occurrences' as found
      from transfers t
      left join (select account, result, count(*) as number from occurrences where result is not null group by account, result) o
        on o.account = t.account and o.result = t.id
      where t.schedule is not null and coalesce(o.number, 0) <> 1`,
  },
  {
    name: "2. a schedule charges a customer or pays a recipient, and not both",
    query: sql`
      select id as row, 'customer ' || coalesce(customer, 'none') || ', recipient ' || coalesce(recipient, 'none') as found
      from schedules
      where (customer is null) = (recipient is null) or (customer is not null and amount is null)
         or (recipient is not null and (amount is null) = (balance_bps is null))`,
  },
  {
    name: "2. a schedule counts the occurrences that were processed",
    query: sql`
      select s.id as row, 'counts ' || s.processed || ', but ' || coalesce(o.number, 0) || ' were processed' as found
      from schedules s
      left join (select account, schedule, count(*) as number from occurrences where state in ('successful', 'failed', 'skipped') group by account, schedule) o
        on o.account = s.account and o.schedule = s.id
      where s.processed <> coalesce(o.number, 0)`,
  },
  {
    name: "2. a transfer says when it reached its state, and each step of it is told once",
    query: sql`
      select t.id as row, 'state ' || t.state || ', told of ' || coalesce(e.sent, 0) || ' sendings, ' || coalesce(e.paid, 0) || ' payments, ' || coalesce(e.failed, 0) || ' failures' as found
      from transfers t
      left join (
        select account, object_id,
               sum(case when key = 'transfer.create' then 1 else 0 end) as created,
               sum(case when key = 'transfer.send' then 1 else 0 end) as sent,
               sum(case when key = 'transfer.pay' then 1 else 0 end) as paid,
               sum(case when key = 'transfer.fail' then 1 else 0 end) as failed,
               sum(case when key = 'transfer.destroy' then 1 else 0 end) as deleted
        from events where object = 'transfer' group by account, object_id
      ) e on e.account = t.account and e.object_id = t.id
      where coalesce(e.created, 0) <> 1
         or coalesce(e.sent, 0) <> (case when t.sent_at is null then 0 else 1 end)
         or coalesce(e.paid, 0) <> (case when t.state = 'paid' then 1 else 0 end)
         or coalesce(e.failed, 0) <> (case when t.state = 'failed' then 1 else 0 end)
         or coalesce(e.deleted, 0) <> (case when t.state = 'deleted' then 1 else 0 end)
         or (t.sent_at is null and t.state in ('sent', 'paid')) or (t.sent_at is not null and t.state in ('created', 'deleted'))
         or (t.paid_at is not null) <> (t.state = 'paid')
         or (t.failed_at is not null) <> (t.state = 'failed') or (t.failure_code is not null) <> (t.state = 'failed')
         or (t.deleted_at is not null) <> (t.state = 'deleted')`,
  },
  {
    name: "2. an active recipient was verified, and one that was not verified is looked at or has failed",
    query: sql`
      select id as row, 'verified ' || (verified_at is not null) || ', active ' || (activated_at is not null) as found
      from recipients
      where (activated_at is not null and verified_at is null) or (failure_code is not null and verified_at is not null)
         or (livemode = 0 and deleted_at is null and verified_at is null and due_at is null and failure_code is null)`,
  },
  {
    name: "2. each test account that can pay out has one default recipient, and no other has any",
    query: sql`
      select a.id as row, coalesce(r.number, 0) || ' default recipients' as found
      from accounts a
      left join (select account, count(*) as number from recipients where is_default = 1 and deleted_at is null group by account) r on r.account = a.id
      where coalesce(r.number, 0) <> (case when a.livemode = 0 and a.country in (${payingOut}) then 1 else 0 end)`,
  },
  {
    name: "3. an account is in the currency of its country, and so is whatever is booked to it",
    query: sql`
      select a.id as row, 'in ' || a.country || ', ' || a.currency || ', with entries in ' || coalesce(e.currency, 'nothing') as found
      from accounts a left join (select distinct account, currency from entries) e on e.account = a.id
      where a.currency <> (case a.country ${currencyByCountry} else 'none' end)
         or coalesce(e.currency, a.currency) <> a.currency`,
  },
  {
    name: "3. the ledger sums to zero in each currency",
    query: sql`
      select currency as row, 'all postings sum to ' || sum(amount) as found
      from postings group by currency having sum(amount) <> 0`,
  },
  {
    name: "3. the postings of an entry sum to zero",
    query: sql`
      select entry as row, 'postings sum to ' || sum(amount) as found
      from postings group by account, entry, currency having sum(amount) <> 0`,
  },
  {
    name: "3. an entry's amount is what it moves on the merchant's balance",
    query: sql`
      select e.id as row, 'entry says ' || e.amount || ', postings ' || coalesce(-p.amount, 0) as found
      from entries e left join postings p on p.account = e.account and p.entry = e.id and p.ledger_account = 'merchant'
      where e.amount <> coalesce(-p.amount, 0)`,
  },
  {
    name: "3. refunded is at most captured, captured at most authorized",
    query: sql`
      select id as row, 'refunded ' || refunded_amount || ' of ' || coalesce(captured_amount, 0) || ' captured of ' || amount as found
      from charges where refunded_amount > coalesce(captured_amount, 0) or captured_amount > amount or refunded_amount < 0`,
  },
  {
    name: "3. a charge of 0 asks for a passkey, costs nothing, and nothing of it is captured",
    query: sql`
      select id as row, 'state ' || state || ', fee ' || fee || ', by ' || coalesce(authenticated_by, 'nothing') as found
      from charges where amount = 0
        and (authenticated_by is null or fee <> 0 or fee_vat <> 0 or interest <> 0 or capture = 1 or state in ('capturing', 'captured'))`,
  },
  {
    name: "3. a captured charge has one entry, its net; no other charge has any",
    query: sql`
      select c.id as row, 'state ' || c.state || ', entry ' || coalesce(cast(e.amount as text), 'none') as found
      from charges c left join entries e on e.account = c.account and e.origin = c.id and e.key = 'charge.captured.net'
      where (c.state = 'captured' and
             (e.id is null or e.id <> c."transaction" or e.amount <> coalesce(c.funding_amount, c.captured_amount) - c.fee - c.fee_vat - c.interest - c.interest_vat))
         or (c.state <> 'captured' and e.id is not null)`,
  },
  {
    name: "3. the entry of a capture books what was captured, the fee, the interest and the VAT on both",
    query: sql`
      select c.id as row, 'taken in ' || p.taken || ', fee ' || p.fee || ', interest ' || p.interest || ', VAT ' || p.vat as found
      from charges c
      join entries e on e.account = c.account and e.origin = c.id and e.key = 'charge.captured.net'
      join (
        select account, entry,
               sum(case when ledger_account in ('acquirer', 'held', 'kept', 'settled') then amount else 0 end) as taken,
               sum(case when ledger_account = 'fee' then -amount else 0 end) as fee,
               sum(case when ledger_account = 'interest' then -amount else 0 end) as interest,
               sum(case when ledger_account = 'vat' then -amount else 0 end) as vat
        from postings group by account, entry
      ) p on p.account = e.account and p.entry = e.id
      where p.taken <> coalesce(c.funding_amount, c.captured_amount) or p.fee <> c.fee or p.interest <> c.interest or p.vat <> c.fee_vat + c.interest_vat`,
  },
  {
    name: "3. what a charge says was refunded is what its refunds sum to",
    query: sql`
      select c.id as row, 'charge says ' || c.refunded_amount || ' in ' || c.refund_count || ', refunds ' || coalesce(r.total, 0) || ' in ' || coalesce(r.number, 0) as found
      from charges c
      left join (
        select account, charge, sum(amount) as total, count(*) as number from refunds where state <> 'failed' group by account, charge
      ) r on r.account = c.account and r.charge = c.id
      where c.refunded_amount <> coalesce(r.total, 0) or c.refund_count <> coalesce(r.number, 0)`,
  },
  {
    // the refunds of a charge give back together what their sum converts to; a refusal in between may leave one satang more or less
    name: "3. a charge in another currency is funded by its own rate, and so are its refunds",
    query: sql`
      select c.id as row, c.currency || ' at ' || coalesce(c.exchange_rate, 'no rate') || ': funded with ' || coalesce(cast(c.funding_amount as text), 'nothing') || ', refunded ' || coalesce(cast(c.refunded_funding as text), 'nothing') as found
      from charges c
      join accounts a on a.id = c.account
      left join (
        select account, charge, sum(funding_amount) as total from refunds where state <> 'failed' group by account, charge
      ) r on r.account = c.account and r.charge = c.id
      where (c.funding_currency is null) <> (c.exchange_rate is null)
         or (c.funding_currency is null) <> (c.funding_amount is null)
         or (c.funding_currency is null) <> (c.refunded_funding is null)
         or (c.funding_currency is not null and (
              c.funding_currency <> a.currency or c.funding_currency = c.currency
              or abs(c.funding_amount - coalesce(c.captured_amount, c.amount) * cast(c.exchange_rate as double precision) * (case when c.currency = 'JPY' then 100 else 1 end) / (case when a.currency = 'JPY' then 100 else 1 end)) > 0.51
              or c.refunded_funding <> coalesce(r.total, 0)
              or (c.refunded_amount = c.captured_amount and c.refunded_funding <> c.funding_amount)))`,
  },
  {
    name: "3. a closed refund has one entry, no other has any",
    query: sql`
      select r.id as row, 'state ' || r.state || ', entry ' || coalesce(e.id, 'none') as found
      from refunds r left join entries e on e.account = r.account and e.origin = r.id
      where (r.state = 'closed' and (e.id is null or e.id <> r."transaction")) or (r.state <> 'closed' and e.id is not null)`,
  },
  {
    name: "3. a refund takes its amount from the merchant, a void undoes the capture, and each is told once",
    query: sql`
      select r.id as row, e.key || ' of ' || e.amount || ' for ' || r.amount || ', told ' || coalesce(t.number, 0) || ' times for ' || t.closed || ' refunds' as found
      from refunds r
      join charges c on c.account = r.account and c.id = r.charge
      join entries e on e.account = r.account and e.origin = r.id
      left join entries undone on undone.account = c.account and undone.origin = c.id and undone.key = 'charge.captured.net'
      join (
        select account, charge, count(*) as closed,
               (select count(*) from events v where v.account = refunds.account and v.charge = refunds.charge and v.key = 'refund.create') as number
        from refunds where state = 'closed' group by account, charge
      ) t on t.account = r.account and t.charge = r.charge
      where t.number <> t.closed or r.currency <> c.currency or coalesce(r.funding_currency, '') <> coalesce(c.funding_currency, '') or c.state <> 'captured'
         or (r.voided = 0 and (e.key <> 'refund.created.debit' or e.amount <> -coalesce(r.funding_amount, r.amount)))
         or (r.voided = 1 and (e.key <> 'charge.voided.net' or e.amount <> -undone.amount or c.voided = 0))`,
  },
  {
    name: "3. a transfer that was sent has one debit of its amount, one that failed after that has it back, no other has any",
    query: sql`
      select t.id as row, 'state ' || t.state || ' of ' || t.amount || ', booked ' || coalesce(e.taken, 0) || ' and ' || coalesce(e.returned, 0) as found
      from transfers t
      left join (
        select account, origin, count(*) as number,
               sum(case when key = 'transfer.sent.debit' then amount else 0 end) as taken,
               sum(case when key = 'transfer.failed.credit' then amount else 0 end) as returned
        from entries group by account, origin
      ) e on e.account = t.account and e.origin = t.id
      where coalesce(e.taken, 0) <> (case when t.sent_at is null then 0 else -t.amount end)
         or coalesce(e.returned, 0) <> (case when t.sent_at is not null and t.state = 'failed' then t.amount else 0 end)
         or coalesce(e.number, 0) <> (case when t.sent_at is null then 0 when t.state = 'failed' then 2 else 1 end)`,
  },
  {
    name: "3. a transfer books its fee and the VAT on it, and pays out the rest",
    query: sql`
      select e.id as row, 'pays out ' || p.payout || ', fee ' || p.fee || ', VAT ' || p.vat as found
      from entries e join transfers t on t.account = e.account and t.id = e.origin
      join (
        select account, entry,
               sum(case when ledger_account = 'payout' then amount else 0 end) as payout,
               sum(case when ledger_account = 'fee' then amount else 0 end) as fee,
               sum(case when ledger_account = 'vat' then amount else 0 end) as vat
        from postings group by account, entry
      ) p on p.account = e.account and p.entry = e.id
      where abs(p.payout) <> t.amount - t.fee - t.fee_vat or abs(p.fee) <> t.fee or abs(p.vat) <> t.fee_vat`,
  },
  {
    // whatever came in by then counts; of what went out, what certainly was before: ids of one moment in two processes have no order.
    // Running sums: a join of each transfer with all entries before it took two minutes for 2,000 transfers among 20,000 entries.
    name: "3. a transfer takes no more than the balance had",
    query: sql`
      select id as row, 'takes ' || -amount || ', the balance had ' || had as found
      from (
        select account, id, key, amount, came + taken - taken_now + coalesce(paid_out, 0) as had
        from (
          select account, id, key, amount,
                 sum(case when amount > 0 then amount else 0 end) over by_then as came,
                 sum(case when amount < 0 and key <> 'transfer.sent.debit' then amount else 0 end) over by_then as taken,
                 sum(case when amount < 0 and key <> 'transfer.sent.debit' then amount else 0 end) over (partition by account, currency, created_at) as taken_now,
                 sum(case when key = 'transfer.sent.debit' then amount else 0 end) over (
                   partition by account, currency order by created_at, id rows between unbounded preceding and 1 preceding) as paid_out
          from entries
          window by_then as (partition by account, currency order by created_at)
        ) sums
      ) balances
      where key = 'transfer.sent.debit' and had < -amount and ${inStep("balances")}`,
  },
  {
    name: "3. each account has a balance to take money from",
    query: sql`
      select a.id as row, 'no balance in ' || a.currency as found
      from accounts a left join balances b on b.account = a.id and b.currency = a.currency where b.account is null`,
  },
  {
    name: "3. a dispute has one entry that takes its amount, one that was won another that gives it back, and none has any other",
    query: sql`
      select d.id as row, 'state ' || d.state || ' of ' || d.amount || ', booked ' || coalesce(e.number, 0) || ', taken ' || coalesce(e.taken, 0) || ', given back ' || coalesce(e.given, 0) as found
      from disputes d
      join charges c on c.account = d.account and c.id = d.charge
      left join (
        select x.account, x.origin, count(*) as number,
               sum(case when x.key = 'dispute.started.debit' and x.id = y.debit then -x.amount else 0 end) as taken,
               sum(case when x.key = 'dispute.won.credit' and x.id = y.credit then x.amount else 0 end) as given
        from entries x join disputes y on y.account = x.account and y.id = x.origin group by x.account, x.origin
      ) e on e.account = d.account and e.origin = d.id
      where coalesce(e.taken, 0) < 1 or (c.funding_currency is null and e.taken <> d.amount)
         or coalesce(e.given, 0) <> (case when d.state = 'won' then e.taken else 0 end)
         or coalesce(e.number, 0) <> (case when d.state = 'won' then 2 else 1 end) or d.currency <> c.currency`,
  },
  {
    name: "3. what a dispute holds and what was refunded are together at most what was captured",
    query: sql`
      select d.id as row, 'holds ' || d.amount || ', refunded ' || c.refunded_amount || ' of ' || coalesce(c.captured_amount, 0) as found
      from disputes d join charges c on c.account = d.account and c.id = d.charge
      where d.state <> 'won' and d.amount + c.refunded_amount > coalesce(c.captured_amount, 0)`,
  },
  {
    name: "3. whatever is booked is booked for a charge, a refund, a dispute, a transfer or a payout of an upstream, in its currency",
    query: sql`
      select e.id as row, 'booked for ' || e.origin || ' in ' || e.currency || ' to ' || e.account as found
      from entries e
      left join charges c on c.account = e.account and c.id = e.origin
      left join refunds r on r.account = e.account and r.id = e.origin
      left join transfers t on t.account = e.account and t.id = e.origin
      left join disputes d on d.account = e.account and d.id = e.origin
      left join charges o on o.account = d.account and o.id = d.charge
      left join upstream_payouts u on u.account = e.account and u.id = e.origin
      where coalesce(c.funding_currency, c.currency, r.funding_currency, r.currency, o.funding_currency, d.currency, t.currency, u.currency, '') <> e.currency
      union all
      select p.entry, 'posted to ' || p.account || ' in ' || p.currency
      from postings p left join entries e on e.account = p.account and e.id = p.entry
      where coalesce(e.currency, '') <> p.currency`,
  },
  {
    name: "3. money at an upstream is posted under its name, and no other money is",
    query: sql`
      select entry as row, ledger_account || ' ' || amount || ' of ' || coalesce(upstream, 'no upstream') as found
      from postings where (ledger_account in (${quoted(holdingAccounts)})) <> (upstream is not null)`,
  },
  {
    name: "3. what is booked for a charge is booked at the upstream that carries it and no other, which has kept what it costs",
    query: sql`
      select e.id as row, 'carried by ' || coalesce(c.upstream, 'none') || ', booked at ' || coalesce(p.at, 'none') || ': ' || p.there || ', kept ' || p.kept || ', in transit ' || p.in_transit || ', acquirer ' || p.acquirer as found
      from entries e
      left join refunds r on r.account = e.account and r.id = e.origin
      left join disputes d on d.account = e.account and d.id = e.origin
      join charges c on c.account = e.account and c.id = coalesce(r.charge, d.charge, e.origin)
      join (
        select account, entry, min(upstream) as at, max(upstream) as at_last,
               sum(case when ledger_account = 'acquirer' then amount else 0 end) as acquirer,
               sum(case when ledger_account in ('held', 'settled') then amount else 0 end) as there,
               sum(case when ledger_account = 'in_transit' then amount else 0 end) as in_transit,
               sum(case when ledger_account = 'kept' then amount else 0 end) as kept,
               sum(case when ledger_account in ('fee', 'vat', 'interest') then amount else 0 end) as costs,
               sum(case when ledger_account = 'merchant' then amount else 0 end) as merchant
        from postings group by account, entry
      ) p on p.account = e.account and p.entry = e.id
      where (c.upstream is null and p.at is not null)
         or (c.upstream is not null and (p.at <> c.upstream or p.at_last <> c.upstream or p.acquirer <> 0 or p.in_transit <> 0
             or p.there <> -p.merchant or p.kept <> -p.costs))`,
  },
  {
    name: "3. an upstream has of its charges what was captured less refunds, disputes, costs and the fees of its payouts: held, on its way or settled",
    query: sql`
      select account || ' ' || upstream as row, 'booked are ' || -sum(amount) || ' ' || currency || ' more than there can be' as found
      from (
        select account, upstream, currency, -amount as amount from postings where ledger_account in ('held', 'in_transit', 'settled')
        union all
        select account, upstream, coalesce(funding_currency, currency), coalesce(funding_amount, captured_amount) - fee - fee_vat - interest - interest_vat
        from charges where upstream is not null and state = 'captured'
        union all
        select r.account, c.upstream, coalesce(r.funding_currency, r.currency),
               -(case when r.voided = 1 then coalesce(c.funding_amount, c.captured_amount) - c.fee - c.fee_vat - c.interest - c.interest_vat
                      else coalesce(r.funding_amount, r.amount) end)
        from refunds r join charges c on c.account = r.account and c.id = r.charge where c.upstream is not null and r.state = 'closed'
        union all
        select d.account, c.upstream, e.currency, e.amount
        from disputes d join charges c on c.account = d.account and c.id = d.charge join entries e on e.account = d.account and e.id = d.debit
        where c.upstream is not null and d.state <> 'won'
        union all
        select account, upstream, currency, -fee from upstream_payouts where state <> 'undone'
      ) moved
      group by account, upstream, currency having sum(amount) <> 0`,
  },
  {
    name: "3. nothing that is on its way from an upstream is less than nothing",
    query: sql`
      select account || ' ' || coalesce(upstream, '') as row, sum(amount) || ' ' || currency || ' in transit' as found
      from postings where ledger_account = 'in_transit' group by account, upstream, currency having sum(amount) < 0`,
  },
  {
    name: "3. a payout of an upstream stands once, and is booked once where it is; one that is undone is booked back",
    query: sql`
      select u.id as row, u.state || ' of ' || u.amount || ', fee ' || u.fee || ', booked held ' || coalesce(p.held, 0) || ', in transit ' || coalesce(p.in_transit, 0) || ', settled ' || coalesce(p.settled, 0) as found
      from upstream_payouts u
      left join (
        select e.account, e.origin, min(p.upstream) as at, max(p.upstream) as at_last,
               sum(case when p.ledger_account = 'held' then p.amount else 0 end) as held,
               sum(case when p.ledger_account = 'kept' then p.amount else 0 end) as kept,
               sum(case when p.ledger_account = 'in_transit' then p.amount else 0 end) as in_transit,
               sum(case when p.ledger_account = 'settled' then p.amount else 0 end) as settled
        from entries e join postings p on p.account = e.account and p.entry = e.id
        where e.key in (${quoted(upstreamKeys)}) group by e.account, e.origin
      ) p on p.account = u.account and p.origin = u.id
      where coalesce(p.at, '') <> u.upstream or coalesce(p.at_last, '') <> u.upstream
         or coalesce(p.held, 0) <> (case when u.state = 'undone' then 0 else -u.amount end)
         or coalesce(p.kept, 0) <> (case when u.state = 'undone' then 0 else u.fee end)
         or coalesce(p.in_transit, 0) <> (case when u.state = 'in_transit' then u.amount - u.fee else 0 end)
         or coalesce(p.settled, 0) <> (case when u.state = 'settled' then u.amount - u.fee else 0 end)
         or (u.state = 'settled') <> (u.state <> 'undone' and u.settled_at is not null)
      union all
      select upstream || ' ' || payout, 'stands ' || count(*) || ' times'
      from upstream_payouts where state <> 'undone' group by account, upstream, payout having count(*) > 1
      union all
      select e.id, 'booked for ' || e.origin || ', which is no payout of an upstream'
      from entries e left join upstream_payouts u on u.account = e.account and u.id = e.origin
      where (e.key in (${quoted(upstreamKeys)})) <> (u.id is not null)`,
  },
  {
    name: "3. the receipts of an account are numbered without gaps, and each adds up",
    query: sql`
      select b.account as row, 'issued ' || b.issued || ', there are ' || coalesce(r.number, 0) || ' up to ' || coalesce(r.last, 0) as found
      from receipt_books b
      left join (select account, count(*) as number, max(sequence) as last from receipts group by account) r on r.account = b.account
      where b.issued <> coalesce(r.number, 0) or b.issued <> coalesce(r.last, 0)
      union all
      select id, number || ' says ' || subtotal || ' + ' || vat || ' - ' || wht || ' = ' || total
      from receipts
      where total <> subtotal + vat - wht or subtotal <> abs(charge_fee + transfer_fee - voided_fee)
         or (credit_note = 1) <> (charge_fee + transfer_fee < voided_fee)`,
  },
  {
    name: "3. the receipts of an account sum to the fees that were booked until the day of the last, without those that upstreams took",
    query: sql`
      select b.account as row, 'receipts say ' || coalesce(r.fees, 0) || ' and VAT ' || coalesce(r.vat, 0) || ', booked were ' || coalesce(p.fees, 0) || ' and ' || coalesce(p.vat, 0) as found
      from receipt_books b
      left join (
        select account, sum(case when credit_note = 1 then -subtotal else subtotal end) as fees, sum(case when credit_note = 1 then -vat else vat end) as vat
        from receipts group by account
      ) r on r.account = b.account
      left join (
        select k.account, sum(case when p.ledger_account = 'vat' then 0 else -p.amount end) as fees, sum(case when p.ledger_account = 'vat' then -p.amount else 0 end) as vat
        from receipt_books k join entries e on e.account = k.account and e.created_at < k.since
        join postings p on p.account = e.account and p.entry = e.id
        where p.ledger_account in ('fee', 'interest', 'vat') and (e.created_at < k.own_since or not exists (
          select 1 from postings u where u.account = e.account and u.entry = e.id and u.upstream is not null))
        group by k.account
      ) p on p.account = b.account
      where (coalesce(r.fees, 0) <> coalesce(p.fees, 0) or coalesce(r.vat, 0) <> coalesce(p.vat, 0)) and ${inStep("b")}`,
  },
  {
    name: "3. an item of a reconciliation is of a charge that its upstream carries, and has a note where it was worked off",
    query: sql`
      select i.id as row, i.state || ' ' || i.kind || ' of ' || coalesce(i.charge, i.payment, 'nothing') as found
      from reconciliation_items i
      left join reconciliations r on r.account = i.account and r.id = i.reconciliation
      left join charges c on c.account = i.account and c.id = i.charge
      where r.id is null or (i.charge is null and i.payment is null)
         or (i.charge is not null and (c.id is null or coalesce(c.upstream, '') <> r.upstream))
         or (i.state = 'worked_off') <> (i.note is not null and i.worked_off_at is not null)
         or (i.kind = 'missing_here') <> (i.our_amount is null and i.their_amount is not null)
         or (i.kind = 'missing_there') <> (i.their_amount is null)
         or (i.refund is not null and (i.about <> 'refund' or not exists (
           select 1 from refunds f where f.account = i.account and f.id = i.refund and f.charge = i.charge)))`,
  },
  {
    name: "3. a reconciliation has one item about a payment, and matched no more payments than its upstream named",
    query: sql`
      select reconciliation as row, count(*) || ' items about ' || coalesce(coalesce(refund, charge), '') || ' ' || coalesce(payment, '') as found
      from (select *, case when kind = 'costs_off_contract' then 'costs' else about end as matter from reconciliation_items) as items
      group by account, reconciliation, matter, coalesce(refund, charge), payment having count(*) > 1
      union all
      select id, (matched + refunds_matched) || ' matched of ' || (named + refunds_named) from reconciliations
      where matched > named or refunds_matched > refunds_named`,
  },
  {
    // the account in a text of its own: otherwise SQLite reads all charges of the account for each token
    name: "4. a token is spent by the charge that says so",
    query: sql`
      select t.id as row, 'token says ' || coalesce(t.charge, 'unspent') || ', charge ' || coalesce(c.id, 'none') as found
      from tokens t left join charges c on c.token = t.id and c.account || '' = t.account
      where coalesce(t.charge, '') <> coalesce(c.id, '')
      union all
      select c.id, 'spent ' || c.token || ', which does not exist'
      from charges c left join tokens t on t.account = c.account and t.id = c.token
      where c.token is not null and t.id is null`,
  },
  {
    name: "4. a token stands for a card, and the charge that spent it tells of that card",
    query: sql`
      select t.id as row, 'stands for ' || t.card || ', which does not exist' as found
      from tokens t left join cards c on c.account = t.account and c.id = t.card where c.id is null
      union all
      select c.id, 'spent ' || t.id || ' and does not tell of ' || t.card
      from charges c join tokens t on t.account = c.account and t.id = c.token
      where coalesce(c.card, '') not like '%"' || t.card || '"%'`,
  },
  {
    name: "4. a token that a customer spent stands for a card of that customer, and no charge spent it too",
    query: sql`
      select t.id as row, 'spent by ' || t.customer || ', its card is of ' || coalesce(c.owner_id, 'nobody') || ', charge ' || coalesce(t.charge, 'none') as found
      from tokens t left join cards c on c.account = t.account and c.id = t.card
      where t.customer is not null and (t.charge is not null or coalesce(c.owner, '') <> 'customer' or c.owner_id <> t.customer)
      union all
      select c.id, 'of ' || c.owner_id || ', whom no token was spent for'
      from cards c left join tokens t on t.account = c.account and t.customer = c.owner_id and t.card || '' = c.id
      where c.owner = 'customer' and t.id is null
        and not exists (select 1 from kept_cards k where k.account = c.account and k.id = c.id)`,
  },
  {
    name: "4. a charge of a customer is of a card of that customer",
    query: sql`
      select c.id as row, 'of ' || c.customer || ', card ' || coalesce(c.card, 'none') as found
      from charges c
      where c.customer is not null and c.linked_account is null and (c.token is not null or not exists (
        select 1 from cards x where x.account = c.account and x.owner = 'customer' and x.owner_id = c.customer
          and c.card like '%"' || x.id || '"%'))`,
  },
  {
    name: "4. a customer's default card is one of the customer's cards, and only who has no card has no default card",
    query: sql`
      select c.id as row, 'default card ' || c.default_card || ', which is not one of the customer' as found
      from customers c left join cards x
        on x.account = c.account and x.id = c.default_card and x.owner = 'customer' and x.owner_id = c.id and x.deleted_at is null
      where c.default_card is not null and x.id is null
      union all
      select c.id, 'no default card, but ' || x.id
      from customers c join cards x on x.account = c.account and x.owner = 'customer' and x.owner_id = c.id and x.deleted_at is null
      where c.default_card is null`,
  },
  {
    name: "4. a deleted customer has no card",
    query: sql`
      select c.id as row, 'deleted, and has ' || coalesce(c.default_card, x.id) as found
      from customers c left join cards x
        on x.account = c.account and x.owner = 'customer' and x.owner_id = c.id and x.deleted_at is null
      where c.deleted_at is not null and (c.default_card is not null or x.id is not null)`,
  },
  {
    name: "4. a source is spent by a charge that exists, with its amount and currency",
    query: sql`
      select s.id as row, 'source says ' || s.charge || ' for ' || s.amount as found
      from sources s left join charges c on c.account = s.account and c.id = s.charge
      where s.charge is not null and (c.id is null or c.amount <> s.amount or c.currency <> s.currency or c.method <> s.type)`,
  },
  {
    name: "4. a charge has spent one source, a plain card charge and a direct debit none",
    query: sql`
      select c.id as row, c.method || ' spent ' || coalesce(s.number, 0) || ' sources' as found
      from charges c
      left join (select account, charge, count(*) as number from sources where charge is not null group by account, charge) s
        on s.account = c.account and s.charge = c.id
      where coalesce(s.number, 0) <> (case when c.source is null then 0 else 1 end) or (c.source is null) <> (c.method = 'card' or c.linked_account is not null)`,
  },
  {
    // an earlier charge of such a link has ended before the next one took it
    name: "4. a link that is paid once is paid by one charge at most, and names its only charge that may still be paid",
    query: sql`
      select l.id as row, 'names ' || coalesce(l.charge, 'no charge') || ', ' || c.id || ' is ' || c.state as found
      from links l join charges c on c.account = l.account and c.link = l.id
      where l.multiple = 0 and coalesce(l.charge, '') <> c.id and c.state not in ('failed', 'expired', 'reversed')
      union all
      select l.id, 'names ' || l.charge || ', which is none of its charges'
      from links l left join charges c on c.account = l.account and c.id = l.charge
      where l.charge is not null and (coalesce(c.link, '') <> l.id or l.multiple = 1)`,
  },
  {
    name: "4. a checkout session is paid by one charge at most, with its amount, and names its only charge that may still be paid",
    query: sql`
      select s.id as row, 'names ' || coalesce(s.charge, 'no charge') || ', ' || c.id || ' is ' || c.state || ' for ' || c.amount as found
      from checkout_sessions s join charges c on c.account = s.account and c.checkout_session = s.id
      where (coalesce(s.charge, '') <> c.id and c.state not in ('failed', 'expired', 'reversed'))
         or s.amount <> c.amount or s.currency <> c.currency
      union all
      select s.id, 'names ' || s.charge || ', which is none of its charges'
      from checkout_sessions s left join charges c on c.account = s.account and c.id = s.charge
      where s.charge is not null and coalesce(c.checkout_session, '') <> s.id`,
  },
  {
    name: "4. a charge made by a link has the link's amount and currency",
    query: sql`
      select c.id as row, 'made by ' || c.link || ' for ' || c.amount || ' ' || c.currency as found
      from charges c left join links l on l.account = c.account and l.id = c.link
      where c.link is not null and (l.id is null or l.amount <> c.amount or l.currency <> c.currency)`,
  },
  {
    name: "4. an idempotency key stands for an object of its account",
    query: sql`
      select i.key as row, 'stands for ' || i.reference || ', which ' || i.account || ' does not have' as found
      from idempotency i
      where i.reference <> i.account
        and not (${joined(
          owned.map(
            (table) => sql`exists (select 1 from ${table} x where x.account = i.account and x.id = i.reference)`,
          ),
          " or ",
        )})`,
  },
  {
    name: "5. every event is about an object that exists",
    query: sql`
      select e.id as row, e.key || ' about ' || e.object || ' ' || e.object_id || ', which does not exist' as found
      from events e where not (${existing("e")})`,
  },
  {
    name: "5. every event that belongs to a charge belongs to one that exists",
    query: sql`
      select e.id as row, e.key || ' of ' || e.charge || ', which does not exist' as found
      from events e left join charges c on c.account = e.account and c.id = e.charge where e.charge is not null and c.id is null`,
  },
  {
    name: "5. an event of a charge that names its endpoints goes to one of them at least",
    query: sql`
      select e.id as row, e.key || ' goes nowhere, the charge names ' || c.webhook_endpoints as found
      from events e
      join charges c on c.account = e.account and c.id = e.charge
      left join deliveries d on d.account = e.account and d.event = e.id
      where d.id is null and coalesce(c.webhook_endpoints, '[]') <> '[]'`,
  },
  {
    name: "5. every attempt that a delivery counts is recorded, a delivered one was taken, one that was given up was tried",
    query: sql`
      select d.id as row, d.state || ' after ' || d.attempts || ', recorded ' || coalesce(a.number, 0) || ' with ' || coalesce(a.taken, 0) || ' taken' as found
      from deliveries d
      left join (
        select account, delivery, count(*) as number, sum(case when status between 200 and 299 then 1 else 0 end) as taken
        from attempts group by account, delivery
      ) a on a.account = d.account and a.delivery = d.id
      where d.attempts > coalesce(a.number, 0) or (d.state = 'delivered' and coalesce(a.taken, 0) = 0)
         or (d.state = 'given_up' and coalesce(a.number, 0) = 0)`,
  },
  {
    name: "5. a delivery that is not over is tried again",
    query: sql`
      select id as row, d.state || ', due at ' || coalesce(cast(d.due_at as text), 'no time') as found
      from deliveries d where (d.state = 'due') <> (d.due_at is not null)`,
  },
  {
    name: "6. what proves an authentication to the bank is forgotten once the bank has decided",
    query: sql`
      select id as row, 'state ' || state || ' and still there' as found
      from charges where state in ${decided} and authentication like '%"authenticationValue":"%'`,
  },
  {
    name: "6. every sealed number is that of a card",
    query: sql`
      select s.card as row, 'is no card of ' || s.account as found
      from card_secrets s left join cards c on c.account = s.account and c.id = s.card where c.id is null`,
  },
  {
    name: "6. the number of a customer's card is kept until the card is deleted, and not longer",
    query: sql`
      select c.id as row, case when c.deleted_at is null then 'its number is not kept' else 'deleted, and its number is still there' end as found
      from cards c left join card_secrets s on s.account = c.account and s.card = c.id
      where c.owner = 'customer' and (case when c.deleted_at is null
        then s.card is null or s.sealed = '' or s.erase_at is not null
        else s.card is not null and s.sealed <> '' end)
        and not exists (select 1 from kept_cards k where k.account = c.account and k.id = c.id)`,
  },
  {
    name: "7. what belongs to a charge belongs to its account and mode",
    query: sql`
      select x.id as row, 'mode ' || x.livemode || ' of ' || x.account || ', charge ' || x.charge || ' ' || coalesce('in mode ' || c.livemode, 'not there') as found
      from (
        select id, account, livemode, charge from refunds
        union all select id, account, livemode, charge from events where charge is not null
        union all select id, account, livemode, charge from disputes
        union all select id, account, livemode, charge from tokens where charge is not null
        union all select id, account, livemode, charge from sources where charge is not null
      ) x left join charges c on c.account = x.account and c.id = x.charge
      where c.id is null or x.livemode <> c.livemode`,
  },
  {
    name: "4. a charge is at the upstream that it was sent to last",
    query: sql`
      select c.id as row, 'at ' || coalesce(c.upstream, 'no upstream') || ', sent by ' || c.routing as found
      from charges c
      where c.routing <> '[]'
        and (c.upstream is null or c.livemode = 0
          or c.routing not like '%{"upstream":"' || c.upstream || '","at":%'
          or c.routing like '%{"upstream":"' || c.upstream || '","at":%{"upstream":"%","at":%')`,
  },
  {
    name: "4. a charge of a card that an upstream keeps is at that upstream",
    query: sql`
      select c.id as row, 'card ' || coalesce(c.upstream_token, 'none') || ' of ' || c.upstream_customer || ' is not known at ' || coalesce(c.upstream, 'no upstream') as found
      from charges c left join kept_cards k
        on k.account = c.account and k.customer = c.customer and k.upstream = c.upstream
          and k.upstream_customer = c.upstream_customer and k.upstream_card = c.upstream_token
      where c.upstream_customer is not null and k.id is null`,
  },
  {
    // what ends a payment or asks about it takes no money, so an unknown answer to that is no reason to stay
    name: "4. each upstream that was told of a charge before its own certainly did not take it",
    query: sql`
      select c.id as row, 'at ' || c.upstream || ', and ' || m.bank || ' was asked to ' || m.step || ': ' || m.answer as found
      from charges c join bank_messages m on m.account = c.account and m.charge = c.id
      where c.upstream is not null and c.routing <> '[]' and m.bank <> c.upstream
        and (m.answer = 'approved' or (m.step in ('open', 'authorize') and m.not_taken = 0))`,
  },
  {
    name: "4. money of a live charge was confirmed by the upstream or bank that carries it",
    query: sql`
      select c.id as row, 'state ' || c.state || ' at ' || coalesce(c.upstream, 'a bank of ours') || ', which has not confirmed it' as found
      from charges c
      where c.livemode = 1 and c.state in ('authorized', 'capturing', 'reversing', 'captured', 'reversed')
        and not exists (
          select 1 from bank_messages m
          where m.account = c.account and m.charge = c.id and m.answer = 'approved' and m.bank = coalesce(c.upstream, m.bank)
        )`,
  },
  {
    name: "7. a deleted document can be downloaded by nobody, and the file of any that can be is there",
    query: sql`
      select d.id as row, case when d.code is null then 'erased' else 'can be downloaded' end || ', file ' || coalesce(f.id, 'not there') as found
      from documents d left join document_files f on f.account = d.account and f.id = d.id
      where (d.code is not null and f.id is null) or (d.deleted_at is not null and d.code is not null)`,
  },
  {
    name: "7. the logo that an account's pages name is there, and the file of one that was removed is not",
    query: sql`
      select a.id as row, coalesce(a.logo, 'no logo') || ', file ' || coalesce(l.mark, 'not there') as found
      from accounts a left join logos l on l.account = a.id and l.contents is not null
      where (a.logo is null and l.id is not null)
         or (a.logo is not null and (l.id is null or a.logo not like '%"mark":"' || l.mark || '"%'))`,
  },
  {
    name: "3. money is debited only from an account of the merchant's whose owner had agreed, by its own method",
    query: sql`
      select c.id as row, 'by ' || c.method || ' from ' || coalesce(c.linked_account, 'no account') || ', registered ' || coalesce(cast(l.registered_at as text), 'never') as found
      from charges c left join linked_accounts l on l.account = c.account and l.id = c.linked_account
      where (c.linked_account is not null and (l.id is null or l.type <> c.method or l.registered_at is null or l.registered_at > c.created_at or c.customer <> l.customer))
         or (c.linked_account is null and substr(c.method, 1, 13) = 'direct_debit_')
      union all
      select l.id, l.state || ', mandate ' || coalesce(l.mandate, 'none')
      from linked_accounts l where (l.state = 'successful') <> (l.mandate is not null)`,
  },
  {
    name: "7. a throw-away account is a test account that shares its team with no other",
    query: sql`
      select s.id as row, 'made by ' || s.account || ', of team ' || coalesce(a.team, 'none') as found
      from sandboxes s left join accounts a on a.id = s.id
      where a.id is null or a.livemode = 1 or exists (select 1 from accounts o where o.team = a.team and o.id <> a.id)`,
  },
  {
    name: "7. a platform's key acts for the one account that allowed it, in its mode, and is restricted",
    query: sql`
      select c.id as row, 'of ' || c.account || ' for ' || c.sub_account || ', key ' || coalesce(k.account, 'unknown') as found
      from chains c
      left join accounts a on a.id = c.account
      left join accounts s on s.id = c.sub_account
      left join api_keys k on k.id = c.api_key
      where k.id is null or k.account <> c.sub_account or coalesce(k.chain, '') <> c.id or k.permissions is null
         or a.livemode <> c.livemode or s.livemode <> c.livemode or a.team = s.team
      union all
      select k.id, 'of chain ' || k.chain || ', which does not exist'
      from api_keys k left join chains c on c.id = k.chain and c.sub_account = k.account
      where k.chain is not null and c.id is null`,
  },
  {
    name: "7. what tells of an event belongs to its account",
    query: sql`
      select d.id as row, 'of ' || d.account || ', which has no event ' || d.event as found
      from deliveries d left join events e on e.account = d.account and e.id = d.event where e.id is null
      union all
      select a.id, 'of ' || a.account || ' tried ' || a.event || ' at ' || a.uri || ', delivery ' || coalesce(d.event || ' at ' || d.uri, 'not there')
      from attempts a left join deliveries d on d.account = a.account and d.id = a.delivery
      where d.id is null or a.event <> d.event or a.uri <> d.uri`,
  },
  {
    name: "7. the mode of everything is its account's",
    query: sql`
      select x.id as row, 'mode ' || x.livemode || ', account ' || a.livemode as found
      from (
        select id, account, livemode from charges
        union all select id, account, livemode from refunds
        union all select id, account, livemode from tokens
        union all select id, account, livemode from disputes
        union all select id, account, livemode from documents
        union all select id, account, livemode from links
        union all select id, account, livemode from checkout_sessions
        union all select id, account, livemode from cards
        union all select id, account, livemode from customers
        union all select id, account, livemode from sources
        union all select id, account, livemode from entries
        union all select id, account, livemode from events
        union all select id, account, livemode from card_checks
        union all select id, account, livemode from kept_cards
        union all select id, account, livemode from recipients
        union all select id, account, livemode from transfers
        union all select id, account, livemode from upstream_payouts
      ) x join accounts a on a.id = x.account where x.livemode <> a.livemode`,
  },
  {
    name: "8. the audit log of a team has every number up to where its chain ends",
    query: sql`
      select coalesce(c.team, a.team) as row, coalesce(a.number, 0) || ' rows up to ' || coalesce(a.last, 0) || ', chain of ' || coalesce(c.version - 1, 0) as found
      from audit_chains c
      full join (select team, count(*) as number, min(number) as first, max(number) as last from audit group by team) a on a.team = c.team
      where coalesce(a.number, 0) <> coalesce(c.version - 1, 0) or coalesce(a.last, 0) <> coalesce(c.version - 1, 0) or coalesce(a.first, 1) <> 1`,
  },
  {
    name: "8. what a member did belongs to the member's team",
    query: sql`
      select a.team || ' ' || a.number as row, 'done by ' || a.member || ' of ' || coalesce(m.team, 'no team') as found
      from audit a left join members m on m.id = a.member
      where a.member is not null and coalesce(m.team, '') <> a.team`,
  },
];

/** Upper bound of named rows per invariant; more would only repeat it. */
const namedMax = 20;

/** The invariants with their queries, so that they can be checked and reported one after the other. */
export function invariantsOn(ask: (query: Sql) => Promise<Record<string, unknown>[]>): Invariant[] {
  const asked = rules.map(({ name, query }) => ({
    name,
    violations: async () => {
      const rows = await ask(sql`select * from (${query}) violations limit ${namedMax}`);
      return rows.map((row) => ({ invariant: name, row: String(row.row), found: String(row.found) }));
    },
  }));
  return [...asked, { name: auditChainHolds, violations: () => brokenLinks(ask) }];
}

const auditChainHolds = "8. each row of the audit log carries the hash of itself and of the row before";

/** Rows read at a time. */
const auditPage = 5_000;

/** Breaks in the audit log's chain, the one invariant without a query: each row's hash is computed, page by page. */
async function brokenLinks(ask: (query: Sql) => Promise<Record<string, unknown>[]>): Promise<Violation[]> {
  const found: Violation[] = [];
  const tell = (row: string, what: string) => found.push({ invariant: auditChainHolds, row, found: what });
  let last = { team: "", number: 0, hash: "" };
  for (;;) {
    const page = await ask(sql`
      select a.*, c.version as chain_version, c.hash as chain_hash from audit a left join audit_chains c on c.team = a.team
      where (a.team, a.number) > (${last.team}, ${last.number}) order by a.team, a.number limit ${auditPage}`);
    for (const stored of page) {
      const row = auditRowOf(stored);
      const previous = row.team === last.team ? last.hash : "";
      const name = `${row.team} ${row.number}`;
      if (hashOfAudit(previous, row) !== row.hash) tell(name, "its hash is not that of what stands there");
      else if (row.number === Number(stored.chain_version) - 1 && row.hash !== stored.chain_hash)
        tell(name, "its hash is not that of the chain's end");
      if (found.length >= namedMax) return found;
      last = row;
    }
    if (page.length < auditPage) return found;
  }
}

/** A row of the audit log; some drivers return numbers as text. */
function auditRowOf(stored: Record<string, unknown>): AuditRow {
  const row = fromStored("audit", stored);
  return { ...row, number: Number(row.number), at: Number(row.at) };
}

export function verifyQueries(db: Database) {
  return { invariants: invariantsOn(db.survey) };
}

/** All invariants, checked at one moment of a database that others go on using. */
export type Verification = { invariants: readonly Invariant[]; close(): Promise<void> };

/**
 * Opens a database for verification beside a running gateway: nothing is written or migrated, and only the faults found are kept in memory.
 * Meanwhile the write-ahead log of the embedded engine grows, since the pages we read must not be overwritten.
 *
 * @throws Outage where it cannot be reached
 */
export function openVerification(databaseUrl: string | null, folder: string): Promise<Verification> {
  return databaseUrl ? onPostgres(databaseUrl) : onSqlite(join(folder, "chamra.db"));
}

async function onSqlite(file: string): Promise<Verification> {
  if (!existsSync(file)) throw new Outage(`there is no database ${file}`);
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  db.exec("begin");
  return {
    invariants: invariantsOn(async (query) => db.prepare(query.sql).all(...(query.values as (string | number)[]))),
    close: async () => db.close(),
  };
}

async function onPostgres(connectionString: string): Promise<Verification> {
  const { default: pg } = await import("pg"); // loaded only here: a gateway on SQLite does not need it
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, keepAlive: true });
  client.on("error", () => {}); // the waiting query gets the error
  try {
    await client.connect();
    await client.query("begin transaction isolation level repeatable read read only");
  } catch (error) {
    throw new Outage(`the database cannot be reached: ${error instanceof Error ? error.message : error}`, error);
  }
  return {
    invariants: invariantsOn(async ({ text, values }) => (await client.query({ text, values })).rows),
    close: () => client.end(),
  };
}
