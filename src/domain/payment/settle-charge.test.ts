import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aCharge, aProof, noon, refusalOf } from "../../../tests/kit/domain-builders.ts";
import { days, minutes } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import type { EventKey } from "../event/event.ts";
import { type Charge, type ChargeAction, type ChargeState, isFinal, may, moves } from "./charge.ts";
import { netOf } from "./fee.ts";
import {
  approve,
  askAgain,
  beginAuthorization,
  beginCapture,
  beginReversal,
  confirmCapture,
  confirmReversal,
  decline,
  expire,
  refuseStep,
} from "./settle-charge.ts";

type Decision = { charge: Charge; changes: Changes; happened: DomainEvent[] };

const trxn = "trxn_test_5z4ykxh42cn7qsxw1w5";
const approval = { reference: "KP4MfnXMIwawSp6O", approvalCode: "123456" };
const states = Object.keys(moves) as ChargeState[]; // the table has no other keys
const later = noon + minutes(3);
const keysOf = ({ happened }: Decision): EventKey[] => happened.map(({ key }) => key);

const operations = {
  beginAuthorization: (charge: Charge) => beginAuthorization(charge, aProof, later),
  approve: (charge: Charge) => approve({ ...charge, capture: true }, approval, trxn, later),
  hold: (charge: Charge) => approve({ ...charge, capture: false }, approval, trxn, later),
  decline: (charge: Charge) => decline(charge, "insufficient_fund", later),
  expire: (charge: Charge) => expire(charge, later),
  beginCapture: (charge: Charge) => beginCapture(charge, undefined, later),
  confirmCapture: (charge: Charge) => confirmCapture(charge, {}, trxn, later),
  beginReversal: (charge: Charge) => beginReversal(charge, later),
  confirmReversal: (charge: Charge) => confirmReversal(charge, later),
  refuseStep: (charge: Charge) => refuseStep(charge),
} satisfies Record<string, (charge: Charge) => Decision>;
type Operation = keyof typeof operations;

/** Where each operation leads from each state. Missing ones are defects, or refusals where a merchant can ask for them. */
const leads: Record<ChargeState, Partial<Record<Operation, ChargeState>>> = {
  awaiting_payer: {
    beginAuthorization: "authorizing",
    approve: "captured",
    hold: "authorized",
    decline: "failed",
    expire: "expired",
  },
  authorizing: { approve: "captured", hold: "authorized", decline: "failed" },
  authorized: { beginCapture: "capturing", beginReversal: "reversing" },
  capturing: { confirmCapture: "captured", refuseStep: "authorized" },
  reversing: { confirmReversal: "reversed", refuseStep: "authorized" },
  captured: {},
  failed: {},
  reversed: {},
  expired: {},
};

describe.each(states)("a charge that is %s", (state) => {
  test.each(Object.keys(operations) as Operation[])("%s", (operation) => {
    const charge = aCharge({ state });
    const act = () => operations[operation](charge);
    const next = leads[state][operation];
    if (next) {
      const decision = act();
      expect(decision.charge).toMatchObject({ id: charge.id, state: next, version: charge.version + 1 });
      expect(decision.changes.update?.charges).toEqual([decision.charge]);
      for (const { about } of decision.happened) expect(about.row).toEqual(decision.charge);
    } else if (operation === "beginCapture") {
      const message = state === "captured" ? "Charge was already captured" : "Charge is not authorized";
      expect(refusalOf(act)).toEqual({ code: "failed_capture", message });
    } else if (operation === "beginReversal") {
      const message = "only uncaptured authorized charges can be reversed";
      expect(refusalOf(act)).toEqual({ code: "failed_reverse", message });
    } else {
      expect(act).toThrow(`charge ${charge.id} is ${state} and cannot`);
    }
  });
});

