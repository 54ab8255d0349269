import sql, { join, raw, type Sql } from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import { kindOfId } from "../../domain/base/id.ts";
import { inSmallLetters } from "../../domain/base/text.ts";
import type { TableName } from "../../domain/changes.ts";
import { linkedAccountStatuses } from "../../domain/debit/linked-account.ts";
import { type DisputeState, disputeMoves } from "../../domain/dispute/dispute-row.ts";
import type { BalanceKey } from "../../domain/ledger/entry.ts";
import type { objectTables } from "../../domain/objects.ts";
import { authorizedStates, type ChargeStatus, statesOf, undecidedStates } from "../../domain/payment/charge.ts";
import { amountsIn } from "../../domain/payment/charge-filter.ts";
import { failureCodes, failureMessages } from "../../domain/payment/failure.ts";
import { recipientTypes } from "../../domain/payout/recipient-row.ts";
import { type ScheduleState, scheduleMoves } from "../../domain/schedule/schedule-row.ts";
import type { Database } from "../base/database.ts";
import { onBalance } from "../base/on-balance.ts";
import {
  amount,
  code,
  created,
  deleted,
  digits,
  type Filter,
  flag,
  never,
  number,
  reference,
  text,
  time,
  unknown,
  word,
} from "./filter.ts";
import { chargesNamed } from "./named-charges.ts";

/** What is searched. */
export type Scope = {
  /** The resource, whose table has an index on account, time and id. */
  resource: keyof typeof objectTables;
  /** The rows that the API shows; all by default. */
  shown?: Sql;
  /** Whether it has an address of its own beside `GET /search`; true by default. */
  addressed?: boolean;
  /** Filters by name. Source of the names: the published description of the API, and the models of the official libraries. */
  filters: Readonly<Record<string, Filter>>;
  /** The places in which a word of the query is looked for. Ids are none: each contains `test`. */
  mentions(db: Database, word: string): readonly Sql[];
  /** Ids of the rows that a name stands for: an id, or a reference that others gave. */
  named(db: Database, account: AccountId, name: string): Promise<readonly string[]>;
};

const statuses = ["pending", "successful", "failed", "expired", "reversed"] as const satisfies ChargeStatus[];

const charge: Scope = {
  resource: "charge",
  filters: {
    acquirer_reference_number: unknown,
    amount: amount(sql`amount`),
    authorized: flag(sql`state in (${join([...authorizedStates])})`),
    capture: flag(sql`capture = 1`),
    capture_id: unknown,
    captured: flag(sql`state = 'captured'`),
    captured_at: time(sql`paid_at`),
    card_last_digits: digits((value, db) => lastDigits(db, "card", value)),
    created,
    currency: code(sql`currency`),
    customer_present: never,
    disputed: flag(sql`dispute is not null`),
    failure_code: code(sql`failure_code`),
    failure_message: text((value) =>
      failureSays((message) => message === value, sql`lower(failure_message) = ${value}`),
    ),
    fraud: never,
    installment_terms: number(months),
    is_installment: flag((db) => sql`${months(db)} is not null`),
    refund_amount: amount(sql`refunded_amount`),
    refunded: flag(sql`refunded_amount > 0`),
    reversed: flag(sql`state = 'reversed'`),
    safe: flag(sql`1 = 1`), // the opposite of fraud, which no charge is known to be
    scheduled: flag(sql`schedule is not null`),
    source_of_fund: word(["card", "offsite", "offline"], (fund, db) => {
      if (fund === "card") return sql`(source is null and linked_account is null)`;
      const offline = holds(db, "source", "flow", "offline");
      return fund === "offline" ? offline : sql`(source is not null and not ${offline})`;
    }),
    source_type: code(sql`case when source is null then null else method end`),
    status: word(statuses, (status) => sql`state in (${join(statesOf(status))})`),
    voided: flag(sql`voided = 1`),
  },
  mentions: mentionsOfCharge,
  named: chargesNamed,
};

