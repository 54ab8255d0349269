/** A fault that somebody could make: `find` stands once in the file, and becomes `replace`. */
export type PlantedFault = {
  name: string;
  file: string;
  find: string;
  replace: string;
  /** Who is asked when the simulation has nothing to say: tests that do not pass with the fault. */
  tests?: readonly string[];
};

/** Each must be caught, by the simulation or by the tests that are named; docs/proof.md says by whom. */
export const plantedFaults: readonly PlantedFault[] = [
  {
    name: "the version of a row is not compared",
    file: "src/storage/statements.ts",
    find: "and version = $" + "{parameter(",
    replace: "and version <> -$" + "{parameter(",
  },
  {
    name: "rows go in in the order in which a rule happens to name them",
    file: "src/storage/statements.ts",
    find: "inserted.sort(byDependence)",
    replace: "inserted",
    tests: ["tests/storage/engines.test.ts"],
  },
  {
    name: "SQLite does not notice that a guarded row was changed",
    file: "src/storage/sqlite-connection.ts",
    find: 'if (write.kind === "update" && changes !== 1) throw new Lost(write.table);',
    replace: "",
  },
  {
    name: "PostgreSQL does not notice that a guarded row was changed",
    file: "src/storage/postgres-statement.ts",
    find: "when not exists (select from w$" + "{index})",
    replace: "when false",
    tests: ["tests/storage/spent-once.test.ts"],
  },
  {
    name: "a group on PostgreSQL in which one lost a race counts as saved whole",
    file: "src/storage/postgres-saves.ts",
    find: "if (!(error instanceof Outage)) return false;",
    replace:
      "if (!(error instanceof Outage)) {\n        for (const { resolve } of saves) resolve({ saved: true });\n        return true;\n      }",
    tests: ["tests/storage/postgres.test.ts"],
  },
  {
    name: "a group on PostgreSQL that may have been written is sent again",
    file: "src/storage/postgres-saves.ts",
    find: "if (!(error instanceof Outage)) return false;",
    replace: "if (error) return false;",
    tests: ["src/storage/postgres-saves.test.ts"],
  },
  {
    name: "the lock of a start belongs to its connection, where a pooler keeps it",
    file: "src/storage/postgres-exclusive.ts",
    find: "select pg_advisory_xact_lock(",
    replace: "select pg_advisory_lock(",
    tests: ["tests/storage/postgres.test.ts"],
  },
  {
    name: "two processes give one name to different statements",
    file: "src/storage/postgres-names.ts",
    find: '{createHash("sha256").update(text).digest("hex").slice(0, 32)}',
    replace: "{names.size}",
    tests: ["src/storage/postgres-names.test.ts"],
  },
  {
    name: "a statement keeps its name though a newer version has changed its table",
    file: "src/storage/postgres-names.ts",
    find: "if (code === notSupported) {",
    replace: 'if (code === "") {',
    tests: ["tests/storage/engines.test.ts"],
  },
  {
    name: "an outcome of the writer thread is given to another job",
    file: "src/storage/sqlite-writer-thread.ts",
    find: "outcomes: connection.commit(jobs)",
    replace: "outcomes: connection.commit(jobs).toReversed()",
    tests: ["tests/storage/sqlite.test.ts"],
  },
  {
    name: "a crowd is answered before the writer thread has committed",
    file: "src/storage/sqlite-writer.ts",
    find: "thread.postMessage(jobs);",
    replace:
      "thread.postMessage(jobs);\n      setImmediate(() => answer(jobs.map(() => ({ saved: { saved: true } }))));",
    tests: ["tests/storage/sqlite.test.ts"],
  },
  {
    name: "SQLite answers before the commit",
    file: "src/storage/sqlite.ts",
    find: "settle(batch, outcomesOf(jobs), startedAt);",
    replace: "settle(batch, jobs.map(() => ({ saved: { saved: true } })), startedAt);\n      outcomesOf(jobs);",
    tests: ["tests/crash/outage.test.ts"],
  },
  {
    name: "another account's charge is found",
    file: "src/storage/charge.ts",
    find: "where id = $" + "{id} and account = $" + "{account}`),",
    replace: "where id = $" + "{id}`),",
  },
  {
    name: "a lost save counts as saved",
    file: "src/operations/commit.ts",
    find: "if (!saved.saved) return lost(saved.lost);",
    replace: "",
  },
  {
    name: "a change is decided again on what was loaded before",
    file: "src/operations/settle-charge.ts",
    find: "    charge = undefined;\n    return undefined;",
    replace: "    return undefined;",
  },
  {
    name: "a used token can be used again",
    file: "src/domain/create-charge.ts",
    find: 'if (token.charge) throw new Refusal("used_token");',
    replace: "",
  },
  {
    name: "a used source can be used again",
    file: "src/domain/create-charge.ts",
    find: 'if (source.charge) throw new Refusal("invalid_charge", "source was already used");',
    replace: "",
  },
  {
    name: "a token is not marked as spent",
    file: "src/domain/create-charge.ts",
    find: "...(spentToken && { tokens: [spentToken] }), ",
    replace: "",
  },
  {
    name: "the idempotency key is not saved with the work",
    file: "src/operations/commit.ts",
    find: "...(row && !intention?.started && { idempotency: [row] }),",
    replace: "",
  },
  {
    name: "a refusal is first remembered as if it had been granted",
    file: "src/operations/charge.ts",
    find: 'remembering(caller, ({ state }) => state === "expired"),',
    replace: "remembering(caller),",
    tests: ["tests/simulation/late-answer.test.ts"],
  },
  {
    name: "idempotency keys are forgotten at once",
    file: "src/jobs/clockwork.ts",
    find: "store.idempotency.forget(now - keysKeptFor)",
    replace: "store.idempotency.forget(now)",
  },
  {
    name: "a torn connection to the bank is a decline",
    file: "src/operations/bank.ts",
    find: 'return { answer: "unknown", why: error instanceof Error ? error.message : String(error) };',
    replace: 'return { answer: "declined", reason: "processing" };',
  },
  {
    name: "an answer that the bank has not given is a decline",
    file: "src/operations/settle-charge.ts",
    find: 'if (answer.answer === "unknown" || answer.answer === "pending") {',
    replace:
      'if (answer.answer === "unknown") answer = { answer: "declined", reason: "processing" };\n  if (answer.answer === "pending") {',
  },
  {
    name: "an answer to another step of the charge is taken",
    file: "src/operations/settle-charge.ts",
    find: "current.state === asked.state && current.followUps === asked.followUps",
    replace: "current.id === asked.id",
    tests: ["tests/simulation/late-answer.test.ts"],
  },
  {
    name: "a charge expires without its bank being asked",
    file: "src/operations/settle-charge.ts",
    find: 'await askAbout(gateway, charge, { step: "cancel", reference }, () => connector.cancel(reference))',
    replace: '({ answer: { answer: "pending" }, messages: [] } as Heard)',
  },
  {
    name: "a request that the bank never got counts as carried out",
    file: "src/operations/attend.ts",
    find: "else await carryOut(gateway, account, charge, undefined, heard.messages);",
    replace:
      'else await takeAnswer(gateway, account, charge, { answer: { answer: "approved", reference: null, approvalCode: null }, messages: [] });',
  },
  {
    name: "a bank that decides at once is not asked again after a crash",
    file: "src/domain/create-charge.ts",
    find: "dueAt: waits ? expiresAt : now + minutes(1),",
    replace: "dueAt: waits ? expiresAt : null,",
  },
  {
    name: "an authorization that nobody captures is never released",
    file: "src/operations/attend.ts",
    find: "return release(gateway, account, charge);",
    replace: "return;",
  },
  {
    name: "a cardholder who failed to authenticate may pay",
    file: "src/operations/authentication.ts",
    find: "return decline(charge, methodOf(charge.method).failures[verdict.reason], gateway.now());",
    replace: "return beginAuthorization(charge, null as never, gateway.now());",
  },
  {
    name: "what proves an authentication is kept",
    file: "src/domain/settle-charge.ts",
    find: "proof: proof && { ...proof, authenticationValue: null }",
    replace: "proof",
  },
  {
    name: "the browser's word is taken for the issuer's",
    file: "src/connectors/three-ds/connector.ts",
    find: 'if (data?.threeDSServerTransID !== id) return unknown("the browser brought no CRes of this transaction");',
    replace: 'if (!data) return { outcome: "pending" };',
    tests: ["src/connectors/three-ds/connector.test.ts"],
  },
  {
    name: "a capture by hand is not told of",
    file: "src/domain/settle-charge.ts",
    find: '[{ key: "charge.capture", charge: after }]',
    replace: "[]",
  },
  {
    name: "a declined charge is not told of",
    file: "src/domain/settle-charge.ts",
    find: "happened: outcomeEvents(charge, failed)",
    replace: "happened: []",
  },
  {
    name: "an event is saved without its deliveries",
    file: "src/operations/commit.ts",
    find: "deliveries: told.flatMap(({ deliveries }) => deliveries),",
    replace: "",
  },
  {
    name: "fees are those of the authorized amount, not of the captured one",
    file: "src/domain/settle-charge.ts",
    find: "const captured = charge.capturedAmount ?? charge.amount;",
    replace: "const captured = charge.amount;",
    tests: ["src/domain/settle-charge.test.ts"],
  },
  {
    name: "VAT is taken on the whole amount, not on the fee",
    file: "src/domain/fee.ts",
    find: "feeVat: percentOf(fee, rates.vat)",
    replace: "feeVat: percentOf(amount, rates.vat)",
    tests: ["src/domain/fee.test.ts"],
  },
  {
    name: "halves are rounded down",
    file: "src/domain/money.ts",
    find: "numerator * 2n + denominator)",
    replace: "numerator * 2n + denominator - 1n)",
    tests: ["src/domain/money.test.ts"],
  },
  {
    name: "a void is booked with the wrong sign",
    file: "src/domain/ledger.ts",
    find: "amount: -amount,",
    replace: "amount,",
  },
  {
    name: "the merchant is credited without the interest being taken",
    file: "src/domain/fee.ts",
    find: "amount - pricing.fee - pricing.feeVat - pricing.interest - pricing.interestVat",
    replace: "amount - pricing.fee - pricing.feeVat",
  },
  {
    name: "a refund reserves nothing",
    file: "src/domain/refund.ts",
    find: "refundedAmount: charge.refundedAmount + refund.amount,",
    replace: "refundedAmount: charge.refundedAmount,",
  },
  {
    name: "more can be refunded than is left",
    file: "src/domain/refund.ts",
    find: "if (amount > left) return `amount must be at most $" + "{left}, which is what is left to refund`;",
    replace: "",
  },
  {
    name: "what a refused refund had reserved is not given back",
    file: "src/domain/refund.ts",
    find: "refundedAmount: charge.refundedAmount - refund.amount,",
    replace: "",
    tests: ["src/domain/refund.test.ts"],
  },
  {
    name: "a refund whose answer is unknown is not asked for again",
    file: "src/operations/refund.ts",
    find: "revise(refund, { dueAt: gateway.now() + minutes(1) })",
    replace: "revise(refund, { dueAt: null })",
  },
  {
    name: "nobody attends to refunds that are due",
    file: "src/jobs/clockwork.ts",
    find: "onceATick(store.refund.due, (refund) => attendRefund(gateway, refund)),",
    replace: "onceATick(store.refund.due, async () => {}),",
  },
  {
    name: "a delivery that is taken stays free for others",
    file: "src/storage/event.ts",
    find: "update deliveries set due_at = $" + "{until}, version = version + 1",
    replace: "update deliveries set due_at = due_at, version = version + 1",
    tests: ["tests/webhooks/delivery.test.ts"],
  },
  {
    name: "an endpoint's refusal counts as delivered",
    file: "src/domain/event.ts",
    find: "status !== null && status >= 200 && status < 300;",
    replace: "status !== null;",
  },
  {
    name: "an attempt is not recorded",
    file: "src/webhooks/deliver.ts",
    find: "[after(dispatch, delivery, attempt)] },\n    insert: { attempts: [attempt] },",
    replace: "[after(dispatch, delivery, attempt)] },",
  },
  {
    name: "deliveries are given up early",
    file: "src/webhooks/schedule.ts",
    find: "if (now >= giveUpAt) return null;",
    replace: "if (attemptsMade > delays.length) return null;",
  },
  {
    name: "a security code is kept after it was used",
    file: "src/vault/security-codes.ts",
    find: "const found = kept.get(tokenId);\n      kept.delete(tokenId);",
    replace: "const found = kept.get(tokenId);",
    tests: ["src/vault/security-codes.test.ts"],
  },
  {
    name: "the row of the audit log is left out of the commit",
    file: "src/operations/audit.ts",
    find: "audit: [{ ...row, hash }], ",
    replace: "",
    tests: ["tests/dashboard/audit.test.ts"],
  },
  {
    name: "the right of whoever is signed in is not looked at",
    file: "src/api/session.ts",
    find: "  refuseWithoutRight(present, entry, livemode);\n",
    replace: "",
    tests: ["tests/dashboard/rights.test.ts"],
  },
];
