import sql, { raw, type Sql } from "sql-template-tag";
import { type AccountId, kindOfId } from "../../domain/base/id.ts";
import type { TableName } from "../../domain/changes.ts";
import { objectTables } from "../../domain/objects.ts";
import type { Database } from "../base/database.ts";
import { tables } from "../base/tables.ts";

/** Upper bound of charges with one bank reference. */
const namesakesMax = 100;

/** Ids of the charges with this name: any id of ours that belongs to a charge, or a bank's reference. */
export async function chargesNamed(db: Database, account: AccountId, name: string): Promise<string[]> {
  const ids = async (query: Sql): Promise<string[]> =>
    (await db.all(query)).flatMap(({ charge }) => (charge === null ? [] : [String(charge)]));
  const chargeOf = (table: string) =>
    ids(sql`select charge from ${raw(table)} where account = ${account} and id = ${name}`);
  const kind = kindOfId(name);
  switch (kind) {
    case "charge":
      return [name];
    case "event":
      return chargeOf("events");
    case "transaction":
      return ids(sql`
        select coalesce(r.charge, d.charge, e.origin) as charge from entries e
        left join refunds r on r.account = e.account and r.id = e.origin
        left join disputes d on d.account = e.account and d.id = e.origin
        where e.account = ${account} and e.id = ${name}`);
    case "delivery":
      return ids(sql`
        select e.charge from deliveries d join events e on e.account = d.account and e.id = d.event where d.account = ${account} and d.id = ${name}
        union all select e.charge from attempts a join events e on e.account = a.account and e.id = a.event where a.account = ${account} and a.id = ${name}`);
    case "page":
    case "cardPage":
      return ids(sql`select id as charge from charges where account = ${account} and page = ${name}`);
    case undefined:
      return ids(sql`
        select charge from (
          select id as charge, created_at from charges
          where account = ${account} and bank_reference = ${name} and bank_reference is not null and bank_reference <> id
          union all
          select id, created_at from charges where account = ${account} and approval_code = ${name} and approval_code is not null
          union all
          select charge, created_at from sources
          where account = ${account} and provider_reference = ${name} and provider_reference is not null
        ) as namesakes order by created_at desc limit ${namesakesMax}`);
    default: {
      const table = tableOfCharges.get(kind);
      return table ? chargeOf(table) : [];
    }
  }
}

/** Tables of objects that belong to a charge, by kind. */
const tableOfCharges: ReadonlyMap<string, TableName> = new Map(
  Object.entries(objectTables).filter(([, name]) => tables[name].columns.some(({ column }) => column === "charge")),
);
