import { parseExactly } from "../../domain/base/exact-json.ts";
import { template } from "../../domain/base/template.ts";
import { snakeCase } from "../../domain/base/text.ts";
import { cardFacts } from "../../domain/card/card.ts";
import type { Rows, TableName } from "../../domain/changes.ts";
import { unpaid } from "../../domain/link/link.ts";
import { type SourceParameter, sourceFields, sourceParameters } from "../../domain/payment/source-field.ts";

/** How a property is stored: unchanged, as 0 and 1, as JSON text, or inside the JSON text of the column `details`. */
type Kind = "plain" | "flag" | "json" | "detail";

/** One table: its key, the tables that it refers to, and how each property of its rows is stored. */
export type Table = {
  name: TableName;
  key: readonly string[];
  parents: readonly TableName[];
  columns: readonly Column[];
};
type Column = { property: string; column: string; kind: Kind };

const detailsColumn = "details";

/** How each property of the domain's rows is stored, in this one table. `null`: not stored. */
const descriptions: { [Name in TableName]: { [Property in keyof Rows[Name]]-?: Kind | null } } = {
  accounts: {
    ...plain(
      "id",
      "version",
      "team",
      "name",
      "email",
      "country",
      "currency",
      "apiVersion",
      "webhookUri",
      "webhookSecret",
      "webhookSecretSince",
      "apiVersionSince",
      "chainReturnUri",
      "brandColor",
      "createdAt",
    ),
    ...flags(
      "livemode",
      "zeroInterestInstallments",
      "threeDSecure",
      "autoActivateRecipients",
      "chainEnabled",
      "codesRequired",
    ),
    metadataExportKeys: "json",
    methods: "json",
    billing: "json",
    logo: "json",
    previousWebhookSecrets: "json",
    otherEndpoints: "json",
    routes: "json",
  },
  api_keys: {
    ...plain(
      "id",
      "version",
      "account",
      "kind",
      "name",
      "hash",
      "shown",
      "ending",
      "chain",
      "createdAt",
      "expiresAt",
      "revokedAt",
    ),
    permissions: "json",
  },
  logos: plain("id", "version", "account", "mark", "contents", "createdAt"),
  data_keys: plain("id", "purpose", "kekId", "wrapped", "createdAt", "destroyAt"),
  cards: {
    ...plain("id", "version", "account", "owner", "ownerId", "savedAt", "createdAt", "deletedAt"),
    livemode: "flag",
    ...every(cardFacts, "detail"),
  },
  card_secrets: plain("card", "version", "account", "keyId", "sealed", "eraseAt"),
  card_checks: {
    ...plain("id", "version", "account", "card", "request", "amount", "currency", "state", "answer", "reason"),
    ...plain("dueAt", "createdAt", "answeredAt", "voidedAt"),
    livemode: "flag",
  },
  kept_cards: {
    ...plain("id", "version", "account", "customer", "upstream", "upstreamCustomer", "upstreamCard"),
    ...plain("dueAt", "createdAt", "forgottenAt"),
    livemode: "flag",
  },
  tokens: {
    ...plain("id", "version", "account", "card", "charge", "customer", "createdAt"),
    livemode: "flag",
    proof: "json",
  },
  wallet_payments: plain("id", "account", "token", "createdAt", "expiresAt"),
  customers: {
    ...plain("id", "version", "account", "email", "description", "defaultCard", "createdAt", "deletedAt"),
    livemode: "flag",
    metadata: "json",
    cards: null, // rows of another table, read with the customer
    linkedAccounts: null, // the same
  },
  sources: {
    ...plain(
      "id",
      "version",
      "account",
      "type",
      "flow",
      "amount",
      "currency",
      "providerReference",
      "charge",
      "createdAt",
    ),
    livemode: "flag",
    ...every(sourceParameters, "detail"),
  },
  charges: {
    ...plain(
      "id",
      "version",
      "account",
      "state",
      "method",
      "amount",
      "currency",
      "capturedAmount",
      "refundedAmount",
      "refundCount",
      "followUps",
    ),
    ...plain("fundingCurrency", "exchangeRate", "fundingAmount", "refundedFunding"),
    ...plain(
      "fee",
      "feeVat",
      "interest",
      "interestVat",
      "token",
      "customer",
      "linkedAccount",
      "link",
      "schedule",
      "checkoutSession",
      "dispute",
      "description",
      "ip",
      "returnUri",
      "page",
      "failureCode",
      "failureMessage",
      "upstream",
    ),
    ...plain(
      "upstreamId",
      "upstreamToken",
      "upstreamCustomer",
      "bankReference",
      "authenticatedBy",
      "threeDsTransaction",
      "approvalCode",
      "transaction",
      "createdAt",
      "authorizedAt",
      "paidAt",
      "expiresAt",
      "expiredAt",
      "reversedAt",
      "dueAt",
    ),
    ...flags("livemode", "capture", "preAuth", "voided", "zeroInterestInstallments"),
    rates: "json",
    source: "json",
    card: "json",
    cardOnFile: "json",
    metadata: "json",
    webhookEndpoints: "json",
    authentication: "json",
    nextStep: "json",
    routing: "json",
    earlierUpstreamIds: "json",
    announced: "flag",
    refunds: null, // rows of another table, read with the charge
    cardDeleted: null, // the same
    latestDispute: null, // the same
  },
  refunds: {
    ...plain("id", "version", "account", "charge", "state", "amount", "currency", "transaction", "createdAt", "dueAt"),
    ...plain("fundingCurrency", "fundingAmount"),
    ...flags("livemode", "voided"),
    metadata: "json",
  },
  disputes: {
    ...plain("id", "version", "account", "charge", "state", "amount", "currency", "reason", "message", "debit"),
    ...plain("credit", "respondBy", "createdAt", "closedAt", "dueAt"),
    livemode: "flag",
    metadata: "json",
    transactions: null, // rows of other tables, read with the dispute
    documents: null,
  },
  documents: {
    ...plain("id", "version", "account", "dispute", "filename", "contentType", "size", "code", "createdAt"),
    ...plain("deletedAt"),
    livemode: "flag",
  },
  document_files: plain("id", "account", "contents", "createdAt"),
  linked_accounts: {
    ...plain("id", "version", "account", "type", "state", "returnUri", "customer", "mandate", "lastDigits"),
    ...plain("failureCode", "createdAt", "expiresAt", "registeredAt"),
    livemode: "flag",
    metadata: "json",
  },
  links: {
    ...plain("id", "version", "account", "amount", "currency", "title", "description", "charge"),
    ...plain("createdAt", "deletedAt"),
    ...flags("livemode", "multiple"),
    latest: null, // rows of another table, read with the link
    charges: null,
  },
  checkout_sessions: {
    ...plain("id", "version", "account", "amount", "currency", "orderId", "description", "completeUrl", "cancelUrl"),
    ...plain("locale", "charge", "createdAt", "expiresAt", "cancelledAt"),
    ...flags("livemode", "autoCapture"),
    methods: "json",
    metadata: "json",
    style: "json",
    payments: null, // rows of another table, read with the session
  },
  balances: plain("account", "currency", "version"),
  entries: {
    ...plain("id", "version", "account", "key", "origin", "currency", "amount", "transferableAt", "createdAt"),
    livemode: "flag",
  },
  postings: plain("entry", "account", "ledgerAccount", "upstream", "currency", "amount"),
  events: {
    ...plain("id", "account", "key", "object", "objectId", "charge", "data", "apiVersion", "createdAt"),
    livemode: "flag",
  },
  deliveries: {
    ...plain("id", "version", "account", "event", "uri", "host", "state", "attempts", "dueAt", "leasedUntil"),
    ...plain("createdAt", "rule"),
    livemode: "flag",
  },
  attempts: plain("id", "delivery", "event", "account", "uri", "status", "error", "answer", "latencyMs", "createdAt"),
  members: {
    ...plain("id", "version", "team", "email", "name", "role", "password", "totpSecret", "totpOffered", "totpStep"),
    ...plain("createdAt", "removedAt"),
    operator: "flag",
  },
  sessions: {
    ...plain("id", "version", "member", "hash", "by", "ip", "userAgent", "createdAt", "seenAt", "expiresAt"),
    revokedAt: "plain",
  },
  one_time_links: {
    ...plain("id", "version", "team", "kind", "member", "email", "role", "maker", "hash", "createdAt"),
    ...plain("expiresAt", "usedAt"),
    revokedAt: "plain",
  },
  audit: {
    ...plain(
      "team",
      "number",
      "at",
      "account",
      "member",
      "apiKey",
      "request",
      "act",
      "object",
      "before",
      "after",
      "ip",
    ),
    hash: "plain",
  },
  audit_chains: plain("team", "version", "hash"),
  idempotency: plain("account", "key", "version", "fingerprint", "reference", "answer", "status", "createdAt"),
  requests: {
    ...plain("id", "account", "method", "path", "status", "latencyMs", "apiKey", "keyKind", "ip", "errorCode", "about"),
    ...plain("requestBody", "responseBody", "createdAt"),
    ...flags("truncated"),
    headers: "json",
  },
  schedules: {
    ...plain("id", "version", "account", "state", "startOn", "endOn", "nextOn", "scheduledId", "customer", "card"),
    ...plain("recipient", "balanceBps"),
    ...plain("amount", "currency", "description", "processed", "createdAt", "endedAt"),
    livemode: "flag",
    recurrence: "json",
    metadata: "json",
    occurrences: null, // rows of another table, read with the schedule
    defaultCard: null, // the same
  },
  occurrences: {
    ...plain("id", "version", "account", "schedule", "state", "attempt", "scheduledOn", "retryOn", "result", "message"),
    ...plain("transferAmount", "createdAt", "begunAt", "processedAt", "dueAt"),
    livemode: "flag",
  },
  recipients: {
    ...plain("id", "version", "account", "name", "type", "email", "description", "taxId", "createdAt", "verifiedAt"),
    ...plain("activatedAt", "failureCode", "dueAt", "deletedAt"),
    ...flags("livemode", "isDefault"),
    bankAccount: "json",
    metadata: "json",
  },
  transfers: {
    ...plain("id", "version", "account", "state", "recipient", "amount", "fee", "feeVat", "currency", "schedule"),
    ...plain(
      "idempKey",
      "splitGroup",
      "failureCode",
      "tries",
      "createdAt",
      "sentAt",
      "paidAt",
      "failedAt",
      "deletedAt",
    ),
    dueAt: "plain",
    ...flags("livemode", "failFast"),
    bankAccount: "json",
    metadata: "json",
    entries: null, // rows of another table, read with the transfer
    sendable: null, // follows from the balance and the recipient of the moment
  },
  receipts: {
    ...plain("id", "account", "number", "sequence", "issuedOn", "currency", "chargeFee", "transferFee", "voidedFee"),
    ...plain("subtotal", "vat", "wht", "total", "createdAt"),
    ...flags("livemode", "creditNote"),
    seller: "json",
    buyer: "json",
  },
  receipt_books: { ...plain("id", "version", "account", "issued", "since", "ownSince", "dueAt"), livemode: "flag" },
  chains: {
    ...plain("id", "account", "subAccount", "email", "apiKey", "sealedKey", "createdAt"),
    livemode: "flag",
    revokedAt: null, // a fact of another table's row, read with the chain
  },
  exchange_rates: plain("base", "quote", "since", "version", "rate", "setAt"),
  charge_notes: {
    ...plain("id", "version", "account", "charge", "member", "note", "createdAt", "deletedAt"),
    livemode: "flag",
  },
  saved_filters: {
    ...plain("id", "version", "account", "member", "list", "name", "createdAt", "deletedAt"),
    livemode: "flag",
    conditions: "json",
  },
  clocks: {
    ...plain("id", "version", "account", "ahead", "standsAt", "movesTo", "heldUntil", "changedAt"),
    frozen: "flag",
  },
  rules: {
    ...plain("id", "account", "fault", "delay", "code", "events", "times", "applied", "createdAt", "changedAt"),
    conditions: "json",
  },
  sandboxes: plain("id", "version", "account", "createdAt", "expiresAt"),
  connections: {
    ...plain("id", "version", "account", "sealed", "previous", "previousUntil", "createdAt", "changedAt", "endedAt"),
    ...plain("reconciledUntil", "dueAt", "problem"),
    livemode: "flag",
    shown: "json",
    contract: "json",
  },
  reconciliations: {
    ...plain("id", "version", "account", "upstream", "day", "origin", "named", "matched", "createdAt", "changedAt"),
    ...plain("refundsNamed", "refundsMatched"),
    livemode: "flag",
  },
  reconciliation_items: {
    ...plain("id", "version", "account", "reconciliation", "kind", "state", "charge", "reference", "payment"),
    ...plain("about", "refund"),
    ...plain("theirAmount", "theirCurrency", "theirCosts", "theirPaidAt"),
    ...plain("ourAmount", "ourCurrency", "ourCosts", "ourPaidAt"),
    ...plain("note", "workedOffBy", "workedOffAt", "createdAt", "changedAt"),
    livemode: "flag",
  },
  upstream_payouts: {
    ...plain("id", "version", "account", "upstream", "payout", "revision", "state", "currency", "amount", "fee"),
    ...plain("origin", "sentAt", "settledAt", "settledBy", "createdAt", "changedAt"),
    livemode: "flag",
  },
  shadows: {
    ...plain("id", "version", "account", "sealed", "createdAt", "changedAt", "endedAt"),
    shown: "json",
  },
  counterparts: plain("id", "account", "theirs", "createdAt"),
  comparisons: {
    ...plain("id", "account", "endpoint", "outcome", "reason", "createdAt"),
    differences: "json",
  },
  snapshots: plain("id", "version", "account", "rowCount", "schemaName", "contents", "createdAt"),
  notifications: plain("charge", "id", "account", "bank", "body", "createdAt"),
  bank_messages: {
    ...plain(
      "charge",
      "id",
      "account",
      "bank",
      "step",
      "reference",
      "answer",
      "reason",
      "bankReference",
      "approvalCode",
      "latencyMs",
      "createdAt",
    ),
    notTaken: "flag",
  },
};

