import sql, { empty, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Delivery } from "../../domain/event/event.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import type { Fault, Rule } from "../../domain/sandbox/rule.ts";
import type { Database } from "../base/database.ts";
import { type Listed, type ListRange, listOf } from "../base/list.ts";
import { fromStored } from "../base/tables.ts";
import { searchQueries } from "../insight/search.ts";
import { chargeQueries } from "../payment/charge.ts";
import { simulatedBankQueries } from "./simulated-bank.ts";

/** Name of what rules remember of payments, among the memories of the simulated banks. */
const remembered = "rules";

/** Queries of faults on purpose, and of the deliveries that they hold. */
export function ruleQueries(db: Database) {
  const rules = (rows: Record<string, unknown>[]): Rule[] => rows.map((row) => fromStored("rules", row));

  const memory = simulatedBankQueries(db);
  const charges = chargeQueries(db);
  const search = searchQueries(db);

  /** Makes deliveries that rules hold due at a time, if they would be later. */
  const letGo = async (account: AccountId, which: Sql, at: Time): Promise<Delivery[]> => {
    const rows = await db.run(sql`
      update deliveries set due_at = ${at}, version = version + 1
      where account = ${account} and state = 'due' and attempts = 0 and due_at > ${at} and ${which} returning *`);
    return rows.map((row) => fromStored("deliveries", row));
  };

  const heldBy = (account: AccountId, charge: string, fault: Fault): Sql => sql`
    rule in (select id from rules where account = ${account} and fault = ${fault})
    and event in (select id from events where account = ${account} and charge = ${charge})`;

  return {
    get: async (account: AccountId, id: string): Promise<Rule | undefined> =>
      rules(await db.all(sql`select * from rules where account = ${account} and id = ${id}`))[0],

    list: (account: AccountId, range: ListRange): Promise<Listed<Rule>> =>
      listOf(db, "rules", sql`account = ${account}`, range),

    all: async (account: AccountId): Promise<Rule[]> =>
      rules(await db.all(sql`select * from rules where account = ${account} order by created_at, id`)),

    /** Rules of all accounts that were changed at or after a moment of the server, oldest first. */
    changedSince: async (since: Time): Promise<Rule[]> =>
      rules(await db.all(sql`select * from rules where changed_at >= ${since} order by created_at, id`)),

    /** Counts an application, and returns whether the rule was there to be applied once more. */
    apply: async (account: AccountId, id: string): Promise<boolean> => {
      const counted = await db.run(sql`
        update rules set applied = applied + 1
        where account = ${account} and id = ${id} and (times is null or applied < times) returning 1 as counted`);
      return counted.length === 1;
    },

    /** Removes a rule, or all of the account, and lets go what they held. */
    remove: async (account: AccountId, id: string | null, now: Time): Promise<Delivery[]> => {
      const one = (column: Sql) => (id === null ? empty : sql` and ${column} = ${id}`);
      await db.run(sql`delete from rules where account = ${account}${one(sql`id`)}`);
      return letGo(account, sql`rule is not null${one(sql`rule`)}`, now);
    },

    /** Tells other processes of the account's rules anew. */
    touch: (account: AccountId, now: Time) =>
      db.run(sql`update rules set changed_at = ${now} where account = ${account}`),

    /** What was kept for a rule and a matter; undefined where nothing was. */
    kept: (account: AccountId, rule: string, matter: string): Promise<string | undefined> =>
      memory.get(remembered, `${account} ${rule} ${matter}`),

    /** Keeps a text for a rule and a matter, unless one is kept. @returns the one that is kept */
    keep: (account: AccountId, rule: string, matter: string, text: string, now: Time): Promise<string> =>
      memory.putOnce(remembered, `${account} ${rule} ${matter}`, text, now),

    /**
     * The charge that a bank knows by a reference, or that a request with this reference follows up, and the id of the refund that is meant.
     * Undefined for what is about no charge, such as the check of a card.
     */
    chargeOf: async (
      account: AccountId,
      reference: string,
    ): Promise<{ charge: Charge; others: string[] } | undefined> => {
      const [name = ""] = reference.split("/");
      const [known] = await search.named(account, name);
      const [found] = known
        ? [known.id]
        : (
            await db.all(
              sql`select id from charges where account = ${account} and three_ds_transaction = ${name} limit 1`,
            )
          ).map(({ id }) => String(id));
      const charge = found === undefined ? undefined : await charges.get(account, found);
      return charge && { charge, others: name === charge.id ? [] : [name] };
    },

    /** Notes that the payer of a charge was sent back to the merchant. */
    noteReturn: (account: AccountId, charge: string, now: Time) =>
      memory.putOnce(remembered, `returned ${account} ${charge}`, "yes", now),

    hasReturned: async (account: AccountId, charge: string): Promise<boolean> =>
      (await memory.get(remembered, `returned ${account} ${charge}`)) !== undefined,

    /** Whether an event of a charge is held for an endpoint by rules with a fault. */
    holds: async (account: AccountId, charge: string, fault: Fault, uri: string): Promise<boolean> => {
      const held = await db.all(sql`
        select 1 from deliveries
        where account = ${account} and uri = ${uri} and state = 'due' and attempts = 0 and ${heldBy(account, charge, fault)} limit 1`);
      return held.length > 0;
    },

    /** Lets events of a charge go that rules with a fault hold: for one endpoint, or for all. */
    release: (account: AccountId, charge: string, fault: Fault, uri: string | null, at: Time): Promise<Delivery[]> =>
      letGo(account, sql`${heldBy(account, charge, fault)}${uri === null ? empty : sql` and uri = ${uri}`}`, at),
  };
}
