import type { Idempotency } from "./base/idempotency.ts";
import type { Card, CardCheck, CardSecret, DataKey, Token } from "./card/card.ts";
import type { KeptCard } from "./card/kept-card.ts";
import type { WalletPayment } from "./card/wallet.ts";
import type { Chain } from "./chain/chain.ts";
import type { Customer } from "./customer/customer.ts";
import type { LinkedAccount } from "./debit/linked-account.ts";
import type { Dispute } from "./dispute/dispute-row.ts";
import type { Document, DocumentFile } from "./dispute/document-row.ts";
import type { Attempt, Delivery, Event } from "./event/event.ts";
import type { DayRate } from "./forex/rate.ts";
import type { Balance } from "./ledger/balance-row.ts";
import type { Entry, Posting } from "./ledger/ledger.ts";
import type { CheckoutSession } from "./link/checkout-session.ts";
import type { Link } from "./link/link.ts";
import type { AuditChain, AuditRow } from "./log/audit.ts";
import type { LoggedRequest } from "./log/request.ts";
import type { Account, ApiKey } from "./merchant/account.ts";
import type { Logo } from "./merchant/brand-row.ts";
import type { BankMessage } from "./payment/bank-message.ts";
import type { Charge } from "./payment/charge.ts";
import type { ChargeNote } from "./payment/note.ts";
import type { BankNotification } from "./payment/notification.ts";
import type { Refund } from "./payment/refund-row.ts";
import type { Source } from "./payment/source.ts";
import type { Recipient } from "./payout/recipient-row.ts";
import type { Transfer } from "./payout/transfer-row.ts";
import type { Receipt, ReceiptBook } from "./receipt/receipt-row.ts";
import type { Clock } from "./sandbox/clock.ts";
import type { Rule } from "./sandbox/rule.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import type { Snapshot } from "./sandbox/snapshot.ts";
import type { Occurrence } from "./schedule/occurrence-row.ts";
import type { Schedule } from "./schedule/schedule-row.ts";
import type { Comparison, Counterpart, Shadow } from "./shadow/shadow.ts";
import type { Member, OneTimeLink, Session } from "./team/member.ts";
import type { SavedFilter } from "./team/saved-filter.ts";
import type { Connection } from "./upstream/connection.ts";
import type { UpstreamPayout } from "./upstream/payout-row.ts";
import type { Reconciliation, ReconciliationItem } from "./upstream/reconciliation-row.ts";

/** Every kind of row, by the name of its table. */
export type Rows = {
  accounts: Account;
  api_keys: ApiKey;
  logos: Logo;
  data_keys: DataKey;
  cards: Card;
  card_secrets: CardSecret;
  card_checks: CardCheck;
  kept_cards: KeptCard;
  tokens: Token;
  wallet_payments: WalletPayment;
  customers: Customer;
  sources: Source;
  charges: Charge;
  refunds: Refund;
  disputes: Dispute;
  documents: Document;
  document_files: DocumentFile;
  links: Link;
  linked_accounts: LinkedAccount;
  checkout_sessions: CheckoutSession;
  balances: Balance;
  entries: Entry;
  postings: Posting;
  events: Event;
  deliveries: Delivery;
  attempts: Attempt;
  idempotency: Idempotency;
  members: Member;
  sessions: Session;
  one_time_links: OneTimeLink;
  audit: AuditRow;
  audit_chains: AuditChain;
  requests: LoggedRequest;
  bank_messages: BankMessage;
  notifications: BankNotification;
  schedules: Schedule;
  occurrences: Occurrence;
  recipients: Recipient;
  transfers: Transfer;
  exchange_rates: DayRate;
  receipts: Receipt;
  chains: Chain;
  receipt_books: ReceiptBook;
  charge_notes: ChargeNote;
  saved_filters: SavedFilter;
  clocks: Clock;
  rules: Rule;
  sandboxes: Sandbox;
  snapshots: Snapshot;
  connections: Connection;
  reconciliations: Reconciliation;
  reconciliation_items: ReconciliationItem;
  upstream_payouts: UpstreamPayout;
  shadows: Shadow;
  counterparts: Counterpart;
  comparisons: Comparison;
};
export type TableName = keyof Rows;

/** Tables whose rows change after creation; each row carries a version. */
export type MutableTable = {
  [Name in TableName]: Rows[Name] extends { version: number } ? Name : never;
}[TableName];

/**
 * Everything that must be saved together. A row to update carries its new version; the store saves nothing unless every stored row still has the
 * version before.
 */
export type Changes = {
  update?: { [Name in MutableTable]?: readonly Rows[Name][] };
  insert?: { [Name in TableName]?: readonly Rows[Name][] };
  /**
   * Rows that the decision rests on and does not change: nothing is saved unless each is stored as it was loaded. Those who rest on one row at once do not
   * lose to each other, only to who changes it.
   */
  unchanged?: { [Name in MutableTable]?: readonly Rows[Name][] };
};
