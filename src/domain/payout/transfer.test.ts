import { describe, expect, test } from "vitest";
import { anAccount, noon } from "../../../tests/kit/domain-builders.ts";
import { Refusal } from "../base/errors.ts";
import { days } from "../base/time.ts";
import { defaultRecipient } from "./recipient.ts";
import type { Recipient } from "./recipient-row.ts";
import {
  attemptTransfer,
  createTransfers,
  deleteTransfer,
  mayBeMarked,
  type Payout,
  scheduledAmount,
  scheduledAmountFaults,
  settleTransfer,
  type TransferDecision,
  type TransferRequest,
  transferLimits,
  triesMax,
  updateTransfer,
} from "./transfer.ts";
import { type Transfer, type TransferState, transferMoves } from "./transfer-row.ts";

const account = anAccount();
const recipient: Recipient = defaultRecipient("recp_1", account, noon);
const balance = { account: account.id, currency: "THB", version: 1 };
const payout = (patch: Partial<Payout> = {}): Payout => ({ recipient, transferable: 100_000, balance, ...patch });

const create = (request: Partial<TransferRequest> = {}, transferable = 100_000): TransferDecision => {
  let made = 0;
  const newId = () => {
    made += 1;
    return `trsf_${made}`;
  };
  const whole = { amount: 50_000, failFast: false, metadata: {}, split: false, idempKey: null, ...request };
  return createTransfers(account, recipient, transferable, whole, newId, noon);
};
const aTransfer = (patch: Partial<Transfer> = {}): Transfer => ({ ...create().transfer, ...patch });
const keysOf = ({ happened }: TransferDecision) => happened.map(({ key }) => key);

describe("a sum too large for one transfer", () => {
  const { max, min } = transferLimits;
  test("is refused, or split into as few as the limits allow, all of one group", () => {
    expect(() => create({ amount: max + 1 }, max * 3)).toThrow(expect.objectContaining({ code: "invalid_transfer" }));
    const { changes, happened } = create({ amount: max + 1, split: true, idempKey: "a" }, max * 3);
    const made = changes.insert?.transfers ?? [];
    expect(made.map(({ amount }) => amount)).toEqual([max + 1 - min, min]);
    expect(made.map(({ splitGroup }) => splitGroup)).toEqual(["trsf_1", "trsf_1"]);
    expect(made.map(({ idempKey }) => idempKey)).toEqual(["a", null]);
    expect(happened.map(({ key }) => key)).toEqual(["transfer.create", "transfer.create"]);
  });

  test("that one transfer can take is not split", () => {
    expect(create({ amount: max, split: true }, max).transfer).toMatchObject({ amount: max, splitGroup: null });
  });
});

test("sending takes the whole amount and writes the balance that it was decided on", () => {
  const { transfer, changes, happened } = attemptTransfer(aTransfer(), payout(), "trxn_1", noon);
  expect(transfer).toMatchObject({ state: "sent", sentAt: noon, sendable: false });
  expect(changes.update?.balances).toEqual([{ ...balance, version: 2 }]);
  expect(changes.insert?.entries).toMatchObject([
    { key: "transfer.sent.debit", amount: -50_000, transferableAt: noon },
  ]);
  expect(changes.insert?.postings?.map(({ ledgerAccount, amount }) => [ledgerAccount, amount])).toEqual([
    ["merchant", 50_000],
    ["payout", -47_000],
    ["fee", -2_804],
    ["vat", -196],
  ]);
  expect(happened.map(({ key }) => key)).toEqual(["transfer.send"]);
});

test.each([
  ["the balance lacks one satang", { transferable: 49_999 }, "insufficient_balance"],
  ["the recipient is not active", { recipient: { ...recipient, activatedAt: null } }, "invalid_recipient"],
  ["the recipient is not verified", { recipient: { ...recipient, verifiedAt: null } }, "invalid_recipient"],
])("where %s it waits for the next run, or fails at once where it should fail fast", (_, patch, failureCode) => {
  const waiting = attemptTransfer(aTransfer(), payout(patch), "trxn_1", noon);
  expect(waiting.transfer).toMatchObject({ state: "created", tries: 1, failureCode: null });
  expect(waiting.changes.insert).toBeUndefined();
  const hasty = attemptTransfer(aTransfer({ failFast: true }), payout(patch), "trxn_1", noon);
  expect(hasty.transfer).toMatchObject({ state: "failed", failureCode, dueAt: null });
  const late = attemptTransfer(aTransfer({ tries: triesMax - 1 }), payout(patch), "trxn_1", noon);
  expect([late.transfer.state, keysOf(late)]).toEqual(["failed", ["transfer.fail"]]);
});

