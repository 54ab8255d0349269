import { describe, expect, test } from "vitest";
import { aCharge, noon, refusalOf } from "../../../tests/kit/domain-builders.ts";
import { methodOf } from "../../../tests/kit/methods.ts";
import { days } from "../base/time.ts";
import { acceptDispute, answerDispute, closeDispute, lapseDispute, mayBePlayed, openDispute } from "./dispute.ts";
import {
  type Dispute,
  type DisputeAction,
  type DisputeState,
  disputeMoves,
  mayBe,
  moveDispute,
} from "./dispute-row.ts";

const paid = aCharge({ state: "captured" });
const ids = { dispute: "dspt_test_5z4ykxh42cn7qsxw1w5", debit: "trxn_test_5z4ykxh42cn7qsxw1w6" };
const credit = "trxn_test_5z4ykxh42cn7qsxw1w7";
const open = openDispute(paid, methodOf("card"), ids, noon, noon);
const inState = (state: DisputeState): Dispute => ({ ...open.dispute, state });

const states = Object.keys(disputeMoves) as DisputeState[];

/** What each action of the world leads to from each state; undefined where it is refused. */
const expected: Record<DisputeState, Record<DisputeAction, DisputeState | undefined>> = {
  open: { answer: "pending", accept: "lost", lapse: "lost", win: "won", lose: "lost" },
  pending: { answer: undefined, accept: undefined, lapse: undefined, win: "won", lose: "lost" },
  won: { answer: undefined, accept: undefined, lapse: undefined, win: undefined, lose: undefined },
  lost: { answer: undefined, accept: undefined, lapse: undefined, win: undefined, lose: undefined },
};

const acts: Record<DisputeAction, (dispute: Dispute) => Dispute | undefined> = {
  answer: (dispute) => answerDispute(paid, dispute, { message: "It was delivered." }).dispute,
  accept: (dispute) => acceptDispute(paid, dispute, noon).dispute,
  lapse: (dispute) => lapseDispute(paid, dispute, dispute.respondBy)?.dispute,
  win: (dispute) => closeDispute(paid, dispute, true, { credit, heldUntil: noon }, noon).dispute,
  lose: (dispute) => closeDispute(paid, dispute, false, { credit, heldUntil: noon }, noon).dispute,
};

describe.each(states)("a dispute that is %s", (state) => {
  test.each(Object.keys(acts) as DisputeAction[])(
    "on %s comes to the state of the table, or stays as it is",
    (action) => {
      const dispute = inState(state);
      const wanted = expected[state][action];
      expect(mayBe(dispute, action)).toBe(wanted !== undefined);
      if (wanted !== undefined) {
        const after = acts[action](dispute);
        expect(after).toMatchObject({ state: wanted, version: 2, dueAt: null });
        expect(after?.closedAt === null).toBe(wanted === "pending");
        return;
      }
      expect(() => moveDispute(dispute, action, {})).toThrow(/is no move of it/);
      const refused = action === "lapse" ? acts.lapse(dispute) : refusalOf(() => acts[action](dispute))?.code;
      expect(refused).toBe(action === "lapse" ? undefined : "invalid_dispute");
    },
  );
});

test("a dispute takes what is left after refunds, and is due when the time to answer is over", () => {
  const refunded = { ...paid, refundedAmount: 30_000 };
  const { dispute, charge, changes } = openDispute(refunded, methodOf("card"), ids, noon, noon);
  expect(dispute).toMatchObject({ amount: 70_000, respondBy: noon + days(7), dueAt: noon + days(7) });
  expect(charge).toMatchObject({ version: 2, dispute: dispute.id, latestDispute: dispute });
  expect(changes.insert?.entries).toMatchObject([
    { amount: -70_000, key: "dispute.started.debit", origin: dispute.id },
  ]);
});

test("money on hold is taken from the money on hold, and given back no earlier", () => {
  const live = { ...paid, livemode: true };
  const heldUntil = noon + days(3); // as an upstream says, for example
  const { dispute, charge, changes } = openDispute(live, methodOf("card"), ids, heldUntil, noon + days(1));
  const won = closeDispute(charge, dispute, true, { credit, heldUntil }, noon + days(2));
  const entries = [...(changes.insert?.entries ?? []), ...(won.changes.insert?.entries ?? [])];
  expect(entries.map(({ transferableAt }) => transferableAt)).toEqual([heldUntil, heldUntil]);
  const late = closeDispute(charge, dispute, true, { credit, heldUntil }, noon + days(30));
  expect(late.changes.insert?.entries?.[0]?.transferableAt).toBe(noon + days(30));
});

test("nothing lapses before its time", () => {
  expect(lapseDispute(paid, open.dispute, open.dispute.respondBy - 1)).toBeUndefined();
});

test("the cardholder's bank is played in test mode only", () => {
  expect(refusalOf(() => mayBePlayed({ livemode: false }, "closed"))).toBeUndefined();
  expect(refusalOf(() => mayBePlayed({ livemode: true }, "closed"))).toEqual({
    code: "invalid_dispute",
    message: "only disputes of test mode can be closed by request",
  });
});
