import { describe, expect, test } from "vitest";
import { aCard, aCharge, noon } from "../../../tests/kit/domain-builders.ts";
import { methodOf } from "../../../tests/kit/methods.ts";
import { methods } from "../../methods/index.ts";
import { days } from "../base/time.ts";
import { asCharged } from "../card/card.ts";
import {
  type Charge,
  type ChargeAction,
  type ChargeState,
  factsOf,
  isFinal,
  may,
  move,
  moves,
  refundableAmount,
  refundDeadline,
  statusOf,
} from "./charge.ts";
import { failureMessages } from "./failure.ts";

const states = Object.keys(moves) as ChargeState[]; // the table has no other keys
const actions: Record<ChargeAction, true> = {
  authenticate: true,
  pay: true,
  authorize: true,
  decline: true,
  expire: true,
  capture: true,
  reverse: true,
  confirm: true,
  release: true,
  refuse: true,
};

/** The life of a charge written again by hand, one row per state: the move table must agree, and a new state needs its row. */
const life: Record<ChargeState, { status: string; final: boolean; leads: Partial<Record<ChargeAction, ChargeState>> }> =
  {
    awaiting_payer: {
      status: "pending",
      final: false,
      leads: {
        authenticate: "authorizing",
        pay: "captured",
        authorize: "authorized",
        decline: "failed",
        expire: "expired",
      },
    },
    // The bank may have said yes already: such a charge is inquired about and does not expire.
    authorizing: {
      status: "pending",
      final: false,
      leads: { pay: "captured", authorize: "authorized", decline: "failed" },
    },
    authorized: { status: "pending", final: false, leads: { capture: "capturing", reverse: "reversing" } },
    capturing: { status: "pending", final: false, leads: { confirm: "captured", refuse: "authorized" } },
    reversing: { status: "pending", final: false, leads: { release: "reversed", refuse: "authorized" } },
    captured: { status: "successful", final: true, leads: {} },
    failed: { status: "failed", final: true, leads: {} },
    reversed: { status: "reversed", final: true, leads: {} },
    expired: { status: "expired", final: true, leads: {} },
  };

describe.each(states)("a charge that is %s", (state) => {
  const { status, final, leads } = life[state];
  const charge = aCharge({ state });

  test(`has the public status ${status} and is ${final ? "final: no move leaves it" : "not final"}`, () => {
    expect(statusOf(charge)).toBe(status);
    expect(isFinal(charge)).toBe(final);
    expect(Object.keys(moves[state]).length === 0).toBe(final);
  });

  test.each(Object.keys(actions) as ChargeAction[])("%s", (action) => {
    const next = leads[action];
    expect(may(charge, action)).toBe(next !== undefined);
    if (next) expect(move(charge, action, { dueAt: 1 })).toEqual({ ...charge, state: next, dueAt: 1, version: 2 });
    else expect(() => move(charge, action, {})).toThrow(`is ${state} and cannot ${action}`);
  });
});

