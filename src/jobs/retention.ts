import { days, hours, minutes, type Time } from "../domain/base/time.ts";
import { forgottenAfter } from "../domain/team/lock-out.ts";
import type { Gateway } from "../operations/gateway.ts";
import { eraseEnded } from "../operations/sandbox/sandbox.ts";
import { numberKeptFor } from "../vault/vault.ts";

/** Rule of erasure: how long after which moment, and how. */
type Passing = {
  keptFor: number;
  /** The moment from which the time is counted. */
  after: string;
  /**
   * Erases the rows; absent where another table's rule erases them too.
   * @param before rows whose moment lies before this are erased
   */
  forget?: (gateway: Gateway, before: Time) => Promise<unknown>;
};

/** How long the rows of one table are kept: for ever, or until the clock erases them. */
export type Retention = { what: string; why: string; until: "for ever" | Passing };

const kept = (what: string, why: string): Retention => ({ what, why, until: "for ever" });

const books = "The books, and what was said of them: `chamra verify` counts one against the other";
const people = "The audit log names them by their ids";

/** Files of evidence hold personal data, so they are not kept as long as the books. No source says how long; ours (decision 026). */
const filesKeptFor = days(180);

/** How long a shadow's results are kept: a report of the last month can be made. */
const comparisonsKeptFor = days(30);

/**
 * Retention of every table. The clock erases by this table, `chamra retention` prints it, and a test keeps it complete.
 */
