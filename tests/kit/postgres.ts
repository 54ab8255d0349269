import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import pg from "pg";
import { inject } from "vitest";
import { type DoorAnswer, migratedDatabase } from "./postgres-server.ts";

/** A database for one test, on the PostgreSQL of this run: empty, or with all migrations. */
export async function freshDatabase({ migrated = false } = {}): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await administer(`create database ${name}${migrated ? ` template ${migratedDatabase}` : ""}`);
  return {
    url: await urlOf(name),
    drop: () => administer(`drop database if exists ${name} with (force)`),
  };
}

/** The folder of the server's programs (`pg_dump`, `pgbench` and the like, if installed). */
export async function postgresBinaries(): Promise<string> {
  return (await server()).binaries;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client(await urlOf("postgres"));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function urlOf(database: string): Promise<string> {
  return `postgres://postgres@127.0.0.1:${(await server()).port}/${database}`;
}

/** Asks for the server of this run; the first call waits for its start. */
async function server() {
  const answer: DoorAnswer = JSON.parse(await text(connect(inject("postgresDoor"), "127.0.0.1")));
  if ("problem" in answer) throw new Error(answer.problem);
  return answer;
}
