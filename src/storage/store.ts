import sql from "sql-template-tag";
import type { Changes } from "../domain/changes.ts";
import type { Database, OnCommit, Saved, Tell } from "./base/database.ts";
import { idempotencyQueries } from "./base/idempotency.ts";
import { lineQueries } from "./base/line.ts";
import { migrate } from "./base/migrate.ts";
import { queueQueries } from "./base/queue.ts";
import { cardQueries, tokenQueries } from "./card/card.ts";
import { keptCardQueries } from "./card/kept-card.ts";
import { vaultQueries } from "./card/vault.ts";
import { chainQueries } from "./chain/chain.ts";
import { customerQueries } from "./customer/customer.ts";
import { linkedAccountQueries } from "./debit/linked-account.ts";
import { disputeQueries } from "./dispute/dispute.ts";
import { documentQueries } from "./dispute/document.ts";
import { deliveryQueries, eventQueries } from "./event/event.ts";
import { exchangeRateQueries } from "./forex/rate.ts";
import { overviewQueries } from "./insight/overview.ts";
import { searchQueries } from "./insight/search.ts";
import { ledgerQueries } from "./ledger/ledger.ts";
import { settlementQueries } from "./ledger/settlement.ts";
import { checkoutSessionQueries } from "./link/checkout-session.ts";
import { linkQueries } from "./link/link.ts";
import { auditQueries } from "./log/audit.ts";
import { requestQueries } from "./log/request.ts";
import { accountQueries } from "./merchant/account.ts";
import { logoQueries } from "./merchant/logo.ts";
import { bankMessageQueries } from "./payment/bank-message.ts";
import { chargeQueries } from "./payment/charge.ts";
import { noteQueries } from "./payment/note.ts";
import { notificationQueries } from "./payment/notification.ts";
import { refundQueries } from "./payment/refund.ts";
import { sourceQueries } from "./payment/source.ts";
import { recipientQueries } from "./payout/recipient.ts";
import { transferQueries } from "./payout/transfer.ts";
import type { Prepare } from "./postgres/names.ts";
import { receiptQueries } from "./receipt/receipt.ts";
import { clockQueries } from "./sandbox/clock.ts";
import { emptyingQueries } from "./sandbox/emptying.ts";
import { ruleQueries } from "./sandbox/rule.ts";
import { sandboxQueries } from "./sandbox/sandbox.ts";
import { simulatedBankQueries } from "./sandbox/simulated-bank.ts";
import { snapshotQueries } from "./sandbox/snapshot.ts";
import { occurrenceQueries } from "./schedule/occurrence.ts";
import { scheduleQueries } from "./schedule/schedule.ts";
import { objectSearchQueries } from "./search/found.ts";
import { shadowQueries } from "./shadow/shadow.ts";
import { memberQueries } from "./team/member.ts";
import { savedFilterQueries } from "./team/saved-filter.ts";
import { sessionQueries } from "./team/session.ts";
import { signInFailureQueries } from "./team/sign-in-failure.ts";
import { connectionQueries } from "./upstream/connection.ts";
import { upstreamPayoutQueries } from "./upstream/payout.ts";
import { reconciliationQueries } from "./upstream/reconciliation.ts";
import { verifyQueries } from "./verify/verify.ts";

/** The port of storage: queries by resource, and one way to save. */
export type Store = ReturnType<typeof queriesOn> & {
  /** Saves everything in one commit or nothing; a lost race is a value, not an error. */
  save(changes: Changes): Promise<Saved>;
  /** Runs `work` while no other process of this database does; `work` must use the store it is given. */
  exclusively<T>(work: (inside: Store) => Promise<T>): Promise<T>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Registers a listener of every commit. */
  watchCommits(told: OnCommit): void;
  /** Number of connections to the database by state. */
  connections(): Record<string, number>;
  close(): Promise<void>;
};

/** Where data are stored, and who is told what an operator should know. `alone` is false for commands that run beside a gateway. */
export type StoreSettings = {
  databaseUrl: string | null;
  folder: string | null;
  connectionsMax: number;
  alone: boolean;
  prepare?: Prepare;
  tell?: Tell;
};

/** Opens the configured engine and brings its schema up to date. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const { databaseUrl, folder, connectionsMax, alone, prepare = "auto", tell = () => {} } = settings;
  // loads only the engine in use: loading is most of the time of a command
  const db = databaseUrl
    ? (await import("./postgres/postgres.ts")).openPostgres(databaseUrl, connectionsMax, { prepare, tell })
    : (await import("./sqlite/sqlite.ts")).openSqlite(folder, alone, { tell });
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
    notification: notificationQueries(db),
    card: cardQueries(db),
    keptCard: keptCardQueries(db),
    chain: chainQueries(db),
    charge: chargeQueries(db),
    clock: clockQueries(db),
    customer: customerQueries(db),
    checkoutSession: checkoutSessionQueries(db),
    delivery: deliveryQueries(db),
    dispute: disputeQueries(db),
    document: documentQueries(db),
    emptying: emptyingQueries(db),
    event: eventQueries(db),
    exchangeRate: exchangeRateQueries(db),
    idempotency: idempotencyQueries(db),
    ledger: ledgerQueries(db),
    line: lineQueries(db),
    link: linkQueries(db),
    logo: logoQueries(db),
    linkedAccount: linkedAccountQueries(db),
    connection: connectionQueries(db),
    member: memberQueries(db),
    note: noteQueries(db),
    occurrence: occurrenceQueries(db),
    overview: overviewQueries(db),
    queue: queueQueries(db),
    recipient: recipientQueries(db),
    receipt: receiptQueries(db),
    reconciliation: reconciliationQueries(db),
    upstreamPayout: upstreamPayoutQueries(db),
    refund: refundQueries(db),
    request: requestQueries(db),
    rule: ruleQueries(db),
    sandbox: sandboxQueries(db),
    savedFilter: savedFilterQueries(db),
    schedule: scheduleQueries(db),
    search: searchQueries(db),
    objects: objectSearchQueries(db),
    shadow: shadowQueries(db),
    session: sessionQueries(db),
    settlement: settlementQueries(db),
    signInFailure: signInFailureQueries(db),
    simulatedBank: simulatedBankQueries(db),
    snapshot: snapshotQueries(db),
    source: sourceQueries(db),
    token: tokenQueries(db),
    transfer: transferQueries(db),
    vault: vaultQueries(db),
    verify: verifyQueries(db),
  };
}