describe("events to the merchant", () => {
  const waiting = aCharge({ state: "awaiting_payer" });
  const instant = aCharge({ state: "authorizing", page: null, createdAt: later });
  const answered = aCharge({ state: "authorizing", page: null, createdAt: later - minutes(1) });
  const asked = aCharge({ state: "authorizing" });

  test.each<[string, Decision, EventKey[]]>([
    ["paid after waiting", operations.approve(waiting), ["charge.complete"]],
    ["held after waiting", operations.hold(waiting), ["charge.complete"]],
    ["declined after waiting", operations.decline(waiting), ["charge.complete"]],
    ["paid after 3-D Secure", operations.approve(asked), ["charge.complete"]],
    ["declined after 3-D Secure", operations.decline(asked), ["charge.complete"]],
    ["paid at once", operations.approve(instant), ["charge.create"]],
    ["held at once", operations.hold(instant), ["charge.create"]],
    ["declined at once", operations.decline(instant), ["charge.create"]],
    ["paid later than its merchant was answered", operations.approve(answered), ["charge.create", "charge.complete"]],
    ["declined later than that", operations.decline(answered), ["charge.create", "charge.complete"]],
    ["expired", operations.expire(waiting), ["charge.expire", "charge.complete"]],
    ["captured by hand", operations.confirmCapture(aCharge({ state: "capturing" })), ["charge.capture"]],
    ["reversed", operations.confirmReversal(aCharge({ state: "reversing" })), ["charge.reverse"]],
    ["authenticated", operations.beginAuthorization(waiting), []],
    ["about to be captured", operations.beginCapture(aCharge({ state: "authorized" })), []],
    ["about to be reversed", operations.beginReversal(aCharge({ state: "authorized" })), []],
    ["not captured after all", operations.refuseStep(aCharge({ state: "capturing" })), []],
  ])("%s", (_, decision, keys) => {
    expect(keysOf(decision)).toEqual(keys);
  });
});

describe("an approval", () => {
  test("captures, books the money and clears the due time", () => {
    const { charge, changes } = operations.approve(aCharge({ dueAt: noon + minutes(10) }));
    expect(charge).toMatchObject({
      capturedAmount: 100_000,
      bankReference: approval.reference,
      approvalCode: "123456",
      transaction: trxn,
      authorizedAt: later,
      paidAt: later,
      dueAt: null,
      failureCode: null,
    });
    expect(changes.insert?.entries).toMatchObject([{ id: trxn, origin: charge.id, amount: 96_094 }]);
  });

  test("holds the money for 7 days where the merchant captures by hand, and books nothing", () => {
    const { charge, changes } = operations.hold(aCharge());
    expect(charge).toMatchObject({ authorizedAt: later, paidAt: null, capturedAmount: null, transaction: null });
    expect(charge.dueAt).toBe(later + days(7));
    expect(changes.insert).toBeUndefined();
  });
});

test("a decline has a failure code and books nothing", () => {
  const { charge, changes } = operations.decline(aCharge({ dueAt: noon }));
  expect(charge).toMatchObject({ failureCode: "insufficient_fund", paidAt: null, transaction: null, dueAt: null });
  expect(changes.insert).toBeUndefined();
});

describe("an expired charge ended at its expiry, or when the merchant gave up", () => {
  test.each([
    ["before its time", noon + minutes(3), noon + minutes(3)],
    ["at its time", noon + minutes(10), noon + minutes(10)],
    ["late", noon + minutes(11), noon + minutes(10)],
  ])("%s", (_, now, ended) => {
    const { charge } = expire(aCharge({ method: "mobile_banking_kbank" }), now);
    expect(charge).toMatchObject({ expiresAt: ended, expiredAt: ended, failureCode: null, dueAt: null });
  });
});

