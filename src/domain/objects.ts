import type { IdKind } from "./base/id.ts";
import type { Rows, TableName } from "./changes.ts";

/** The API's objects that are rows with an id: the table of each kind. */
export const objectTables = {
  account: "accounts",
  card: "cards",
  chain: "chains",
  charge: "charges",
  customer: "customers",
  dispute: "disputes",
  document: "documents",
  link: "links",
  linkedAccount: "linked_accounts",
  occurrence: "occurrences",
  checkoutSession: "checkout_sessions",
  recipient: "recipients",
  receipt: "receipts",
  refund: "refunds",
  schedule: "schedules",
  source: "sources",
  token: "tokens",
  transaction: "entries",
  transfer: "transfers",
} as const satisfies { [Kind in IdKind]?: TableName };

type ObjectKind = keyof typeof objectTables;

/** An object of the API: its kind and its row at that moment. */
export type DomainObject<Kind extends ObjectKind = ObjectKind> = {
  [Each in Kind]: { kind: Each; row: Rows[(typeof objectTables)[Each]] };
}[Kind];
