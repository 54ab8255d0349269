import { expect, test } from "vitest";
import { aBankRequest } from "../../../tests/kit/banks.ts";
import { aBankMemory, noon } from "../../../tests/kit/domain-builders.ts";
import { type DeclineReason, declineReasons, type FailureCode } from "../../domain/payment/failure.ts";
import { failureCodesOf } from "../../domain/payment/method.ts";
import { mobileBankingKbank } from "../../methods/mobile-banking-kbank.ts";
import { kplusConnector, rejectionFor } from "./connector.ts";
import { kplusSimulator } from "./simulator.ts";

/** The failure code of a charge whose payer was played with this reason. */
async function codeOf(reason: DeclineReason): Promise<FailureCode | undefined> {
  const bank = kplusSimulator(aBankMemory(), () => noon);
  await bank.decide("4MfnXMIwawSp6Oi2", { status: "REJECTED", rejection: rejectionFor(reason) });
  const answer = await kplusConnector(bank).inquire(
    aBankRequest({ reference: "4MfnXMIwawSp6Oi2", account: "account_test_1" }),
  );
  return answer.answer === "declined" ? mobileBankingKbank.failures[answer.reason] : undefined;
}

test.each(failureCodesOf(mobileBankingKbank))(
  "a payer played to fail with %s does so, through the bank's own rejection",
  async (code) => {
    const reason = declineReasons.find((candidate) => mobileBankingKbank.failures[candidate] === code);
    expect(reason && (await codeOf(reason))).toBe(code);
  },
);

test("a reason without a K PLUS rejection is a general failure", async () => {
  expect(await codeOf("fraud")).toBe("failed_processing");
});

test("an approval has the bank's reference and no approval code", async () => {
  const bank = kplusSimulator(aBankMemory(), () => noon);
  await bank.decide("4MfnXMIwawSp6Oi2", { status: "PAID", bankReference: "KP1" });
  const expected = { answer: "approved", reference: "KP1", approvalCode: null };
  expect(
    await kplusConnector(bank).inquire(aBankRequest({ reference: "4MfnXMIwawSp6Oi2", account: "account_test_1" })),
  ).toEqual(expected);
});

test.each([
  "<html><body>502 Bad Gateway</body></html>",
  null,
  undefined,
  42,
  [],
  {},
  { status: "DONE" },
  { status: "toString" },
  { status: "PAID" },
  { status: "PAID", bankReference: null },
  { status: "REJECTED" },
  { status: "REJECTED", rejection: "toString" },
])("nonsense from the bank, %j, is an unknown answer, never a decline", async (nonsense) => {
  const babbling = async () => nonsense as never; // breaks the type on purpose
  const connector = kplusConnector({ ...kplusSimulator(aBankMemory(), () => noon), status: babbling });
  expect(
    await connector.inquire(aBankRequest({ reference: "4MfnXMIwawSp6Oi2", account: "account_test_1" })),
  ).toMatchObject({
    answer: "unknown",
  });
});
