import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import { type AccountId, kindOfId } from "../../domain/base/id.ts";
import type { TableName } from "../../domain/changes.ts";
import { objectTables } from "../../domain/objects.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { amountsIn, type ChargeFilter, matchesInside } from "../../domain/payment/charge-filter.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { has, hasInAnyCase, insideJson } from "../base/match.ts";
import { type Page, type Position, pageOf, within } from "../base/page.ts";
import { fromStored, tables } from "../base/tables.ts";
import { completed } from "../payment/charge.ts";

/** Upper bound of charges with one bank reference. */
const namesakesMax = 100;

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
      scope: sql`account = ${account} ${filter.customer === null ? empty : sql`and customer = ${filter.customer}`} ${within(filter)}`,
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

    /** A page of charges without their refunds. */
    bare: page,

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
    ...(text === null ? [] : [mentions(db, text)]),
  ];
}

function mentions(db: Database, text: string): Sql {
  const inside = insideJson(text);
  const places = [hasInAnyCase(raw("description"), text)];
  for (const column of ["metadata", "source"]) places.push(hasInAnyCase(raw(column), inside));
  // searches name and address only, which come first: the part behind them would reveal by page ends whether a guessed fingerprint is right
  places.push(hasInAnyCase(db.before("card", '"fingerprint":'), inside));
  if (/^\d{4}$/.test(text)) places.push(has("card", `"lastDigits":"${text}"`));
  const amounts = amountsIn(text);
  if (amounts.length > 0) places.push(sql`amount in (${join(amounts)})`);
  return sql`(${join(places, " or ")})`;
}

async function chargesNamed(db: Database, account: AccountId, name: string): Promise<string[]> {
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
        select coalesce(r.charge, e.origin) as charge from entries e left join refunds r on r.account = e.account and r.id = e.origin
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