/**
 * Keys of tables whose rows belong to an account: the account comes first, so that the `where` of an update names it and an account's rows lie side
 * by side.
 */
const keys: { [Name in TableName]?: readonly string[] } = {
  cards: ["account", "id"],
  card_secrets: ["account", "card"],
  card_checks: ["account", "id"],
  kept_cards: ["account", "id"],
  tokens: ["account", "id"],
  wallet_payments: ["account", "id"],
  customers: ["account", "id"],
  sources: ["account", "id"],
  charges: ["account", "id"],
  refunds: ["account", "id"],
  disputes: ["account", "id"],
  documents: ["account", "id"],
  document_files: ["account", "id"],
  logos: ["account", "id"],
  links: ["account", "id"],
  checkout_sessions: ["account", "id"],
  balances: ["account", "currency"],
  entries: ["account", "id"],
  postings: ["account", "entry", "ledger_account"],
  events: ["account", "id"],
  deliveries: ["account", "id"],
  attempts: ["account", "id"],
  idempotency: ["account", "key"],
  requests: ["account", "id"],
  bank_messages: ["account", "charge", "id"],
  notifications: ["account", "charge", "id"],
  schedules: ["account", "id"],
  occurrences: ["account", "id"],
  recipients: ["account", "id"],
  transfers: ["account", "id"],
  exchange_rates: ["base", "quote", "since"],
  receipts: ["account", "id"],
  chains: ["account", "id"],
  linked_accounts: ["account", "id"],
  receipt_books: ["account", "id"],
  charge_notes: ["account", "id"],
  saved_filters: ["account", "id"],
  clocks: ["account", "id"],
  rules: ["account", "id"],
  sandboxes: ["account", "id"],
  snapshots: ["account", "id"],
  connections: ["account", "id"],
  reconciliations: ["account", "id"],
  reconciliation_items: ["account", "id"],
  upstream_payouts: ["account", "id"],
  shadows: ["account", "id"],
  counterparts: ["account", "id"],
  comparisons: ["account", "id"],
  audit: ["team", "number"],
  audit_chains: ["team"],
};

