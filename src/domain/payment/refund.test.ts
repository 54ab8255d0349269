import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aCharge, noon, refusalOf } from "../../../tests/kit/domain-builders.ts";
import { methodOf } from "../../../tests/kit/methods.ts";
import { methods } from "../../methods/index.ts";
import { days, minutes } from "../base/time.ts";
import type { Posting } from "../ledger/ledger.ts";
import type { Charge } from "./charge.ts";
import { netOf } from "./fee.ts";
import { refundEvent } from "./payment-event.ts";
import { closeRefund, failRefund, type RefundRequest, requestRefund } from "./refund.ts";
import type { Refund } from "./refund-row.ts";
import { approve, beginCapture, confirmCapture } from "./settle-charge.ts";

const id = "rfnd_test_63444yucggg93yxa027";
const trxn = "trxn_test_63444yul95anyjnsr02";
const booked = { transaction: trxn, heldUntil: noon };
const later = noon + minutes(3);
const paid = (patch: Partial<Charge> = {}) => aCharge({ state: "captured", ...patch });

function request(charge: Charge, amount: number, patch: Partial<RefundRequest> = {}, now = later, refundId = id) {
  const asked = { amount, metadata: {}, voidOnly: false, ...patch };
  return requestRefund(charge, methodOf(charge.method), asked, refundId, now);
}

const allRefused = "charge was not paid, so there is nothing to refund";
const refusals: [why: string, charge: Charge, amount: number, now: number, message: string][] = [
  ["more than was paid", paid(), 100_001, later, "amount must be at most 100000, which is what is left to refund"],
  [
    "more than is left",
    paid({ refundedAmount: 60_000, refundCount: 1 }),
    40_001,
    later,
    "amount must be at most 40000, which is what is left to refund",
  ],
  [
    "more than was captured",
    paid({ capturedAmount: 50_000, preAuth: true }),
    50_001,
    later,
    "amount must be at most 50000, which is what is left to refund",
  ],
  [
    "what was refunded before",
    paid({ refundedAmount: 100_000, refundCount: 1 }),
    1,
    later,
    "charge was already refunded in full",
  ],
  ["a 16th time", paid({ refundedAmount: 15, refundCount: 15 }), 1, later, "charge was already refunded 15 times"],
  [
    "a card after a year",
    paid(),
    100_000,
    noon + days(365) + 1,
    "the refund period of 1 year after payment has passed",
  ],
  [
    "an installment in part",
    paid({ method: "installment_wlb_ktc" }),
    399_999,
    later,
    "installment charges can only be refunded in full: amount must be 400000",
  ],
  ...(
    ["awaiting_payer", "authorizing", "authorized", "capturing", "reversing", "failed", "reversed", "expired"] as const
  ).map((state): [string, Charge, number, number, string] => [
    `a charge that is ${state}`,
    aCharge({ state }),
    100_000,
    later,
    allRefused,
  ]),
];

describe("a refund is refused", () => {
  test.each(refusals)("of %s", (_, charge, amount, now, message) => {
    expect(refusalOf(() => request(charge, amount, {}, now))).toEqual({ code: "failed_refund", message });
  });

  test.each([
    ["bay", "30 days"],
    ["bbl", "1 year"],
    ["first_choice", "30 days"],
    ["kbank", "120 days"],
    ["ktc", "180 days"],
    ["scb", "180 days"],
    ["ttb", "1 year"],
    ["uob", "1 year"],
  ])("of %s installments one millisecond after %s, and granted until then", (bank, period) => {
    const charge = paid({ method: `installment_wlb_${bank}` });
    const deadline = noon + days(period === "1 year" ? 365 : Number.parseInt(period, 10));
    const message = `the refund period of ${period} after payment has passed`;
    expect(refusalOf(() => request(charge, 400_000, {}, deadline + 1))).toEqual({ code: "failed_refund", message });
    expect(request(charge, 400_000, {}, deadline).refund.state).toBe("pending");
  });
});

test("the 15th refund of a charge is still granted", () => {
  expect(request(paid({ refundedAmount: 14, refundCount: 14 }), 1).charge.refundCount).toBe(15);
});

