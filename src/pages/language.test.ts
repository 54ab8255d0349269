import { expect, test } from "vitest";
import { fill, languageOf, type Texts } from "./language.ts";
import { failureReasons, texts } from "./texts.ts";
import { acsTexts, cardTexts } from "./three-ds/texts.ts";

test.each([
  [undefined, "en"],
  ["", "en"],
  ["*", "en"],
  ["th-TH,th;q=0.9,en;q=0.8", "th"],
  ["ja", "ja"],
  ["fr-FR, de;q=0.9", "en"],
  ["fr, ja;q=0.5, th;q=0.7", "th"],
  ["th;q=0, ja;q=0.1", "ja"],
  ["en-GB;q=0.2, TH ; q=0.3", "th"],
  ["thai", "en"],
])("who asks for %j reads %s", (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test("a text says the same, with the same blanks, in every language", () => {
  const tables = [texts, failureReasons, cardTexts, acsTexts].flatMap((table) => Object.entries<Texts>(table));
  for (const [name, translations] of tables) {
    const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();
    for (const text of Object.values(translations)) {
      expect(text, name).not.toBe("");
      expect(blanks(text), `${name}: ${text}`).toEqual(blanks(translations.en));
    }
  }
});

test("blanks are filled with text, whatever it holds", () => {
  expect(fill("Return to {merchant}", { merchant: "$& {merchant}" })).toBe("Return to $& {merchant}");
});
