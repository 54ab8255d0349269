import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { methodOf } from "../../../tests/kit/methods.ts";
import { card } from "../../methods/card.ts";
import { mobileBankingKbank } from "../../methods/mobile-banking-kbank.ts";
import { type FeeRates, netOf, price } from "./fee.ts";

const kplus: FeeRates = { flat: "10.0", rate: "0.0", vat: "7.0" };
const percent365: FeeRates = { flat: "0.0", rate: "3.65", vat: "7.0" };
const promptpay: FeeRates = { flat: "0.0", rate: "1.65", vat: "7.0" };
const flat8: FeeRates = { flat: "8.0", rate: "0.0", vat: "7.0" };
const singapore: FeeRates = { flat: "0.0", rate: "1.0", vat: "0.0" };

describe("fee, VAT and net match the guides and the recordings", () => {
  test.each([
    ["K PLUS guide", kplus, 150_000, 1_000, 70, 148_930],
    ["installments guide", percent365, 400_000, 14_600, 1_022, 384_378],
    ["card", percent365, 100_000, 3_650, 256, 96_094], // VAT 255.5
    ["card", percent365, 300_000, 10_950, 767, 288_283], // VAT 766.5
    ["card", percent365, 12_345, 451, 32, 11_862],
    ["card", percent365, 12_349, 451, 32, 11_866],
    ["card", percent365, 20_000, 730, 51, 19_219],
    ["card", percent365, 31_000, 1_132, 79, 29_789],
    ["card", percent365, 42_000, 1_533, 107, 40_360],
    ["card", percent365, 67_405, 2_460, 172, 64_773],
    ["card", percent365, 78_105, 2_851, 200, 75_054],
    ["card", percent365, 80_245, 2_929, 205, 77_111],
    ["card", percent365, 101_645, 3_710, 260, 97_675],
    ["card", percent365, 300_049, 10_952, 767, 288_330],
    ["card", percent365, 3_049, 111, 8, 2_930],
    ["card, half of it captured", percent365, 50_000, 1_825, 128, 48_047],
    ["PromptPay", promptpay, 2_000, 33, 2, 1_965],
    ["PromptPay", promptpay, 156_000, 2_574, 180, 153_246],
    ["mobile banking: the flat fee exceeds the amount", flat8, 100, 800, 56, -756],
    ["Singapore: no VAT", singapore, 40_000, 400, 0, 39_600],
  ])("%s %o %i: fee %i, VAT %i, net %i", (_, rates, amount, fee, feeVat, net) => {
    const pricing = price(amount, rates, null);
    expect(pricing).toEqual({ fee, feeVat, interest: 0, interestVat: 0 });
    expect(netOf(amount, pricing)).toBe(net);
  });

  test.each([
    [card, percent365],
    [mobileBankingKbank, kplus],
    [methodOf("installment_wlb_ktc"), percent365],
  ])("$type has the rates of its sample", (method, rates) => {
    expect(method.fees).toEqual(rates);
  });
});

describe("a merchant who pays the interest pays a flat rate on the whole amount, and VAT on it", () => {
  test.each([
    // two charges of 2019, recorded
    ["bay", 6, 1_000_000, 36_500, 2_555, 48_000, 3_360, 909_585, 960_945],
    ["bay", 6, 4_999_995, 182_500, 12_775, 240_000, 16_800, 4_547_920, 4_804_720],
    // help page "How is the interest for installment payments calculated?", 10,000 THB at 0.80 %
    ["bay", 3, 1_000_000, 36_500, 2_555, 24_000, 1_680, 935_265, 960_945],
    ["ktc", 4, 1_000_000, 36_500, 2_555, 32_000, 2_240, 926_705, 960_945],
    ["scb", 9, 1_000_000, 36_500, 2_555, 72_000, 5_040, 883_905, 960_945],
    ["bbl", 10, 1_000_000, 36_500, 2_555, 80_000, 5_600, 875_345, 960_945],
    // the other rates of the help page "What are the installment plans and interest rates offered?"
    ["kbank", 10, 1_000_000, 36_500, 2_555, 65_000, 4_550, 891_395, 960_945],
    ["first_choice", 10, 1_000_000, 36_500, 2_555, 130_000, 9_100, 821_845, 960_945],
    ["first_choice", 36, 1_080_000, 39_420, 2_759, 505_440, 35_381, 497_000, 1_037_821],
    // the rates that are assumed
    ["uob", 6, 300_000, 10_950, 767, 11_520, 806, 275_957, 288_283],
    ["ttb", 10, 500_000, 18_250, 1_278, 40_000, 2_800, 437_672, 480_472],
  ])(
    "%s over %i months: %i costs %i + %i and %i + %i, which leaves %i; %i where the payer pays it",
    (bank, term, amount, fee, feeVat, interest, interestVat, net, netWithoutInterest) => {
      const { fees, installment } = methodOf(`installment_wlb_${bank}`);
      const pricing = price(amount, fees, { monthlyRate: installment?.interest.merchant.monthly ?? "", term });
      expect(pricing).toEqual({ fee, feeVat, interest, interestVat });
      expect(netOf(amount, pricing)).toBe(net);
      expect(netOf(amount, price(amount, fees, null))).toBe(netWithoutInterest);
    },
  );
});

test("net, fees, interest and VAT always add up to the amount", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 15_000_000 }), fc.constantFrom(3, 4, 6, 9, 10, 36), (amount, term) => {
      const pricing = price(amount, percent365, { monthlyRate: "0.74", term });
      const taken = pricing.fee + pricing.feeVat + pricing.interest + pricing.interestVat;
      expect(netOf(amount, pricing) + taken).toBe(amount);
    }),
  );
});