describe("the facts of a charge follow from its state", () => {
  const flags = [
    "authorized",
    "capturable",
    "paid",
    "refundable",
    "partiallyRefundable",
    "reversible",
    "reversed",
    "voided",
    "disputable",
    "expired",
    "canPerformVoid",
  ] as const;
  const kplus = "mobile_banking_kbank";
  const installment = "installment_wlb_ktc";
  const refunded = { refundedAmount: 100_000, refundCount: 1 };
  const inPart = { amount: 100_000, capturedAmount: 50_000, preAuth: true, capture: false };

  const nothing = "-----------";
  const held = "TT---T-----";
  const rows: [what: string, matrix: string, patch: Partial<Charge>][] = [
    ["card, waiting for its payer", nothing, { state: "awaiting_payer" }],
    ["card, its bank is being asked", nothing, { state: "authorizing" }],
    ["card, authorized", held, { state: "authorized" }],
    ["card, being captured", "T----------", { state: "capturing" }],
    ["card, being reversed", "T----------", { state: "reversing" }],
    ["card, paid", "T-TTT---T-T", { state: "captured" }],
    ["card, captured by hand", "T-TTT---T-T", { state: "captured", capture: false }],
    ["card, captured in part", "T-TTT---T-T", { state: "captured", ...inPart }],
    ["card, refunded as often as can be", "T-T-----T--", { state: "captured", refundedAmount: 15, refundCount: 15 }],
    ["card, refunded in part", "T-TTT---T--", { state: "captured", refundedAmount: 1, refundCount: 1 }],
    ["card, captured and refunded in part", "T-TTT---T--", { state: "captured", ...inPart, refundedAmount: 49_999 }],
    [
      "card, captured in part, all of that refunded",
      "T-T--------",
      { state: "captured", ...inPart, refundedAmount: 50_000 },
    ],
    ["card, refunded in full", "T-T--------", { state: "captured", ...refunded }],
    ["card, voided", "T-T----T---", { state: "captured", ...refunded, voided: true }],
    ["card, reversed", "T-----T----", { state: "reversed" }],
    ["card, failed", nothing, { state: "failed" }],
    ["card, expired", "---------T-", { state: "expired" }],
    ["K PLUS, waiting for its payer", nothing, { method: kplus, state: "awaiting_payer" }],
    ["K PLUS, paid", "T-T--------", { method: kplus, state: "captured" }],
    ["K PLUS, failed", nothing, { method: kplus, state: "failed" }],
    ["K PLUS, expired", "---------T-", { method: kplus, state: "expired" }],
    ["installment, waiting for its payer", nothing, { method: installment, state: "awaiting_payer" }],
    ["installment, its bank is being asked", nothing, { method: installment, state: "authorizing" }],
    ["installment, paid", "T-TT-------", { method: installment, state: "captured" }],
    ["installment, refunded", "T-T--------", { method: installment, state: "captured", refundedAmount: 400_000 }],
    ["installment, failed", nothing, { method: installment, state: "failed" }],
    ["installment, expired", "---------T-", { method: installment, state: "expired" }],
  ];

  test.each(rows)("%s: %s", (_, matrix, patch) => {
    const charge = aCharge(patch);
    const facts = factsOf(charge, methodOf(charge.method), noon);
    expect(flags.map((flag) => (facts[flag] ? "T" : "-")).join("")).toBe(matrix);
  });

  test("every state that a method's charges can reach has a row", () => {
    const seen = new Set(rows.map(([, , patch]) => patch.state));
    expect([...seen].sort()).toEqual([...states].sort());
  });

  test("only a failed charge has a failure message", () => {
    const failed = aCharge({ state: "failed", failureCode: "insufficient_fund" });
    expect(factsOf(failed, methodOf("card"), noon).failureMessage).toBe(failureMessages.insufficient_fund);
    expect(factsOf(aCharge({ state: "captured" }), methodOf("card"), noon).failureMessage).toBeNull();
  });
});

describe("a charge can be refunded until the last moment of the method's period, counted from payment", () => {
  test.each(methods)("$type", (method) => {
    const period = method.refund.kind === "none" ? null : method.refund.withinDays;
    const paidAt = noon + 12_345;
    const charge = aCharge({ method: method.type, state: "captured", createdAt: noon, paidAt });
    const deadline = paidAt + days(period ?? 0);
    const at = (now: number) => factsOf(charge, method, now);
    expect(at(deadline).refundable).toBe(period !== null);
    expect(at(deadline + 1)).toMatchObject({ refundable: false, partiallyRefundable: false, canPerformVoid: false });
    if (period !== null) expect(refundDeadline(charge, method)).toBe(deadline);
  });

  test.each(["JCB", "American Express", "Diners Club"])("160 days for %s cards, and 365 for others", (brand) => {
    const by = (name: string) => aCharge({ state: "captured", paidAt: noon, card: asCharged(aCard({ brand: name })) });
    const at = (charge: Charge, day: number) => factsOf(charge, methodOf("card"), noon + days(day)).refundable;
    expect([at(by(brand), 160), at(by(brand), 161)]).toEqual([true, false]);
    expect([at(by("Visa"), 161), at(by("Visa"), 366)]).toEqual([true, false]);
  });

  test("a card charge can be voided until midnight in Bangkok, and only if nothing was refunded", () => {
    const lateInTheEvening = Date.parse("2026-01-15T23:59:59+07:00");
    const charge = aCharge({ state: "captured", createdAt: noon, paidAt: lateInTheEvening });
    const at = (now: number, patch: Partial<Charge> = {}) =>
      factsOf({ ...charge, ...patch }, methodOf("card"), now).canPerformVoid;
    expect(at(lateInTheEvening + 999)).toBe(true);
    expect(at(lateInTheEvening + 1_000)).toBe(false);
    expect(at(lateInTheEvening, { refundedAmount: 1, refundCount: 1 })).toBe(false);
  });

  test("an unpaid charge has no refund period", () => {
    expect(refundDeadline(aCharge({ state: "authorized" }), methodOf("card"))).toBe(0);
  });
});

test("the refundable amount is the captured amount less refunds", () => {
  expect(refundableAmount(aCharge({ state: "authorized" }))).toBe(0);
  expect(refundableAmount(aCharge({ state: "captured", capturedAmount: 50_000 }))).toBe(50_000);
  expect(refundableAmount(aCharge({ state: "captured", refundedAmount: 99_999 }))).toBe(1);
});