describe("a capture", () => {
  const held = (patch: Partial<Charge> = {}) => aCharge({ state: "authorized", ...patch });

  test.each<[string, Charge, number | undefined, string, string]>([
    [
      "of more than was authorized",
      held(),
      100_001,
      "failed_capture",
      "capture_amount must be at most 100000, which is what was authorized",
    ],
    [
      "of more than was pre-authorized",
      held({ preAuth: true }),
      100_001,
      "failed_capture",
      "capture_amount must be at most 100000, which is what was authorized",
    ],
    [
      "of less without pre_auth",
      held(),
      99_999,
      "failed_capture",
      "capture_amount below the charge's amount needs authorization_type=pre_auth at creation",
    ],
    ["a second time", aCharge({ state: "captured" }), undefined, "failed_capture", "Charge was already captured"],
    [
      "while another is under way",
      aCharge({ state: "capturing" }),
      undefined,
      "failed_capture",
      "Charge is not authorized",
    ],
    [
      "of a charge that the merchant released",
      aCharge({ state: "reversed" }),
      undefined,
      "failed_capture",
      "Charge is not authorized",
    ],
  ])("is refused %s", (_, charge, amount, code, message) => {
    expect(refusalOf(() => beginCapture(charge, amount, later))).toEqual({ code, message });
  });

  test.each<[Partial<Charge>, number | undefined, number]>([
    [{}, undefined, 100_000],
    [{}, 100_000, 100_000],
    [{ preAuth: true }, undefined, 100_000],
    [{ preAuth: true }, 1, 1],
    [{ preAuth: true }, 50_000, 50_000],
  ])("of %o asking for %s claims %i, and is asked about if the bank does not answer", (patch, amount, expected) => {
    const { charge } = beginCapture(held(patch), amount, later);
    expect(charge).toMatchObject({ state: "capturing", capturedAmount: expected, dueAt: later + minutes(1) });
  });

  test("of a part costs the fees of that part, and leaves the amount as it was", () => {
    const { charge, changes } = confirmCapture(
      beginCapture(held({ preAuth: true }), 50_000, noon).charge,
      {},
      trxn,
      later,
    );
    expect(charge).toMatchObject({ amount: 100_000, capturedAmount: 50_000, fee: 1_825, feeVat: 128, paidAt: later });
    expect(netOf(50_000, charge)).toBe(48_047);
    expect(changes.insert?.entries).toMatchObject([{ amount: 48_047, origin: charge.id }]);
  });

  test("refused by the bank leaves the charge authorized", () => {
    const before = held();
    const { charge } = refuseStep(beginCapture(before, undefined, later).charge);
    expect(charge).toEqual({ ...before, version: 3, followUps: 1 });
  });

  test("tried again is a new request to the bank", () => {
    const once = refuseStep(beginCapture(held(), undefined, later).charge).charge;
    expect(beginCapture(once, undefined, later).charge.followUps).toBe(2);
  });
});

describe("an authorization lapses after 7 days, and a later capture is refused as expired", () => {
  const lapse = noon + days(7);
  const byClock = { state: "reversed", reversedAt: lapse + 500 } as const;
  const byHand = { state: "reversed", reversedAt: lapse - 1 } as const;
  const expired = { code: "expired_charge", message: "charge expired" };
  const notHeld = { code: "failed_capture", message: "Charge is not authorized" };

  test.each<[string, Partial<Charge>, number, object | undefined]>([
    ["in its last moment", { state: "authorized" }, lapse - 1, undefined],
    ["after it, though the clock has not come by yet", { state: "authorized" }, lapse, expired],
    ["while the clock releases it", { state: "reversing" }, lapse, expired],
    ["after the clock released it", byClock, lapse + 500, expired],
    ["after the merchant released it", byHand, lapse + 500, notHeld],
    ["while the merchant releases it", { state: "reversing" }, lapse - 1, notHeld],
  ])("%s", (_, patch, now, refusal) => {
    expect(refusalOf(() => beginCapture(aCharge(patch), undefined, now))).toEqual(refusal);
  });

  test("a release refused by the bank is tried again at the lapse, then every minute", () => {
    const held = aCharge({ state: "authorized" });
    expect(refuseStep(beginReversal(held, later).charge).charge.dueAt).toBe(lapse);
    expect(refuseStep(beginReversal(held, lapse + 500).charge).charge.dueAt).toBe(lapse + 500 + minutes(1));
  });
});