const refund: Scope = {
  resource: "refund",
  shown: sql`state <> 'failed'`,
  filters: {
    acquirer_reference_number: unknown,
    amount: amount(sql`amount`),
    card_first_digits: digits(() => sql`1 = 0`), // the vault tells nobody
    card_last_digits: digits(
      (value, db) =>
        sql`exists (select 1 from charges c where c.account = refunds.account and c.id = refunds.charge and ${lastDigits(db, "c.card", value)})`,
    ),
    charge_id: reference("charge"),
    created,
    status: word(["pending", "closed"], (status) => sql`state = ${status}`),
    voided: flag(sql`voided = 1`),
  },
  mentions: (db, asked) => [inMetadata(db, asked)],
  named: namedIn("refunds", "id", "charge"),
};

/** Kinds of a transaction by name, with the keys of ours; the original has more. */
const transactionKinds = {
  charge_captured: ["charge.captured.net"],
  charge_captured_platform_fee: [],
  dispute_started: ["dispute.started.debit"],
  dispute_won: ["dispute.won.credit"],
  dispute_overturned_loss: [],
  dispute_overturned_win: [],
  transfer_sent: ["transfer.sent.debit"],
  transfer_failed: ["transfer.failed.credit"],
  transfer_waived: [],
  refund_processed: ["refund.created.debit"],
  refund_paid: [],
  refund_voided: ["charge.voided.net"],
  receipt_adjusted: [],
  invoice_paid: [],
  balance_lost: [],
  balance_recovered: [],
} as const satisfies Record<string, readonly BalanceKey[]>;

const kindNames = Object.keys(transactionKinds) as (keyof typeof transactionKinds)[]; // it has no other keys

const transaction: Scope = {
  resource: "transaction",
  shown: onBalance,
  filters: {
    amount: amount(sql`abs(amount)`),
    created,
    currency: code(sql`currency`),
    hold_until: time(sql`transferable_at`),
    kind: word(kindNames, (kind) => among(sql`key`, transactionKinds[kind])),
  },
  mentions: (db, asked) => [db.contains(sql`key`, asked)],
  named: namedIn("entries", "id", "origin"),
};

const customer: Scope = {
  resource: "customer",
  shown: sql`deleted_at is null`,
  filters: { created },
  mentions: mentionsOfCustomer,
  named: namedIn("customers", "id"),
};

/** The charge that a link which is paid once has, and the same where it was paid. */
const chargeOfLink = sql`from charges c where c.account = links.account and c.id = links.charge`;
const paymentOfLink = sql`${chargeOfLink} and c.state = 'captured'`;

const link: Scope = {
  resource: "link",
  filters: {
    amount: amount(sql`amount`),
    created,
    currency: code(sql`currency`),
    multiple: flag(sql`multiple = 1`),
    pending: flag(sql`exists (select 1 ${chargeOfLink} and c.state in (${join([...undecidedStates])}))`),
    used: flag(sql`exists (select 1 ${paymentOfLink})`),
    used_at: time(sql`(select c.paid_at ${paymentOfLink})`),
  },
  mentions: (db, asked) => [db.contains(sql`title`, asked), db.contains(sql`description`, asked)],
  named: namedIn("links", "id"),
};

const linked_account: Scope = {
  resource: "linkedAccount",
  filters: {
    created,
    status: word(linkedAccountStatuses, (status, _, now) => {
      if (status === "expired") return sql`(state = 'pending' and expires_at <= ${now})`;
      return status === "pending" ? sql`(state = 'pending' and expires_at > ${now})` : sql`state = ${status}`;
    }),
    type: code(sql`type`),
  },
  mentions: (db, asked) => [
    db.contains(sql`type`, asked),
    inMetadata(db, asked),
    ...(/^\d{4}$/.test(asked) ? [sql`last_digits = ${asked}`] : []),
  ],
  named: namedIn("linked_accounts", "id", "customer"),
};

const disputeStates = Object.keys(disputeMoves) as DisputeState[]; // it has no other keys

const dispute: Scope = {
  resource: "dispute",
  filters: {
    amount: amount(sql`amount`),
    card_first_digits: digits(() => sql`1 = 0`), // the vault tells nobody
    card_last_digits: digits(
      (value, db) =>
        sql`exists (select 1 from charges c where c.account = disputes.account and c.id = disputes.charge and ${lastDigits(db, "c.card", value)})`,
    ),
    charge_id: reference("charge"),
    closed_at: time(sql`closed_at`),
    created,
    currency: code(sql`currency`),
    delayed: never,
    fraud: never,
    status: word(disputeStates, (state) => sql`state = ${state}`),
  },
  mentions: (db, asked) => [db.contains(sql`message`, asked), db.contains(sql`reason`, asked), inMetadata(db, asked)],
  named: namedIn("disputes", "id", "charge"),
};

