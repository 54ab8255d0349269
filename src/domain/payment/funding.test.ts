import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aCardToken, aCharge, aChargeRequest, anAccount, noon, refusalOf } from "../../../tests/kit/domain-builders.ts";
import { methodOf } from "../../../tests/kit/methods.ts";
import { convertHalfUp, type ExchangeRate, leastConverting } from "../base/money.ts";
import { netLeft } from "../ledger/ledger.ts";
import type { Charge } from "./charge.ts";
import { createCharge } from "./create-charge.ts";
import { fundingOf } from "./funding.ts";
import { limitsIn } from "./method.ts";
import { closeRefund, failRefund, requestRefund } from "./refund.ts";
import { approve, beginCapture, confirmCapture, refuseStep } from "./settle-charge.ts";

const dollars: ExchangeRate = { base: "USD", quote: "THB", rate: "32.5438629959" };
const yen: ExchangeRate = { base: "JPY", quote: "THB", rate: "0.2131" };

/** Rates at which a minor unit is worth a satang at least, as those of all currencies that are taken. */
const anyRate = fc.record({
  base: fc.constantFrom("USD", "JPY", "DKK"),
  quote: fc.constant("THB"),
  rate: fc
    .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 9_999_999_999 }))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(10, "0")}`),
});

describe("a conversion is exact and rounded half-up", () => {
  test.each<[number, ExchangeRate, number]>([
    [1_000, dollars, 32_544], // 32543.86…
    [100_000, { ...dollars, rate: "30.71661" }, 3_071_661],
    [1_000, yen, 21_310], // yen have no smaller unit
    [1, { ...yen, rate: "0.005" }, 1], // half a satang
    [1, { ...yen, rate: "0.0049999999" }, 0],
    [0, dollars, 0],
  ])("%i at %o is %i", (amount, exchange, expected) => expect(convertHalfUp(amount, exchange)).toBe(expected));

  test("the least amount that reaches a sum does so, and one less does not", () => {
    fc.assert(
      fc.property(anyRate, fc.integer({ min: 1, max: 15_000_000 }), (exchange, sum) => {
        const least = leastConverting(sum, exchange);
        expect(convertHalfUp(least, exchange)).toBeGreaterThanOrEqual(sum);
        if (least > 0) expect(convertHalfUp(least - 1, exchange)).toBeLessThan(sum);
      }),
    );
  });
});

test("a card takes what converts to an amount within its limits in baht, and nothing beyond", () => {
  for (const exchange of [dollars, yen]) {
    const { min, max } = limitsIn(methodOf("card"), exchange.base, exchange) ?? { min: 0, max: 0 };
    const inBaht = [min - 1, min, max, max + 1].map((amount) => convertHalfUp(amount, exchange));
    expect(inBaht.map((amount) => amount >= 2_000 && amount <= 15_000_000)).toEqual([false, true, true, false]);
  }
  expect(limitsIn(methodOf("card"), "USD")).toBeUndefined();
  expect(limitsIn(methodOf("mobile_banking_kbank"), "USD", dollars)).toBeUndefined();
});

describe("a charge in dollars", () => {
  const ids = { charge: "chrg_test_5z4ykxh42cn7qsxw1w5", page: "paym_1", providerReference: "1" };
  const create = (exchange: ExchangeRate | null, patch: object = {}) =>
    createCharge(
      anAccount(),
      {
        method: methodOf("card"),
        source: null,
        inline: false,
        ...aCardToken(),
        customer: null,
        upstream: null,
        exchange,
      },
      aChargeRequest({ amount: 10_000, currency: "USD", ...patch }),
      ids,
      noon,
    ).charge;

  test("has its fees in baht, of what it converts to", () => {
    const charge = create(dollars);
    expect(charge).toMatchObject({ fundingAmount: 325_439, fundingCurrency: "THB", exchangeRate: dollars.rate });
    expect([charge.fee, charge.feeVat]).toEqual([11_879, 832]); // 3.65 % of 3,254.39 baht, 7 % of that
  });

  test("is refused where there is no rate, and below and above the limits", () => {
    const message = "currency is currently not supported";
    expect(refusalOf(() => create(null))).toEqual({ code: "invalid_charge", message });
    expect(refusalOf(() => create(dollars, { amount: 61 }))?.message).toBe(
      "amount must be greater than or equal to 62 (usd subunits)",
    );
    expect(refusalOf(() => create(dollars, { amount: 460_917 }))?.message).toBe(
      "amount must be less than or equal to 460916 (usd subunits)",
    );
  });

  test("is booked in baht, a part of it too", () => {
    const approval = { reference: "1", approvalCode: null };
    const { changes } = approve(create(dollars), approval, "trxn_1", noon);
    expect(changes.insert?.entries).toMatchObject([{ currency: "THB", amount: 325_439 - 11_879 - 832 }]);
    expect(changes.insert?.postings?.find(({ ledgerAccount }) => ledgerAccount === "acquirer")?.amount).toBe(325_439);

    const held = approve(create(dollars, { capture: false, preAuth: true }), approval, "trxn_1", noon).charge;
    const capturing = beginCapture(held, 3_333, noon).charge;
    expect(capturing.fundingAmount).toBe(108_469);
    expect(refuseStep(capturing).charge).toMatchObject({ capturedAmount: null, fundingAmount: 325_439 });
    const part = confirmCapture(capturing, {}, "trxn_1", noon);
    expect([part.charge.fundingAmount, part.charge.fee]).toEqual([108_469, 3_959]);
    expect(part.changes.insert?.entries).toMatchObject([{ currency: "THB", amount: 108_469 - 3_959 - 277 }]);
  });
});

test("refunds of a whole charge take from the balance what it brought, in whatever parts, with refusals in between", () => {
  const parts = fc.array(fc.record({ share: fc.integer({ min: 1, max: 400_000 }), refused: fc.boolean() }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.integer({ min: 1_000, max: 400_000 }), anyRate, parts, (amount, exchange, asked) => {
      const currency = exchange.base;
      const paid = {
        state: "captured",
        amount,
        currency,
        capturedAmount: amount,
        ...fundingOf(amount, exchange),
      } as const;
      let charge: Charge = aCharge({ ...paid, paidAt: noon, fee: 0, feeVat: 0 });
      const refund = (sum: number, refused: boolean) => {
        const begun = requestRefund(
          charge,
          methodOf("card"),
          { amount: sum, metadata: {}, voidOnly: false },
          "rfnd_1",
          noon,
        );
        const ended = refused
          ? failRefund(begun.charge, begun.refund)
          : closeRefund(begun.charge, begun.refund, { transaction: "trxn_1", heldUntil: noon }, noon);
        charge = ended.charge;
      };
      for (const { share, refused } of asked) {
        const left = amount - charge.refundedAmount;
        if (left > 1) refund(Math.min(share, left - 1), refused);
      }
      refund(amount - charge.refundedAmount, false);
      expect(charge.refundedFunding).toBe(charge.fundingAmount);
      expect(netLeft(charge)).toBe(0);
    }),
  );
});
