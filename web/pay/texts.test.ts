import { expect, test } from "vitest";
import { locales, sayIn, type TextKey, texts } from "./texts.ts";

test.each(Object.keys(texts) as TextKey[])("%s is said in every language, with the same gaps to fill", (key) => {
  const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const locale of locales) {
    expect(texts[key][locale].trim()).not.toBe("");
    expect(gaps(texts[key][locale])).toEqual(gaps(texts[key].en));
  }
});

test("gaps are filled", () => {
  expect(sayIn("th")("months", { count: 10 })).toBe("10 เดือน");
});