describe("an answer that decides nothing", () => {
  const soon = later + minutes(1);
  const expiresAt = later + minutes(5);

  test.each<[string, Partial<Charge>, boolean, number | undefined]>([
    ["unknown, when it was due: again in a minute", { state: "authorizing", dueAt: noon }, true, soon],
    [
      "unknown, when it is to be asked soon anyway: as planned",
      { state: "authorizing", dueAt: later + 1 },
      true,
      undefined,
    ],
    [
      "the payer has not decided: at the end of the payer's time",
      { state: "awaiting_payer", dueAt: noon, expiresAt },
      false,
      expiresAt,
    ],
    [
      "the payer has not decided, as planned",
      { state: "awaiting_payer", dueAt: expiresAt, expiresAt },
      false,
      undefined,
    ],
    [
      "unknown, while a payer may have decided: in a minute",
      { state: "awaiting_payer", dueAt: expiresAt, expiresAt },
      true,
      soon,
    ],
    [
      "unknown, when the payer's time is over: again in a minute",
      { state: "awaiting_payer", dueAt: noon, expiresAt: noon },
      true,
      soon,
    ],
  ])("%s", (_, patch, unknown, dueAt) => {
    const charge = aCharge(patch);
    expect(askAgain(charge, unknown, later)).toEqual(
      dueAt === undefined ? undefined : { ...charge, version: 2, dueAt },
    );
  });
});

describe("any steps in any order", () => {
  const steps: Record<Operation, ChargeAction> = {
    beginAuthorization: "authenticate",
    approve: "pay",
    hold: "authorize",
    decline: "decline",
    expire: "expire",
    beginCapture: "capture",
    confirmCapture: "confirm",
    beginReversal: "reverse",
    confirmReversal: "release",
    refuseStep: "refuse",
  };
  const happenings = fc.array(fc.constantFrom(...(Object.keys(steps) as Operation[])), { maxLength: 60 });
  const beginnings = fc.constantFrom(
    aCharge(),
    aCharge({ method: "mobile_banking_kbank" }),
    aCharge({ method: "installment_wlb_ktc" }),
    aCharge({ state: "authorizing", page: null }),
  );

  test("end a charge once, send charge.complete at most once, and book paid money once", () => {
    fc.assert(
      fc.property(beginnings, happenings, (beginning, operationsInOrder) => {
        const told: EventKey[] = [];
        let entries = 0;
        let charge = beginning;
        for (const operation of operationsInOrder) {
          if (!may(charge, steps[operation])) continue;
          expect(isFinal(charge)).toBe(false);
          const decision: Decision = operations[operation](charge);
          expect(decision.charge.version).toBe(charge.version + 1);
          charge = decision.charge;
          told.push(...keysOf(decision));
          entries += decision.changes.insert?.entries?.length ?? 0;
        }
        const count = (key: EventKey) => told.filter((other) => other === key).length;
        const answered = charge.state !== "awaiting_payer" && charge.state !== "authorizing";
        expect(count("charge.complete")).toBe(answered ? 1 : 0);
        expect(count("charge.create")).toBe(answered && beginning.page === null ? 1 : 0);
        expect(count("charge.expire")).toBe(charge.state === "expired" ? 1 : 0);
        expect(count("charge.reverse")).toBe(charge.state === "reversed" ? 1 : 0);
        expect(entries).toBe(charge.state === "captured" ? 1 : 0);
        expect(charge.paidAt !== null).toBe(charge.state === "captured");
        expect(charge.failureCode !== null).toBe(charge.state === "failed");
        expect(charge.expiredAt).toBe(charge.state === "expired" ? charge.expiresAt : null);
        expect(charge.dueAt === null).toBe(isFinal(charge) || charge === beginning);
      }),
      { numRuns: 500 },
    );
  });
});
