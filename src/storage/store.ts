import sql from "sql-template-tag";
import type { Changes } from "../domain/changes.ts";
import { accountQueries } from "./account.ts";
import { auditQueries } from "./audit.ts";
import { bankMessageQueries } from "./bank-message.ts";
import { chargeQueries } from "./charge.ts";
import type { Database, OnCommit, Saved, Tell } from "./database.ts";
import { deliveryQueries, eventQueries } from "./event.ts";
import { idempotencyQueries } from "./idempotency.ts";
import { ledgerQueries } from "./ledger.ts";
import { lineQueries } from "./line.ts";
import { memberQueries } from "./member.ts";
import { migrate } from "./migrate.ts";
import { overviewQueries } from "./overview.ts";
import type { Prepare } from "./postgres-names.ts";
import { queueQueries } from "./queue.ts";
import { refundQueries } from "./refund.ts";
import { requestQueries } from "./request.ts";
import { searchQueries } from "./search.ts";
import { sessionQueries } from "./session.ts";
import { signInFailureQueries } from "./sign-in-failure.ts";
import { simulatedBankQueries } from "./simulated-bank.ts";
import { sourceQueries, tokenQueries } from "./source.ts";
import { vaultQueries } from "./vault.ts";
import { verifyQueries } from "./verify.ts";

/** The port: everything the gateway keeps, asked by resource and saved whole. */
export type Store = ReturnType<typeof queriesOn> & {
  /** Everything in one commit or nothing; a lost race comes back as a value. */
  save(changes: Changes): Promise<Saved>;
  /** Runs `work` while no other process of the same database can; it asks the store that it is given. */
  exclusively<T>(work: (inside: Store) => Promise<T>): Promise<T>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Has every commit told of from now on. */
  watchCommits(told: OnCommit): void;
  /** Connections to the database, by what they do. */
  connections(): Record<string, number>;
  close(): Promise<void>;
};

/** Where data live, and who hears what an operator should know. `alone` is false for commands that work beside a running gateway. */
export type StoreSettings = {
  databaseUrl: string | null;
  folder: string | null;
  connectionsMax: number;
  alone: boolean;
  prepare?: Prepare;
  tell?: Tell;
};

/** Opens the engine that the settings name and brings its schema up to date. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const { databaseUrl, folder, connectionsMax, alone, prepare = "auto", tell = () => {} } = settings;
  // only the engine that is used is loaded: starting is most of what a command does
  const db = databaseUrl
    ? (await import("./postgres.ts")).openPostgres(databaseUrl, connectionsMax, { prepare, tell })
    : (await import("./sqlite.ts")).openSqlite(folder, alone, { tell });
  try {
    await migrate(db);
  } catch (error) {
    await db.close();
    throw error;
  }
  return storeOn(db);
}

function storeOn(db: Database): Store {
  return {
    ...queriesOn(db),
    save: (changes) => db.save(changes),
    exclusively: (work) => db.exclusively((inside) => work(storeOn(inside))),
    ping: async () => {
      await db.all(sql`select 1`);
    },
    watchCommits: (told) => db.watchCommits(told),
    connections: () => db.connections(),
    close: () => db.close(),
  };
}

function queriesOn(db: Database) {
  return {
    account: accountQueries(db),
    audit: auditQueries(db),
    bankMessage: bankMessageQueries(db),
    charge: chargeQueries(db),
    delivery: deliveryQueries(db),
    event: eventQueries(db),
    idempotency: idempotencyQueries(db),
    ledger: ledgerQueries(db),
    line: lineQueries(db),
    member: memberQueries(db),
    overview: overviewQueries(db),
    queue: queueQueries(db),
    refund: refundQueries(db),
    request: requestQueries(db),
    search: searchQueries(db),
    session: sessionQueries(db),
    signInFailure: signInFailureQueries(db),
    simulatedBank: simulatedBankQueries(db),
    source: sourceQueries(db),
    token: tokenQueries(db),
    vault: vaultQueries(db),
    verify: verifyQueries(db),
  };
}