test("a recipient who was deleted is never tried again", () => {
  const gone = payout({ recipient: { ...recipient, deletedAt: noon } });
  expect(attemptTransfer(aTransfer(), gone, "trxn_1", noon).transfer).toMatchObject({
    state: "failed",
    failureCode: "invalid_recipient",
  });
});

test("what the bank could not credit comes back whole, fee and VAT too", () => {
  const bankAccount = { ...recipient.bankAccount, number: "0000000005" };
  const sent = aTransfer({ state: "sent", sentAt: noon, bankAccount });
  const { transfer, changes } = settleTransfer(sent, "trxn_2", noon + days(1));
  expect(transfer).toMatchObject({ state: "failed", failureCode: "transfer_pay_failure", sentAt: noon });
  expect(changes.insert?.entries).toMatchObject([{ key: "transfer.failed.credit", amount: 50_000 }]);
  expect(changes.update?.balances).toBeUndefined(); // nobody has to wait for money that comes in
});

test("numbers that fail in test mode mean nothing in live mode", () => {
  const bankAccount = { ...recipient.bankAccount, number: "0000000005" };
  const sent = aTransfer({ state: "sent", sentAt: noon, bankAccount, livemode: true });
  expect(settleTransfer(sent, "trxn_2", noon).transfer.state).toBe("paid");
});

describe.each(Object.keys(transferMoves) as TransferState[])("a transfer that is %s", (state) => {
  const stored = aTransfer({ state, sentAt: state === "created" || state === "deleted" ? null : noon });
  const refused = (code: string) => expect.objectContaining({ code });

  test("is changed and deleted only before it was sent", () => {
    const change = () => updateTransfer(stored, { amount: 40_000 }, payout());
    const remove = () => deleteTransfer(stored, noon);
    if (state === "created") expect([change().transfer.amount, remove().transfer.state]).toEqual([40_000, "deleted"]);
    else {
      expect(change).toThrow(refused("invalid_transfer"));
      expect(remove).toThrow(refused("failed_deletion"));
    }
  });

  test("is marked only forward", () => {
    for (const step of ["sent", "paid"] as const) {
      const mark = () => mayBeMarked(stored, step, payout());
      if (state === "created" || (state === "sent" && step === "paid")) expect(mark).not.toThrow();
      else expect(mark).toThrow(new Refusal("invalid_transfer", `transfer was already ${state}`));
    }
  });

  test("is sent and paid once", () => {
    if (state !== "created") expect(() => attemptTransfer(stored, payout(), "trxn_1", noon)).toThrow("cannot send");
    if (state !== "sent") expect(() => settleTransfer(stored, "trxn_1", noon)).toThrow("cannot pay");
  });
});

test("a part of the balance is rounded down, never too small, and never more than one transfer takes", () => {
  const part = (transferable: number, balanceBps: number) =>
    scheduledAmount({ amount: null, balanceBps }, transferable);
  expect(part(96_094, 3_333)).toBe(32_028);
  expect(part(5_999, 5_000)).toBeNull();
  expect(part(-10_000, 10_000)).toBeNull();
  expect(part(transferLimits.max * 4, 5_000)).toBe(transferLimits.max);
});

test("any sum up to the largest transfer can be ordered, and a date pays out none that is too small for one", () => {
  const { max, min } = transferLimits;
  expect([1, min - 1, min, max].flatMap(scheduledAmountFaults)).toEqual([]);
  expect([0, -1, max + 1].map((amount) => scheduledAmountFaults(amount).length)).toEqual([1, 1, 1]);
  const paid = (amount: number) => scheduledAmount({ amount, balanceBps: 10_000 }, 0);
  expect([min - 1, min].map(paid)).toEqual([null, min]);
});
