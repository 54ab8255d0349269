import pg from "pg";
import sql, { raw } from "sql-template-tag";
import { inSmallLetters } from "../../domain/base/text.ts";
import { type Database, type OnCommit, Outage } from "../base/database.ts";
import { type Patience, startPatienceMs } from "../base/start-lock.ts";
import { writesOf } from "../base/statements.ts";
import { exclusively, migrationText } from "./exclusive.ts";
import { type Prepare, statementNames } from "./names.ts";
import { connecting, reaching, untilDone } from "./outage.ts";
import { groupedSaves } from "./saves.ts";
import { scrub } from "./scrub.ts";

/** Reads bigint columns as numbers: amounts and times are far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Time limits of connecting and of a query; after them a silent server is an outage. Surveys and migrations have none. */
const connectionTimeoutMillis = 5_000;
const query_timeout = 15_000;

/** Upper bound of tries of statements that run together. */
const togetherMax = 5;

/** Opens PostgreSQL. A set of changes is one prepared statement, alone or with other waiting saves: one round trip and one commit. */
export function openPostgres(
  url: string,
  connectionsMax: number,
  { prepare = "auto", tell = () => {}, patienceMs = startPatienceMs }: Partial<Patience> & { prepare?: Prepare } = {},
): Database {
  let onCommit: OnCommit = () => {};
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis,
    query_timeout,
    keepAlive: true,
  });
  pool.on("connect", (client) => client.on("error", () => {})); // the waiting query gets the error; the pool replaces the client
  pool.on("error", () => {}); // errors of an idle client are handled alike

  type Query = { text: string; values: unknown[] };
  const ask = async ({ text, values }: Query, name?: string): Promise<Record<string, unknown>[]> => {
    const client = await connecting(() => pool.connect());
    let broken = false;
    try {
      return (await reaching(() => client.query({ text, values, ...(name && { name }) }))).rows;
    } catch (error) {
      broken = error instanceof Outage;
      throw error;
    } finally {
      client.release(broken); // pool.query would also close the connection after a lost race
    }
  };
  const names = statementNames(prepare, tell);
  const send = async (asked: Query) => {
    const name = names.of(asked.text);
    try {
      return await ask(asked, name);
    } catch (error) {
      if (!name || !names.wereAtFault(error, asked.text)) throw error;
      return ask(asked);
    }
  };
  const query = (asked: Query) => untilDone(() => send(asked));

  /** Runs `work` on a connection outside the pool: for work longer than a statement's time limit. */
  async function apart<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis, keepAlive: true });
    client.on("error", () => {}); // the waiting query gets the error
    try {
      await connecting(() => client.connect());
      return await work(client);
    } finally {
      await client.end().catch(() => {}); // the connection may be closed already
    }
  }

  /** Runs statements in one transaction, again where others' rows came between a table and those that refer to it. */
  async function together(queries: readonly Query[], tries = togetherMax): Promise<void> {
    const client = await connecting(() => pool.connect());
    let done = false;
    try {
      await reaching(() => client.query("begin"));
      for (const { text, values } of queries) await reaching(() => client.query({ text, values }));
      await reaching(() => client.query("commit"));
      done = true;
    } catch (error) {
      if (tries === 1 || !/^(40|23503)/.test((error as { code?: string }).code ?? "")) throw error;
    } finally {
      client.release(!done); // closing the connection undoes unfinished work
    }
    if (!done) await together(queries, tries - 1);
  }

  const saves = groupedSaves(send, (saves, ms) => onCommit(saves, ms));
  let closing: Promise<void> | null = null;

  const db: Database = {
    skipLocked: sql`for update skip locked`,
    contains: (column, text) => sql`position(${inSmallLetters(text)} in lower(${column} collate "C")) > 0`,
    rowAsJson: (alias) => raw(`to_json(${alias})::text`),
    inJson: (column, key) => sql`(${raw(`${column}::json ->> '${key}'`)})`,
    all: query,
    browse: (asked) => ask(asked), // built from filters: too many texts to prepare
    survey: ({ text, values }) => apart(async (client) => (await reaching(() => client.query({ text, values }))).rows),
    run: query,
    together: (queries) => together(queries),
    scrub: (table) => apart((client) => reaching(() => scrub(client, table))),
    save: (changes) => saves.save(writesOf(changes)),
    exclusively: async (work) => {
      const client = await connecting(() => pool.connect());
      let done = false;
      try {
        const result = await exclusively(client, db, { tell, patienceMs }, work);
        done = true;
        return result;
      } finally {
        client.release(!done); // closing the connection undoes unfinished work
      }
    },
    migrate: (name, text) =>
      apart(async (client) => {
        await reaching(() => client.query(migrationText(name, text)));
      }),
    watchCommits: (told) => {
      onCommit = told;
    },
    connections: () => ({
      open: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      max: connectionsMax,
    }),
    close: () => {
      closing ??= saves.finish().then(() => pool.end());
      return closing;
    },
  };
  return db;
}
