import { expect, test } from "vitest";
import { methodOf } from "../../../tests/kit/methods.ts";
import { quotes } from "./installment-quote.ts";
import { firstLimits, type InstallmentPlan, type Method } from "./method.ts";

test("a term costs amount and interest, divided by its months", () => {
  const [three, four] = quotes(wlb("ktc"), 4_000_00, false);
  expect(three).toMatchObject({ months: 3, interest: 88_80, monthly: 1_362_93 });
  expect(four).toMatchObject({ months: 4, interest: 118_40, monthly: 1_029_60 });
});

test("the payer pays the customer's rate, which is not the merchant's", () => {
  // 10,000.00 × 1.16 % × 10 at First Choice, whose merchant rate is 1.30 %
  const ten = quotes(wlb("first_choice"), 10_000_00, false).find(({ months }) => months === 10);
  expect(ten).toMatchObject({ interest: 1_160_00, monthly: 1_116_00 });
});

test("interest that the merchant pays costs the payer nothing", () => {
  expect(quotes(wlb("ktc"), 4_000_00, true)[1]).toMatchObject({ months: 4, interest: 0, monthly: 1_000_00 });
});

test.each([
  ["bbl", 10, 5_000_00],
  ["ktc", 10, 3_000_00],
  ["ktc", 4, 2_000_00],
  ["first_choice", 36, 10_800_00],
])("%s offers %i months from %i satang on", (bank, months, minimum) => {
  const of = (amount: number) => quotes(wlb(bank), amount, false).find((quote) => quote.months === months);
  expect(of(minimum)).toMatchObject({ minimum, available: true });
  expect(of(minimum - 1)).toMatchObject({ minimum, available: false });
});

function wlb(bank: string) {
  const method = methodOf(`installment_wlb_${bank}`) as Method & { installment: InstallmentPlan };
  return { ...method, minimum: firstLimits(method).min };
}
