import { describe, expect, test } from "vitest";
import { type ChargeState, moves } from "../../../src/domain/payment/charge.ts";
import { methods } from "../../../src/methods/index.ts";
import { actionsOn } from "../../../src/operations/payment/charge-actions.ts";
import { aCharge } from "../../../tests/kit/domain-builders.ts";
import { plainly } from "./refusal.ts";

const states = Object.keys(moves) as ChargeState[];

/** All refusals that the gateway can give to an act, over all methods and states of a charge. */
const reasons = new Set(
  methods.flatMap((method) =>
    states.flatMap((state) => {
      const charge = aCharge({ method: method.type, state });
      return actionsOn(method, charge, charge.createdAt).flatMap(({ action, whyNot }) =>
        whyNot === null || action === "open_payer_page" ? [] : [whyNot],
      );
    }),
  ),
);

describe("every reason against an act is told plainly in both languages", () => {
  test.each([...reasons])("%s", (reason) => {
    expect(plainly(reason, "en")).not.toBe(reason);
    expect(plainly(reason, "th")).toMatch(/[ก-๙]/);
    expect(plainly(reason, "th")).not.toMatch(/[a-z]{4,}(?<!authorization|pre)/);
  });
});

test("amounts are told in the account's currency", () => {
  const reason = "installment charges can only be refunded in full: amount must be 400000";
  expect(plainly(reason, "en")).toBe("Installments go back in full only: ฿4,000.00.");
  expect(plainly("amount must be at most 50050, which is what is left to refund", "th")).toContain("฿500.50");
});

test("an unknown refusal is shown as the gateway wrote it", () => {
  expect(plainly("the moon is in the way", "th")).toBe("the moon is in the way");
});
