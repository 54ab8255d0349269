import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Time } from "../../domain/base/time.ts";
import type { LoggedRequest } from "../../domain/log/request.ts";
import { among } from "../base/among.ts";
import type { Database } from "../base/database.ts";
import { type Page, type Position, pageOf } from "../base/page.ts";
import { fromStored, tables, toStored } from "../base/tables.ts";

/** A request without its headers and bodies. */
export type RequestFacts = Omit<LoggedRequest, "headers" | "requestBody" | "responseBody" | "truncated">;

export type RequestFilter = {
  method: string | null;
  status: number | null;
  statusClass: number | null;
  path: string | null;
  /** Id of the key of the request. */
  key: string | null;
};

/** Sizes of inserts: rows go in batches of these sizes, each with one prepared text, so few texts are planned. */
const batches = [64, 16, 4, 1];

/** Upper bound of rows deleted at once, so that nothing else waits long. */
const forgottenAtOnce = 2_000;

const facts = raw(
  "id, account, method, path, status, latency_ms, api_key, key_kind, ip, error_code, about, created_at, '{}' as headers, null as request_body, null as response_body, 0 as truncated",
);

/** Queries of the request log. */
export function requestQueries(db: Database) {
  return {
    /** Inserts rows together, in a commit of their own. */
    add: async (rows: readonly LoggedRequest[]): Promise<void> => {
      let written = 0;
      while (written < rows.length) {
        const left = rows.length - written;
        const size = batches.find((batch) => batch <= left) ?? 1;
        await db.run(insertOf(rows.slice(written, written + size)));
        written += size;
      }
    },

    get: async (account: AccountId, id: string): Promise<LoggedRequest | undefined> => {
      const [row] = await db.all(sql`select * from requests where account = ${account} and id = ${id}`);
      return row && fromStored("requests", row);
    },

    /** A page of requests, newest first. Like a search of charges, it looks at a limited number of rows. */
    page: async (
      account: AccountId,
      filter: RequestFilter,
      before: Position | null,
      limit: number,
    ): Promise<Page<RequestFacts>> => {
      const scope = sql`account = ${account}`;
      const wanted = { columns: facts, scope, conditions: conditionsOf(filter), before, limit };
      const { rows, next } = await pageOf(db, { table: "requests", ...wanted });
      return { rows: rows.map((row) => fromStored("requests", row)), next };
    },

    /** Requests about any of these objects, oldest first. */
    about: async (account: AccountId, objects: readonly string[], limit: number): Promise<RequestFacts[]> => {
      const rows = await db.all(
        sql`select ${facts} ${among("requests", account, "about", objects)} and about is not null order by created_at desc, id desc limit ${limit}`,
      );
      return rows.map((row) => fromStored("requests", row)).reverse();
    },

    /** Deletes older rows in batches, account by account, since the index is in that order. */
    forget: async (olderThan: Time): Promise<void> => {
      let forgotten: unknown[];
      do {
        forgotten = await db.run(sql`
          delete from requests where (account, id) in (
            select r.account, r.id from accounts a cross join requests r where r.account = a.id and r.created_at < ${olderThan} limit ${forgottenAtOnce}
          ) returning 1 as gone`);
      } while (forgotten.length === forgottenAtOnce);
    },
  };
}

function conditionsOf({ method, status, statusClass, path, key }: RequestFilter): Sql[] {
  return [
    ...(key === null ? [] : [sql`api_key = ${key}`]),
    ...(method === null ? [] : [sql`method = ${method}`]),
    ...(status === null ? [] : [sql`status = ${status}`]),
    ...(statusClass === null ? [] : [sql`status >= ${statusClass * 100} and status < ${statusClass * 100 + 100}`]),
    ...(path === null ? [] : [sql`lower(path) like ${`%${path.toLowerCase().replace(/[%_!]/g, "!$&")}%`} escape '!'`]),
  ];
}

function insertOf(rows: readonly LoggedRequest[]): Sql {
  const table = tables.requests;
  const columns = raw(table.columns.map(({ column }) => `"${column}"`).join(", "));
  const values = rows.map((row) => sql`(${join(toStored(table, row))})`);
  return sql`insert into requests (${columns}) values ${join(values)} on conflict do nothing`;
}