const scheduleStates = Object.keys(scheduleMoves) as ScheduleState[]; // it has no other keys

const charge_schedule: Scope = {
  resource: "schedule",
  shown: sql`recipient is null`,
  filters: {
    active: flag(sql`state in ('running', 'expiring')`),
    amount: amount(sql`amount`),
    card_last_digits: digits(
      (value, db) => sql`exists (
        select 1 from customers p join cards x on x.account = p.account and x.id = coalesce(schedules.card, p.default_card)
        where p.account = schedules.account and p.id = schedules.customer and ${lastDigits(db, "x.details", value)})`,
    ),
    created,
    currency: code(sql`currency`),
    status: word(scheduleStates, (state) => sql`state = ${state}`),
  },
  mentions: (db, asked) => [db.contains(sql`description`, asked), inMetadata(db, asked)],
  named: namedIn("schedules", "id", "customer"),
};

const bankDigits = digits((value, db) => holds(db, "bank_account", "lastDigits", value));

const recipient: Scope = {
  resource: "recipient",
  shown: sql`deleted_at is null`,
  filters: {
    activated_at: time(sql`activated_at`),
    active: flag(sql`activated_at is not null`),
    bank_last_digits: bankDigits,
    created,
    deleted,
    failure_code: code(sql`failure_code`),
    type: word(recipientTypes, (type) => sql`type = ${type}`),
    verified: flag(sql`verified_at is not null`),
    verified_at: time(sql`verified_at`),
  },
  mentions: mentionsOfRecipient,
  named: namedIn("recipients", "id"),
};

const transfer: Scope = {
  resource: "transfer",
  shown: sql`deleted_at is null`,
  filters: {
    amount: amount(sql`amount`),
    bank_last_digits: bankDigits,
    created,
    currency: code(sql`currency`),
    deleted,
    failure_code: code(sql`failure_code`),
    fee: amount(sql`(fee + fee_vat)`),
    paid: flag(sql`state = 'paid'`),
    paid_at: time(sql`paid_at`),
    sent: flag(sql`state in ('sent', 'paid')`),
    sent_at: time(sql`sent_at`),
  },
  mentions: (db, asked) => [
    inMetadata(db, asked),
    underKeys(db, "bank_account", ["name"], asked),
    sql`exists (
      select 1 from recipients where recipients.account = transfers.account and recipients.id = transfers.recipient
        and (${join([db.contains(sql`recipients.name`, asked), db.contains(sql`recipients.email`, asked)], " or ")}))`,
  ],
  named: namedIn("transfers", "id", "recipient", "schedule"),
};

/** Without an address of its own: that of schedules is the one of charges. */
const transfer_schedule: Scope = {
  resource: "schedule",
  shown: sql`recipient is not null`,
  addressed: false,
  filters: {
    active: flag(sql`state in ('running', 'expiring')`),
    created,
    status: word(scheduleStates, (state) => sql`state = ${state}`),
  },
  mentions: (db, asked) => [
    sql`exists (
      select 1 from recipients where recipients.account = schedules.account and recipients.id = schedules.recipient
        and ${db.contains(sql`recipients.name`, asked)})`,
  ],
  named: namedIn("schedules", "id", "recipient"),
};

const receipt: Scope = {
  resource: "receipt",
  filters: { created },
  mentions: (db, asked) => [db.contains(sql`number`, asked), db.contains(sql`buyer`, asked)],
  named: namedIn("receipts", "id"),
};

/**
 * What can be searched, by the name of the scope. From an entry follow `GET /search`, the address `GET /<resource>s/search`, its
 * parameters, its refusals and the API document.
 */
export const scopes = {
  charge,
  charge_schedule,
  customer,
  dispute,
  link,
  linked_account,
  receipt,
  recipient,
  refund,
  transaction,
  transfer,
  transfer_schedule,
} satisfies Record<string, Scope>;

export type ScopeName = keyof typeof scopes;

