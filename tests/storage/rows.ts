import fc, { type Arbitrary } from "fast-check";
import type { AccountId } from "../../src/domain/base/id.ts";
import type { Rows, TableName } from "../../src/domain/changes.ts";
import {
  type Reads,
  type SourceParameter,
  sourceFields,
  sourceParameters,
} from "../../src/domain/payment/source-field.ts";

/** Text that the API accepts, of any script: well-formed, without NUL. */
const text = fc
  .string({ unit: "binary", maxLength: 40 })
  .filter((value) => value.isWellFormed() && !value.includes("\0"));
const optionalText = fc.option(text);
const amount = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const count = fc.nat();
const time = fc.integer({ min: 0, max: 8_640_000_000_000_000 });
const optionalTime = fc.option(time);
const flag = fc.boolean();
const json = fc.dictionary(
  text.filter((key) => key !== "__proto__"),
  fc.oneof(
    text,
    fc.integer().map((value) => value + 0),
    flag,
    fc.constant(null),
    fc.array(text, { maxLength: 3 }),
  ),
  { maxKeys: 4, noNullPrototype: true },
);

/** What a parameter of sources may hold, by the way it is read. */
const readValues: { [Kind in keyof Reads]: Arbitrary<unknown> } = {
  text: optionalText,
  platform: optionalText,
  number: fc.option(count),
  flag: fc.option(flag),
  address: fc.option(json),
  items: fc.option(fc.array(json, { maxLength: 2 })),
};
const anyDetails = Object.fromEntries(
  sourceParameters.map((name) => [name, readValues[sourceFields[name].reads]]),
) as Record<SourceParameter, Arbitrary<unknown>>; // it has all its keys

let rowsMade = 0;
const fresh = (prefix: string) =>
  fc.constant(prefix).map(() => {
    rowsMade += 1;
    return `${prefix}_${rowsMade}`;
  });
const version = fc.constant(1);

/** Ids of stored rows that a new row may refer to. */
export type Parents = {
  account: AccountId;
  dataKey: string;
  card: string;
  charge: string;
  entry: string;
  event: string;
  delivery: string;
  member: string;
};