/** The tables that each table refers to by foreign keys. The schema repeats this, and a test compares. */
const parents: { [Name in TableName]?: readonly TableName[] } = {
  api_keys: ["accounts"],
  logos: ["accounts"],
  cards: ["accounts"],
  card_secrets: ["accounts", "cards", "data_keys"],
  card_checks: ["accounts"],
  kept_cards: ["accounts", "cards"],
  tokens: ["accounts", "cards"],
  wallet_payments: ["accounts"],
  customers: ["accounts", "cards"],
  sources: ["accounts"],
  charges: ["accounts"],
  refunds: ["accounts", "charges"],
  disputes: ["accounts", "charges"],
  documents: ["accounts", "disputes"],
  document_files: ["accounts", "documents"],
  links: ["accounts"],
  checkout_sessions: ["accounts"],
  balances: ["accounts"],
  entries: ["accounts"],
  postings: ["accounts", "entries"],
  events: ["accounts"],
  deliveries: ["accounts", "events"],
  attempts: ["deliveries"],
  idempotency: ["accounts"],
  sessions: ["members"],
  one_time_links: ["members"],
  audit: ["accounts", "members"],
  requests: ["accounts"],
  bank_messages: ["accounts"],
  notifications: ["accounts"],
  schedules: ["accounts"],
  receipts: ["accounts"],
  chains: ["accounts", "api_keys"],
  linked_accounts: ["accounts", "customers"],
  receipt_books: ["accounts"],
  occurrences: ["accounts", "schedules"],
  recipients: ["accounts"],
  transfers: ["accounts", "recipients"],
  charge_notes: ["accounts", "charges", "members"],
  saved_filters: ["accounts", "members"],
  clocks: ["accounts"],
  rules: ["accounts"],
  sandboxes: ["accounts"],
  snapshots: ["accounts"],
  connections: ["accounts"],
  reconciliations: ["accounts"],
  reconciliation_items: ["accounts", "reconciliations"],
  upstream_payouts: ["accounts"],
  shadows: ["accounts"],
  counterparts: ["accounts"],
  comparisons: ["accounts"],
};