test.each([true, false])("a K PLUS charge is never refunded, and says so (only a void wanted: %s)", (voidOnly) => {
  const charge = paid({ method: "mobile_banking_kbank" });
  const message = "mobile banking charges cannot be voided or refunded";
  expect(refusalOf(() => request(charge, 100_000, { voidOnly }))).toEqual({ code: "failed_refund", message });
});

describe("every refusal of a void-only request is failed_void", () => {
  const onlyWhole = "only the full amount of a charge that was not refunded before can be voided";
  test.each<[string, Charge, number, number, string]>([
    ...refusals,
    ["part of a charge", paid(), 99_999, later, onlyWhole],
    ["the rest of a charge", paid({ refundedAmount: 1, refundCount: 1 }), 99_999, later, onlyWhole],
    [
      "an installment",
      paid({ method: "installment_wlb_ktc" }),
      400_000,
      later,
      "charges of installment_wlb_ktc cannot be voided, only refunded",
    ],
  ])("%s", (_, charge, amount, now, message) => {
    const refusal = refusalOf(() => request(charge, amount, { voidOnly: true }, now));
    expect(refusal).toEqual({ code: "failed_void", message });
  });

  test("a whole card charge is voided", () => {
    expect(request(paid(), 100_000, { voidOnly: true }).refund.voided).toBe(true);
  });
});

describe("a refund is a void", () => {
  test.each<[string, Charge, number, boolean]>([
    ["of the full amount of a card charge", paid(), 100_000, true],
    ["of all that was captured in part", paid({ capturedAmount: 50_000, preAuth: true }), 50_000, true],
    ["of a part", paid(), 99_999, false],
    ["of what is left after a refund", paid({ refundedAmount: 1, refundCount: 1 }), 99_999, false],
    ["of an installment", paid({ method: "installment_wlb_ktc" }), 400_000, false],
  ])("%s", (_, charge, amount, voided) => {
    expect(request(charge, amount).refund.voided).toBe(voided);
  });
});

test("a refund reserves its amount in the commit that records it, before the acquirer is asked, without an event", () => {
  const before = paid();
  const { charge, refund, changes, happened } = request(before, 30_000, { metadata: { order: 1 } });
  expect(refund).toEqual({
    id,
    version: 1,
    account: before.account,
    livemode: false,
    charge: before.id,
    state: "pending",
    amount: 30_000,
    currency: "THB",
    fundingCurrency: null,
    fundingAmount: null,
    voided: false,
    metadata: { order: 1 },
    transaction: null,
    createdAt: later,
    dueAt: later + minutes(2),
  });
  expect(charge).toEqual({ ...before, version: 2, refundedAmount: 30_000, refundCount: 1, refunds: [refund] });
  expect(changes).toEqual({ update: { charges: [charge] }, insert: { refunds: [refund] } });
  expect(happened).toEqual([]);
});

test.each([
  [30_000, false, "refund.created.debit", -30_000],
  [100_000, true, "charge.voided.net", -96_094],
])("the acquirer's yes to %i closes the refund, books it and tells of it (void: %s)", (amount, voided, key, effect) => {
  const begun = request(paid(), amount);
  const { charge, refund, changes, happened } = closeRefund(begun.charge, begun.refund, booked, later);
  expect(refund).toEqual({ ...begun.refund, version: 2, state: "closed", transaction: trxn, dueAt: null });
  expect(charge).toEqual({ ...begun.charge, version: 3, voided, refunds: [refund] });
  expect(changes.update).toEqual({ charges: [charge], refunds: [refund] });
  expect(changes.insert?.entries).toMatchObject([{ id: trxn, key, origin: id, amount: effect, currency: "THB" }]);
  expect(happened).toEqual([refundEvent("refund.create", charge, refund)]);
});

test("the acquirer's no gives the amount free again, and neither books nor tells anything", () => {
  const before = paid();
  const begun = request(before, 100_000);
  const { charge, refund, changes, happened } = failRefund(begun.charge, begun.refund);
  expect(refund).toEqual({ ...begun.refund, version: 2, state: "failed", dueAt: null });
  expect(charge).toEqual({ ...before, version: 3 });
  expect(changes).toEqual({ update: { charges: [charge], refunds: [refund] } });
  expect(happened).toEqual([]);
  expect(request(charge, 100_000).refund.voided).toBe(true);
});