/** Generators of arbitrary rows that satisfy each table's constraints. */
export function anyRow(parents: Parents): { [Name in TableName]: Arbitrary<Rows[Name]> } {
  const account = fc.constant(parents.account);
  // every property is required; values may be wider than the domain's types, since the database stores any text
  const row = <Name extends TableName>(_: Name, model: { [Property in keyof Rows[Name]]: Arbitrary<unknown> }) =>
    fc.record(model as Record<string, Arbitrary<unknown>>) as unknown as Arbitrary<Rows[Name]>;
  return {
    accounts: row("accounts", {
      id: fresh("account"),
      version,
      team: fresh("acct"),
      livemode: flag,
      name: text,
      email: text,
      country: text,
      currency: text,
      apiVersion: text,
      zeroInterestInstallments: flag,
      threeDSecure: flag,
      webhookUri: optionalText,
      otherEndpoints: json,
      webhookSecret: text,
      webhookSecretSince: time,
      apiVersionSince: time,
      previousWebhookSecrets: fc.array(fc.record({ secret: text, until: time }, { noNullPrototype: true }), {
        maxLength: 2,
      }),
      chainEnabled: flag,
      chainReturnUri: optionalText,
      metadataExportKeys: json,
      codesRequired: flag,
      methods: json,
      createdAt: time,
    }),
    api_keys: row("api_keys", {
      id: fresh("key"),
      version,
      account,
      kind: fc.constantFrom("public", "secret"),
      name: optionalText,
      hash: fresh("hash"),
      shown: optionalText,
      ending: optionalText,
      createdAt: time,
      expiresAt: optionalTime,
      revokedAt: optionalTime,
    }),
    data_keys: row("data_keys", {
      id: fresh("key"),
      purpose: fc.constantFrom("card", "fingerprint", "fingerprint_test", "secret"),
      kekId: text,
      wrapped: text,
      createdAt: time,
      destroyAt: optionalTime,
    }),
    cards: row("cards", {
      id: fresh("card"),
      version,
      account,
      livemode: flag,
      owner: fc.constantFrom("token", "customer", null),
      ownerId: optionalText,
      name: text,
      street1: optionalText,
      street2: optionalText,
      city: optionalText,
      state: optionalText,
      phoneNumber: optionalText,
      email: optionalText,
      postalCode: optionalText,
      country: text,
      financing: fc.constantFrom("credit", "debit", "prepaid", "loan", ""),
      bank: text,
      issuer: optionalText,
      brand: text,
      fingerprint: text,
      lastDigits: text,
      expirationMonth: fc.option(count),
      expirationYear: fc.option(count),
      securityCodeCheck: flag,
      createdAt: time,
      deletedAt: optionalTime,
    }),
    card_secrets: row("card_secrets", {
      card: fc.constant(parents.card),
      version,
      account,
      keyId: fc.constant(parents.dataKey),
      sealed: text,
      eraseAt: optionalTime,
    }),
    card_checks: row("card_checks", {
      id: fresh("check"),
      version,
      account,
      livemode: flag,
      card: text,
      request: optionalText,
      amount,
      currency: text,
      state: fc.constantFrom("authorizing", "voiding", "voided", "declined"),
      answer: fc.constantFrom("approved", "declined", "pending", "unknown", null),
      reason: optionalText,
      dueAt: optionalTime,
      createdAt: time,
      answeredAt: optionalTime,
      voidedAt: optionalTime,
    }),
    tokens: row("tokens", {
      id: fresh("tokn"),
      version,
      account,
      livemode: flag,
      card: fc.constant(parents.card),
      charge: optionalText,
      createdAt: time,
    }),
    sources: row("sources", {
      id: fresh("src"),
      version,
      account,
      livemode: flag,
      type: text,
      flow: text,
      amount,
      currency: text,
      ...anyDetails,
      providerReference: optionalText,
      charge: optionalText,
      createdAt: time,
    }),
    charges: row("charges", {
      id: fresh("chrg"),
      version,
      account,
      livemode: flag,
      state: fc.constant("awaiting_payer"),
      method: text,
      amount,
      currency: text,
      capture: flag,
      preAuth: flag,
      capturedAmount: fc.constant(null),
      refundedAmount: fc.constant(0),
      refundCount: count,
      followUps: count,
      nextStep: fc.option(json),
      announced: flag,

      voided: flag,
      fee: count,
      feeVat: count,
      interest: count,
      interestVat: count,
      rates: json,
      zeroInterestInstallments: flag,
      source: fc.option(json),
      card: fc.option(json),
      token: optionalText,
      refunds: fc.constant([]),
      description: optionalText,
      metadata: json,
      ip: optionalText,
      returnUri: optionalText,
      page: fc.option(fresh("pay2")),
      webhookEndpoints: fc.option(fc.array(text)),
      failureCode: fc.constant(null),
      failureMessage: optionalText,
      threeDsTransaction: fc.option(fc.uuid()),
      authentication: fc.option(fc.record({ challengedUntil: fc.option(time), proof: fc.constant(null) })),
      bankReference: optionalText,
      approvalCode: optionalText,
      transaction: optionalText,
      createdAt: time,
      authorizedAt: optionalTime,
      paidAt: fc.constant(null),
      expiresAt: time,
      expiredAt: optionalTime,
      reversedAt: optionalTime,
      dueAt: optionalTime,
    }),
    refunds: row("refunds", {
      id: fresh("rfnd"),
      version,
      account,
      livemode: flag,
      charge: fc.constant(parents.charge),
      state: fc.constantFrom("pending", "closed", "failed"),
      amount,
      currency: text,
      voided: flag,
      metadata: json,
      transaction: optionalText,
      createdAt: time,
      dueAt: optionalTime,
    }),
    entries: row("entries", {
      id: fresh("trxn"),
      account,
      livemode: flag,
      key: text,
      origin: fresh("origin"),
      currency: text,
      amount: fc.maxSafeInteger(),
      transferableAt: time,
      createdAt: time,
    }),
    postings: row("postings", {
      entry: fc.constant(parents.entry),
      account,
      ledgerAccount: fresh("ledger"),
      currency: text,
      amount: fc.maxSafeInteger().filter((value) => value !== 0),
    }),
    events: row("events", {
      id: fresh("evnt"),
      account,
      livemode: flag,
      key: text,
      object: text,
      objectId: text,
      charge: fc.option(text),
      data: text,
      apiVersion: text,
      createdAt: time,
    }),
    deliveries: fc.record({ due: flag, at: time }).chain(({ due, at }) =>
      row("deliveries", {
        id: fresh("whdl"),
        version,
        account,
        event: fc.constant(parents.event),
        livemode: flag,
        uri: text,
        host: text,
        attempts: count,
        createdAt: time,
        state: due ? fc.constant("due") : fc.constantFrom("delivered", "given_up"),
        dueAt: fc.constant(due ? at : null),
      }),
    ),
    attempts: row("attempts", {
      id: fresh("whdl"),
      delivery: fc.constant(parents.delivery),
      event: text,
      account,
      uri: text,
      status: fc.option(count),
      error: optionalText,
      answer: optionalText,
      latencyMs: count,
      createdAt: time,
    }),
    members: row("members", {
      id: fresh("memb"),
      version,
      team: text,
      email: fresh("email"),
      name: text,
      role: fc.constantFrom("owner", "admin", "developer", "support"),
      operator: flag,
      password: optionalText,
      totpSecret: optionalText,
      totpOffered: optionalText,
      totpStep: fc.option(count),
      createdAt: time,
      removedAt: optionalTime,
    }),
    sessions: row("sessions", {
      id: fresh("sess"),
      version,
      member: fc.constant(parents.member),
      hash: fresh("hash"),
      by: fc.constantFrom("password", "link"),
      ip: text,
      userAgent: text,
      createdAt: time,
      seenAt: time,
      expiresAt: time,
      revokedAt: optionalTime,
    }),
    one_time_links: row("one_time_links", {
      id: fresh("once"),
      version,
      team: text,
      kind: fc.constant("invitation"),
      member: fc.constant(null),
      email: text,
      role: fc.constantFrom("owner", "admin", "developer", "support"),
      maker: fc.constantFrom(parents.member, null),
      hash: fresh("hash"),
      createdAt: time,
      expiresAt: time,
      usedAt: optionalTime,
      revokedAt: optionalTime,
    }),
    audit: row("audit", {
      team: fresh("acct"),
      number: count,
      at: time,
      account: fc.option(account),
      member: fc.option(fc.constant(parents.member)),
      apiKey: optionalText,
      request: optionalText,
      act: text,
      object: optionalText,
      before: text,
      after: text,
      ip: optionalText,
      hash: text,
    }),
    audit_chains: row("audit_chains", { team: fresh("acct"), version, hash: text }),
    idempotency: row("idempotency", {
      account,
      key: fresh("key"),
      version,
      fingerprint: text,
      reference: text,
      answer: optionalText,
      status: fc.constant(200),
      createdAt: time,
    }),
    requests: row("requests", {
      id: fresh("request"),
      account,
      method: text,
      path: text,
      status: count,
      latencyMs: count,
      apiKey: text,
      keyKind: fc.constantFrom("public", "secret"),
      ip: text,
      errorCode: optionalText,
      about: optionalText,
      headers: json,
      requestBody: optionalText,
      responseBody: optionalText,
      truncated: flag,
      createdAt: time,
    }),
    bank_messages: row("bank_messages", {
      charge: fresh("chrg"),
      id: fresh("bank"),
      account,
      bank: fc.constantFrom("kplus", "card", "three_ds"),
      step: text,
      reference: text,
      answer: fc.constantFrom("approved", "declined", "pending", "unknown", "challenge"),
      reason: optionalText,
      bankReference: optionalText,
      approvalCode: optionalText,
      latencyMs: count,
      createdAt: time,
    }),
  };
}

/** One row, equal at each call except for its id. */
export function aRow<Name extends TableName>(
  name: Name,
  parents: Parents,
  patch: Partial<Rows[Name]> = {},
): Rows[Name] {
  const [row] = fc.sample(anyRow(parents)[name], { numRuns: 1, seed: 1 });
  return { ...row, ...patch } as Rows[Name]; // one run gives one row
}