const names = Object.keys(descriptions) as TableName[];

const list = names.map((name) => [
  name,
  { name, key: keys[name] ?? ["id"], parents: parents[name] ?? [], columns: columnsOf(name) },
]);

export const tables: { [Name in TableName]: Table } = Object.fromEntries(list);

/** The position of each table in an order of dependence: after all tables that it refers to. */
const places = new Map<TableName, number>();
for (const name of names) place(name);

function place(name: TableName): void {
  if (places.has(name)) return;
  for (const parent of tables[name].parents) place(parent);
  places.set(name, places.size);
}

/** Whether a property is stored with its row; others come from rows of other tables. */
export const isStored = (name: TableName, property: string): boolean =>
  (descriptions[name] as Record<string, Kind | null>)[property] !== null;

/** Sorts tables in order of dependence, referred tables first. */
export const byDependence = (one: TableName, other: TableName): number =>
  (places.get(one) ?? 0) - (places.get(other) ?? 0); // every table has a position

/** Every table whose rows belong to an account, referring tables first: the order in which they can be emptied. */
export const ownedTables: readonly TableName[] = names
  .filter((name) => tables[name].columns.some(({ column }) => column === "account"))
  .sort((one, other) => byDependence(other, one));

/** The values of a row in column order, as drivers take them. */
export function toStored(table: Table, row: object): (string | number | null)[] {
  return table.columns.map(({ property, kind }) => {
    if (kind === "detail") return JSON.stringify(detailsIn(table.name, row as Record<string, unknown>));
    const value = (row as Record<string, unknown>)[property];
    if (value === null || value === undefined) return null;
    if (kind === "json") return JSON.stringify(value);
    if (kind === "flag") return value ? 1 : 0;
    return value as string | number; // plain columns contain only these
  });
}

