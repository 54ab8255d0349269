import { expect, test } from "vitest";
import { aBankRequest } from "../../tests/kit/banks.ts";
import type { Bank, BankAnswer } from "../connectors/bank.ts";
import { answersCounted, createHealth } from "./health.ts";

const approved: BankAnswer = { answer: "approved", reference: null, approvalCode: null };

/** A bank that gives these answers, one after the other. */
function aBank(answers: (BankAnswer | Error)[]): Bank {
  const next = async () => {
    const answer = answers.shift() ?? approved;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { inquire: next, cancel: next };
}

const about = aBankRequest();

test("each answer is counted with its age; a thrown error counts as unknown and is still thrown", async () => {
  let now = 1_000;
  const health = createHealth(() => now);
  const bank = aBank([
    approved,
    { answer: "declined", reason: "rejected" },
    new Error("the line is dead"),
    { answer: "pending" },
  ]);
  const kplus = health.watch({ banks: { kplus: bank } }, false).banks["kplus"];
  await kplus?.inquire(about);
  now = 2_000;
  await kplus?.inquire(about);
  now = 3_000;
  await expect(kplus?.inquire(about)).rejects.toThrow("the line is dead");
  await kplus?.inquire(about);
  expect(health.answers("kplus", false)).toEqual({
    answers: {
      approved: { count: 1, lastAt: 1_000 },
      declined: { count: 1, lastAt: 2_000 },
      pending: { count: 1, lastAt: 3_000 },
      unknown: { count: 1, lastAt: 3_000 },
    },
    lastUnknown: { at: 3_000, why: "the line is dead" },
  });
  expect(health.answers("kplus", true).answers.approved).toEqual({ count: 0, lastAt: null });
});

test("pending answers, however many, do not push out a bank's other answers", async () => {
  const health = createHealth(() => 0);
  const waiting = Array.from({ length: 200 }, (): BankAnswer => ({ answer: "pending" }));
  const kplus = health.watch({ banks: { kplus: aBank([approved, ...waiting]) } }, false).banks["kplus"];
  for (let count = 0; count <= waiting.length; count += 1) await kplus?.inquire(about);
  const { answers } = health.answers("kplus", false);
  expect([answers.approved.count, answers.pending.count]).toEqual([1, 200]);
});

test("only the last answers count, so that a bank which has recovered looks well again", async () => {
  const health = createHealth(() => 0);
  const kplus = health.watch({ banks: { kplus: aBank([{ answer: "unknown", why: "no answer" }]) } }, true).banks[
    "kplus"
  ];
  for (let count = 0; count <= answersCounted; count += 1) await kplus?.inquire(about);
  const { answers, lastUnknown } = health.answers("kplus", true);
  expect([answers.unknown.count, answers.approved.count]).toEqual([0, answersCounted]);
  expect(lastUnknown?.why).toBe("no answer");
});

test("failed work is shown by its kind, without secrets in its error", () => {
  const health = createHealth(() => 5);
  health.failed("charge", new Error("first"));
  health.failed("charge", new Error("card 4242424242424242 with skey_test_5xuy4w91xqz7d1w9u0t"));
  expect(health.failures()).toEqual([
    { work: "charge", count: 2, lastAt: 5, lastError: expect.not.stringMatching(/4242|5xuy/) },
  ]);
});