/**
 * Places of a word in a charge: its own texts, the payer's name and address, the names that methods and failures go by, and an amount as people write it. Of a card
 * these are all: the fingerprint stands in the same column, and a search of it would tell whether a guess is right.
 */
export function mentionsOfCharge(db: Database, asked: string): Sql[] {
  const amounts = amountsIn(asked);
  return [
    db.contains(sql`description`, asked),
    inMetadata(db, asked),
    underKeys(db, "card", ["name", "email", "bank"], asked),
    underKeys(db, "source", ["name", "email"], asked),
    db.contains(sql`method`, asked),
    failureSays((message) => message.includes(inSmallLetters(asked)), db.contains(sql`failure_message`, asked)),
    ...(/^\d{4}$/.test(asked) ? [lastDigits(db, "card", asked)] : []),
    ...(amounts.length > 0 ? [sql`amount in (${join(amounts)})`] : []),
  ];
}

/** Places of a word in a customer: what was noted, and the name or the last digits of a card. */
export function mentionsOfCustomer(db: Database, asked: string): Sql[] {
  const onCard = [underKeys(db, "x.details", ["name"], asked)];
  if (/^\d{4}$/.test(asked)) onCard.push(lastDigits(db, "x.details", asked));
  return [
    db.contains(sql`email`, asked),
    db.contains(sql`description`, asked),
    inMetadata(db, asked),
    sql`exists (
      select 1 from cards x where x.account = customers.account and x.owner_id = customers.id and x.owner = 'customer' and x.deleted_at is null
        and (${join(onCard, " or ")})
    )`,
  ];
}

/** Places of a word in a recipient: what was noted, and the name or the last digits of the bank account. */
function mentionsOfRecipient(db: Database, asked: string): Sql[] {
  return [
    db.contains(sql`name`, asked),
    db.contains(sql`email`, asked),
    db.contains(sql`description`, asked),
    inMetadata(db, asked),
    underKeys(db, "bank_account", ["name"], asked),
    ...(/^\d{4}$/.test(asked) ? [holds(db, "bank_account", "lastDigits", asked)] : []),
  ];
}

/** Months of a charge's installment plan. */
function months(db: Database): Sql {
  return sql`cast(${db.inJson("source", "installmentTerm")} as integer)`;
}

const lastDigits = (db: Database, card: string, value: string): Sql => holds(db, card, "lastDigits", value);

/** Whether a JSON column has a text under a key. Inside of other texts its quotes would be escaped, so the JSON text says so. */
const holds = (db: Database, column: string, key: string, value: string): Sql =>
  db.contains(raw(column), `${JSON.stringify(key)}:${JSON.stringify(value)}`);

/** Metadata is searched as its JSON text: keys and values, at any depth. */
const inMetadata = (db: Database, asked: string): Sql => db.contains(sql`metadata`, insideJson(asked));

/** A word in the values of some keys. JSON is parsed only where its text has the word. */
function underKeys(db: Database, column: string, keys: readonly string[], asked: string): Sql {
  const values = keys.map((key) => db.contains(db.inJson(column, key), asked));
  return sql`(${db.contains(raw(column), insideJson(asked))} and (${join(values, " or ")}))`;
}

/** A text as it stands inside the JSON that our one writer makes. */
const insideJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** The condition that a charge's failure has a message: that of its code, or one of its own. */
function failureSays(says: (message: string) => boolean, own: Sql): Sql {
  const codes = failureCodes.filter((each) => says(inSmallLetters(failureMessages[each])));
  return sql`(${own} or failure_message is null and ${among(sql`failure_code`, codes)})`;
}

const among = (column: Sql, values: readonly string[]): Sql =>
  values.length === 0 ? sql`1 = 0` : sql`${column} in (${join([...values])})`;

/** Rows whose columns hold an id; each column has an index behind the account. */
function namedIn(table: TableName, ...columns: string[]): Scope["named"] {
  return async (db, account, name) => {
    if (kindOfId(name) === undefined) return [];
    const each = columns.map(
      (column) => sql`select id from ${raw(table)} where account = ${account} and ${raw(column)} = ${name}`,
    );
    const rows = await db.all(join(each, " union all "));
    return rows.map(({ id }) => String(id));
  };
}