/** What properties from other tables start as. */
const readLater: { [Name in TableName]?: () => Partial<Rows[Name]> } = {
  charges: () => ({ refunds: [], cardDeleted: false, latestDispute: null }),
  customers: () => ({ cards: [], linkedAccounts: [] }),
  disputes: () => ({ transactions: [], documents: [] }),
  links: unpaid,
  chains: () => ({ revokedAt: null }),
  schedules: () => ({ occurrences: [], defaultCard: null }),
  checkout_sessions: () => ({ payments: [] }),
  transfers: () => ({ entries: [], sendable: false }),
};

/** A row of the domain from a stored row. Properties from other tables start empty; the query fills them. */
export function fromStored<Name extends TableName>(name: Name, stored: Record<string, unknown>): Rows[Name] {
  const row: Record<string, unknown> = { ...readLater[name]?.() };
  for (const { property, column, kind } of tables[name].columns) {
    const value = stored[column];
    if (kind === "detail") Object.assign(row, detailsOf(name, stored));
    else if (value === null || value === undefined) row[property] = null;
    else if (kind === "json") row[property] = parseExactly(value as string);
    else row[property] = kind === "flag" ? value === 1 : value;
  }
  return row as Rows[Name]; // the columns match the row's type
}

/** The columns of a table for a query that reads several, under names that no other table has. */
export const joinedColumns = (name: TableName, alias: string): string =>
  tables[name].columns.map(({ column }) => `${alias}."${column}" as "${name}.${column}"`).join(", ");