test.each(["closed", "failed"] as const)("a %s refund cannot be settled again: its money would move twice", (state) => {
  const begun = request(paid(), 30_000);
  const answered = { ...begun.refund, state };
  expect(() => closeRefund(begun.charge, answered, booked, later)).toThrow(`is ${state} and cannot become closed`);
  expect(() => failRefund(begun.charge, answered)).toThrow(`is ${state} and cannot become failed`);
});

describe("any refunds, closed or failed in any order", () => {
  type Step = { kind: "request"; share: number } | { kind: "close" | "fail"; which: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      kind: fc.constant("request" as const),
      share: fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 120 })),
    }),
    fc.record({ kind: fc.constantFrom("close" as const, "fail" as const), which: fc.nat(20) }),
  );
  const refundable = methods.filter(({ refund }) => refund.kind !== "none").map(({ type }) => type);

  /** A captured charge (cards: the whole amount, or a part by hand) with its postings. */
  const payments = fc.record({
    method: fc.constantFrom(...refundable),
    amount: fc.integer({ min: 200_000, max: 15_000_000 }),
    part: fc.integer({ min: 1, max: 100 }),
  });

  function pay({ method, amount, part }: { method: string; amount: number; part: number }) {
    if (method !== "card" || part === 100) {
      return approve(aCharge({ method, amount }), { reference: null, approvalCode: null }, "trxn_0", noon);
    }
    const held = aCharge({ method, amount, state: "authorized", preAuth: true });
    return confirmCapture(beginCapture(held, Math.trunc((amount * part) / 100), noon).charge, {}, "trxn_0", noon);
  }

  test("return at most the captured amount, balance the ledger, and leave the merchant net less refunds", () => {
    fc.assert(
      fc.property(payments, fc.array(step, { maxLength: 40 }), (payment, steps) => {
        const capture = pay(payment);
        let charge = capture.charge;
        const postings: Posting[] = [...(capture.changes.insert?.postings ?? [])];
        const pending: Refund[] = [];
        const closed: Refund[] = [];
        const captured = charge.capturedAmount ?? 0;
        for (const [at, act] of steps.entries()) {
          if (act.kind === "request") {
            const amount = Math.max(1, Math.trunc((captured * act.share) / 100));
            const decide = () => request(charge, amount, {}, later, `rfnd_${at}`);
            if (refusalOf(decide)) continue;
            const decision = decide();
            charge = decision.charge;
            pending.push(decision.refund);
          } else {
            const [refund] = pending.splice(act.which % Math.max(1, pending.length), 1);
            if (!refund) continue;
            const decision =
              act.kind === "close"
                ? closeRefund(charge, refund, { ...booked, transaction: `trxn_${at}` }, later)
                : failRefund(charge, refund);
            charge = decision.charge;
            postings.push(...(decision.changes.insert?.postings ?? []));
            if (decision.refund.state === "closed") closed.push(decision.refund);
          }
          const reserved = [...pending, ...closed].reduce((sum, { amount }) => sum + amount, 0);
          expect(charge.refundedAmount).toBe(reserved);
          expect(charge.refundedAmount).toBeLessThanOrEqual(captured);
          expect(captured).toBeLessThanOrEqual(charge.amount);
          expect(charge.refundCount).toBe(pending.length + closed.length);
          expect(charge.refunds.map(({ id: one }) => one).sort()).toEqual(
            [...pending, ...closed].map(({ id: one }) => one).sort(),
          );
          expect(charge.refunds.filter(({ state }) => state === "closed").length).toBe(closed.length);
          expect(charge.refundCount).toBeLessThanOrEqual(15);
        }
        const voided = closed.some((refund) => refund.voided);
        const returned = closed.reduce((sum, { amount }) => sum + amount, 0);
        expect(charge.voided).toBe(voided);
        expect(sumOf(postings)).toBe(0);
        expect(0 - sumOf(postings, "merchant")).toBe(voided ? 0 : netOf(captured, charge) - returned);
        expect(sumOf(postings, "acquirer")).toBe(captured - returned);
      }),
      { numRuns: 500 },
    );
  });

  function sumOf(postings: readonly Posting[], ledgerAccount?: Posting["ledgerAccount"]): number {
    return postings
      .filter((posting) => ledgerAccount === undefined || posting.ledgerAccount === ledgerAccount)
      .reduce((sum, { amount }) => sum + amount, 0);
  }
});
