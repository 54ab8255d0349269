import sql, { type Sql } from "sql-template-tag";
import type { Database } from "./database.ts";

/** What must hold in every database, and the query that finds rows where it does not. `row` is the id to look at, `found` what is wrong with it. */
type Invariant = { name: string; query: Sql };

/** A row that breaks an invariant. */
export type Violation = { invariant: string; row: string; found: string };

const decided = sql`('captured', 'failed', 'expired', 'reversed', 'authorized', 'capturing', 'reversing')`;

/** Numbers are those of ARCHITECTURE.md, "Invariants". */
const invariants: readonly Invariant[] = [
  {
    name: "3. the postings of an entry sum to zero",
    query: sql`
      select entry as row, 'postings sum to ' || sum(amount) as found
      from postings group by entry, currency having sum(amount) <> 0`,
  },
  {
    name: "3. an entry's amount is what it moves on the merchant's balance",
    query: sql`
      select e.id as row, 'entry says ' || e.amount || ', postings ' || coalesce(-p.amount, 0) as found
      from entries e left join postings p on p.entry = e.id and p.ledger_account = 'merchant'
      where e.amount <> coalesce(-p.amount, 0)`,
  },
  {
    name: "3. a captured charge has one entry, its net; no other charge has any",
    query: sql`
      select c.id as row, 'state ' || c.state || ', entry ' || coalesce(cast(e.amount as text), 'none') as found
      from charges c left join entries e on e.origin = c.id and e.key = 'charge.captured.net'
      where (c.state = 'captured' and
             (e.id is null or e.id <> c."transaction" or e.amount <> c.captured_amount - c.fee - c.fee_vat - c.interest - c.interest_vat))
         or (c.state <> 'captured' and e.id is not null)`,
  },
  {
    name: "3. what a charge says was refunded is what its refunds sum to",
    query: sql`
      select c.id as row, 'charge says ' || c.refunded_amount || ' in ' || c.refund_count || ', refunds ' || coalesce(r.total, 0) || ' in ' || coalesce(r.number, 0) as found
      from charges c
      left join (select charge, sum(amount) as total, count(*) as number from refunds where state <> 'failed' group by charge) r on r.charge = c.id
      where c.refunded_amount <> coalesce(r.total, 0) or c.refund_count <> coalesce(r.number, 0)`,
  },
  {
    name: "3. a closed refund has one entry, no other has any",
    query: sql`
      select r.id as row, 'state ' || r.state || ', entry ' || coalesce(e.id, 'none') as found
      from refunds r left join entries e on e.origin = r.id
      where (r.state = 'closed' and (e.id is null or e.id <> r."transaction")) or (r.state <> 'closed' and e.id is not null)`,
  },
  {
    name: "2. a decided charge has exactly one charge.complete, an undecided one none",
    query: sql`
      select c.id as row, 'state ' || c.state || ', charge.complete ' || coalesce(e.number, 0) || ' times' as found
      from charges c
      left join (select charge, count(*) as number from events where key = 'charge.complete' group by charge) e on e.charge = c.id
      where coalesce(e.number, 0) <> (case when c.state in ${decided} then 1 else 0 end)`,
  },
  {
    name: "2. a charge that its merchant was told of has exactly one charge.create",
    query: sql`
      select c.id as row, 'state ' || c.state || ', charge.create ' || coalesce(e.number, 0) || ' times' as found
      from charges c
      left join (select charge, count(*) as number from events where key = 'charge.create' group by charge) e on e.charge = c.id
      where coalesce(e.number, 0) <> (case when c.page is not null or c.state in ${decided} then 1 else 0 end)`,
  },
  {
    name: "2. a charge that is not final is looked at again by the clock, a final one is not",
    query: sql`
      select id as row, 'state ' || state || ', due at ' || coalesce(cast(due_at as text), 'no time') as found
      from charges where (due_at is null) <> (state in ('captured', 'failed', 'expired', 'reversed'))`,
  },
  {
    name: "4. a token is spent by the charge that says so",
    query: sql`
      select t.id as row, 'token says ' || coalesce(t.charge, 'unspent') || ', charge ' || coalesce(c.id, 'none') as found
      from tokens t left join charges c on c.token = t.id
      where coalesce(t.charge, '') <> coalesce(c.id, '')`,
  },
  {
    name: "4. a source is spent by a charge that exists, with its amount and currency",
    query: sql`
      select s.id as row, 'source says ' || s.charge || ' for ' || s.amount as found
      from sources s left join charges c on c.id = s.charge
      where s.charge is not null and (c.id is null or c.amount <> s.amount or c.currency <> s.currency or c.method <> s.type)`,
  },
  {
    name: "5. every attempt that a delivery counts is recorded, and a delivered one was taken",
    query: sql`
      select d.id as row, d.state || ' after ' || d.attempts || ', recorded ' || coalesce(a.number, 0) || ' with ' || coalesce(a.taken, 0) || ' taken' as found
      from deliveries d
      left join (
        select delivery, count(*) as number, sum(case when status between 200 and 299 then 1 else 0 end) as taken from attempts group by delivery
      ) a on a.delivery = d.id
      where d.attempts > coalesce(a.number, 0) or (d.state = 'delivered' and coalesce(a.taken, 0) = 0)`,
  },
  {
    name: "7. what belongs to a charge belongs to its account and mode",
    query: sql`
      select x.id as row, 'account ' || x.account || ', charge ' || c.account as found
      from (
        select id, account, livemode, charge from refunds
        union all select id, account, livemode, charge from events
        union all select id, account, livemode, charge from tokens where charge is not null
        union all select id, account, livemode, charge from sources where charge is not null
      ) x join charges c on c.id = x.charge
      where x.account <> c.account or x.livemode <> c.livemode`,
  },
  {
    name: "7. the mode of a charge is its account's",
    query: sql`
      select c.id as row, 'charge ' || c.livemode || ', account ' || a.livemode as found
      from charges c join accounts a on a.id = c.account where c.livemode <> a.livemode`,
  },
];

/** How many rows of one invariant are named; more would only repeat it. */
const namedMax = 20;

/** Checks everything on a database in use: reads only, names what is wrong, keeps nothing in memory but that. */
export function verifyQueries(db: Database) {
  return {
    /** One invariant after the other, so that whoever waits can be told how far it is. */
    invariants: invariants.map(({ name, query }) => ({
      name,
      violations: async (): Promise<Violation[]> => {
        const rows = await db.survey(sql`${query} limit ${namedMax}`);
        return rows.map((row) => ({ invariant: name, row: String(row.row), found: String(row.found) }));
      },
    })),
  };
}