/** A row of such a query. */
export const fromJoined = <Name extends TableName>(name: Name, stored: Record<string, unknown>): Rows[Name] =>
  fromStored(name, Object.fromEntries(tables[name].columns.map(({ column }) => [column, stored[`${name}.${column}`]])));

function columnsOf(name: TableName): Column[] {
  const described = Object.entries(descriptions[name] as Record<string, Kind | null>);
  const own = described.flatMap(([property, kind]) =>
    kind && kind !== "detail" ? [{ property, column: snakeCase(property), kind }] : [],
  );
  const details: Column = { property: detailsColumn, column: detailsColumn, kind: "detail" };
  return detailNames(name).length === 0 ? own : [...own, details];
}

function detailNames(name: TableName): string[] {
  const described = Object.entries(descriptions[name] as Record<string, Kind | null>);
  return described.flatMap(([property, kind]) => (kind === "detail" ? [property] : []));
}

/** The properties of each table that are kept together, found once. */
const namesOfDetails = Object.fromEntries(
  Object.keys(descriptions).map((name) => [name, detailNames(name as TableName)]),
) as Record<TableName, string[]>; // one entry for each table

const templates = Object.fromEntries(
  Object.entries(namesOfDetails).map(([name, names]) => [name, template(names)]),
) as Record<TableName, Readonly<Record<string, unknown>>>; // one entry for each table

/** The details of a row that are not null. A loop, since it runs for every charge. */
function detailsIn(name: TableName, row: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const property of namesOfDetails[name]) if (row[property] !== null) kept[property] = row[property];
  return kept;
}

/** All details of a row, null where missing. Older rows have them in columns of their own. */
function detailsOf(name: TableName, stored: Record<string, unknown>): Record<string, unknown> {
  const kept = stored[detailsColumn];
  const details = typeof kept === "string" ? (parseExactly(kept) as Record<string, unknown>) : null;
  const before = (property: string): unknown => {
    const value = stored[snakeCase(property)] ?? null;
    const { reads } = sourceFields[property as SourceParameter]; // only sources had such columns
    if (value === null) return null;
    if (reads === "flag") return value === 1;
    return reads === "address" || reads === "items" ? parseExactly(value as string) : value;
  };
  const all: Record<string, unknown> = { ...templates[name] };
  for (const property of namesOfDetails[name]) all[property] = details ? (details[property] ?? null) : before(property);
  return all;
}

function plain<Property extends string>(...properties: Property[]): Record<Property, Kind> {
  return every(properties, "plain");
}

function flags<Property extends string>(...properties: Property[]): Record<Property, Kind> {
  return every(properties, "flag");
}

function every<Property extends string>(properties: readonly Property[], kind: Kind): Record<Property, Kind> {
  return Object.fromEntries(properties.map((property) => [property, kind])) as Record<Property, Kind>;
}