export const retention: Readonly<Record<string, Retention>> = {
  charges: kept("charges", books),
  refunds: kept("refunds", books),
  disputes: kept("disputes", books),
  documents: kept("names of documents, without the files", "A dispute tells what was given as evidence"),
  document_files: {
    what: "files that were given as evidence",
    why: "Card networks can open a closed dispute again within months. A deleted document's file is erased at once",
    until: {
      keptFor: filesKeptFor,
      after: "their dispute was closed",
      forget: ({ store }, before) => store.document.forgetFiles(before),
    },
  },
  logos: kept("logos of merchants", "Their payers see them; one that was removed is erased at once"),
  links: kept("payment links, removed ones too", "A charge names the link by which its payer came"),
  checkout_sessions: kept("checkout sessions", "A shop asks for the payments of an order by its session"),
  entries: kept("transactions", books),
  postings: kept("the ledger's postings", books),
  linked_accounts: kept("linked accounts, deleted ones too", "A charge names the account that it was taken from"),
  chains: kept("chains: which platforms a merchant has let act for them", people),
  receipts: kept("receipts for fees", "Tax invoices: the law has them kept for years, and their numbers have no gaps"),
  connections: kept(
    "connections to upstreams; their credentials until they are ended",
    "Charges name the upstream that carried them",
  ),
  upstream_payouts: kept("payouts of upstreams to the merchant's bank", books),
  reconciliations: kept("days that were reconciled with an upstream", books),
  reconciliation_items: kept("payments that differed between an upstream and the books, with notes", books),
  clocks: kept("clocks of test accounts that were moved", "What belongs to an account happens in its time"),
  receipt_books: kept("how far fees are invoiced", "The next receipt has the next number"),
  exchange_rates: kept("exchange rates that the operator set", "A charge was converted by the rate of its day"),
  events: kept("events, each as it was sent", books),
  deliveries: kept("deliveries of events", books),
  attempts: kept("attempts to deliver, with the beginning of an answer that was no 2xx", books),
  sources: kept("sources", "A charge refers to its own; one that was never used can be used later"),
  tokens: kept("tokens", "A charge refers to its own, and a used token is refused as used"),
  wallet_payments: {
    what: "payments that Google Pay and Apple Pay handed over, as digests",
    why: "No copy of one makes a second token. After that its data is refused as too old",
    until: {
      keptFor: days(1),
      after: "their data expired",
      forget: ({ store }, before) => store.token.forgetWalletPayments(before),
    },
  },
  cards: kept(
    "cards: name, address, expiry, brand and last digits, not the number",
    "A token refers to its own. A charge keeps a copy",
  ),
  customers: kept(
    "customers, deleted ones too",
    "A charge names its own. Numbers of their cards go with the card or the customer",
  ),
  schedules: kept("schedules", "Charges name the schedule that they were made for"),
  occurrences: kept("occurrences of schedules", "What became of each date, and which charge was made for it"),
  recipients: kept(
    "recipients, deleted ones too, with the numbers of their bank accounts",
    "A transfer names its own, and tells to which bank account it went",
  ),
  transfers: kept("transfers, deleted ones too", books),
  balances: kept("which balances there are, without amounts", "Who takes money from one writes its row"),
  charge_notes: kept(
    "notes of members on charges; of removed ones that there was one, without the text",
    "A team asks months later what was agreed with a payer",
  ),
  saved_filters: kept("filters that members have named, removed ones too", "A member looks for the same thing again"),
  rules: kept("faults on purpose of test accounts", "They are applied until they are removed"),
  shadows: kept("shadows of test accounts; their keys until they are ended", "Comparisons were made with one"),
  counterparts: {
    what: "which object of a shadow is the counterpart of which of ours, as pairs of ids",
    why: "Requests name their objects for as long as they are compared",
    until: {
      keptFor: comparisonsKeptFor,
      after: "the pair was found",
      forget: ({ store }, before) => store.shadow.forgetCounterparts(before),
    },
  },
  comparisons: {
    what: "what differed between our answers and those of a shadow; the latest 5,000 of an account",
    why: "`chamra fidelity` reports them",
    until: {
      keptFor: comparisonsKeptFor,
      after: "the request",
      forget: ({ store }, before) => store.shadow.forgetComparisons(before),
    },
  },
  sandboxes: {
    what: "throw-away test accounts, with everything that is theirs: rows of every table of this page, keys and audit log too",
    why: "They were made for one run of tests",
    until: { keptFor: minutes(1), after: "they ended", forget: (gateway, before) => eraseEnded(gateway, before) },
  },
  snapshots: kept("snapshots of test accounts, ten of each at most", "They are there to be put back"),
  bank_messages: kept("what banks were asked and said, without card data", "The timeline of a charge, and disputes"),
  notifications: kept(
    "notifications of upstreams about charges, twenty of each at most, without card and personal data",
    "The timeline of a charge, and disputes with the upstream",
  ),
  card_checks: kept("checks of cards when a token was made", "That the bank was asked for one baht, and gave it back"),
  kept_cards: kept(
    "customers' cards that an upstream keeps, by its ids; no numbers",
    "A deleted card is deleted there, too, and a charge refers to its card",
  ),
  accounts: kept("accounts, with their settings", "Everything else belongs to one"),
  api_keys: kept(
    "keys, as hashes; those of test mode sealed too",
    "The request log and the audit log name them by their ids",
  ),
  key_uses: kept("when each key was last let in", "Whoever cleans up keys looks at it"),
  members: kept("members, removed ones too", people),
  one_time_links: kept("invitations and links to sign in, as hashes", people),
  audit: kept("the audit log", "Each row carries the hash of the row before"),
  audit_chains: kept("the end of each audit log", "Each row carries the hash of the row before"),
  card_secrets: {
    what: "card numbers, sealed",
    why: "The longest a charge can wait for its payer, and a day more. A customer's card keeps its number until it is deleted",
    until: { keptFor: numberKeptFor, after: "the token was made", forget: ({ vault }) => vault.erase() },
  },
  data_keys: {
    what: "keys that seal card numbers, one a day; and one a day for customers' cards, until the last of them is deleted",
    why: "Without them nobody opens the numbers in an old backup. The vault's other keys stay",
    until: { keptFor: numberKeptFor, after: "the end of their day" },
  },
  idempotency: {
    what: "idempotency keys",
    why: "A program that asks again does so within hours",
    until: {
      keptFor: hours(24),
      after: "the request",
      forget: ({ store }, before) => store.idempotency.forget(before),
    },
  },
  requests: {
    what: "the request log",
    why: "To find out why something was refused; `CHAMRA_REQUEST_LOG=off` keeps none",
    until: { keptFor: days(7), after: "the request", forget: ({ store }, before) => store.request.forget(before) },
  },
  sessions: {
    what: "sessions of the dashboard",
    why: "They tell when a member was last seen",
    until: {
      keptFor: days(90),
      after: "they ended",
      forget: ({ store }, before) => store.session.forgetBefore(before),
    },
  },
  sign_in_failures: {
    what: "failed sign-ins, counted by e-mail and network",
    why: "Pauses grow while somebody guesses",
    until: {
      keptFor: forgottenAfter,
      after: "the last one",
      forget: ({ store }, before) => store.signInFailure.forgetBefore(before),
    },
  },
  simulated_bank: {
    what: "what the simulated banks of test mode remember",
    why: "Longer than any charge lives",
    until: {
      keptFor: days(8),
      after: "they wrote it",
      forget: ({ store }, before) => store.simulatedBank.forgetBefore(before),
    },
  },
};

/** Erases the rows of one table from before a moment. */
export type PurgeJob = { table: string; keep: number; forget(gateway: Gateway, before: Time): Promise<unknown> };

/** Erasures that the clock carries out. */
export const purgeJobs: readonly PurgeJob[] = Object.entries(retention).flatMap(([table, { until }]) =>
  until === "for ever" || !until.forget ? [] : [{ table, keep: until.keptFor, forget: until.forget }],
);
