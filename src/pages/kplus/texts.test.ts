import { expect, test } from "vitest";
import { failureCodesOf } from "../../domain/payment/method.ts";
import { mobileBankingKbank } from "../../methods/mobile-banking-kbank.ts";
import { accountNames, kplusTexts, refusals, waysToFail } from "./texts.ts";

test("a text says the same, with the same blanks, in every language", () => {
  for (const [name, translations] of Object.entries({ ...kplusTexts, ...accountNames, ...refusals, ...waysToFail })) {
    const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();
    for (const text of Object.values(translations)) {
      expect(text, name).not.toBe("");
      expect(blanks(text), `${name}: ${text}`).toEqual(blanks(translations.en));
    }
  }
});

test("each failure code can be caused", () => {
  expect(Object.keys(waysToFail).toSorted()).toEqual([...failureCodesOf(mobileBankingKbank)].toSorted());
});
