import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { disputedTestCards, documentedTestCards } from "../connectors/card/test-cards.ts";
import { installmentTestCards } from "../connectors/card/test-issuers.ts";
import { threeDsTestCards } from "../connectors/three-ds/test-cards.ts";
import { cardsCommand, threeDsTable } from "./cards.ts";

test("every test card is printed", async () => {
  const { text } = await cardsCommand.run({
    args: {},
    flags: {},
    rest: [],
    asJson: false,
    config: () => expect.fail("needs no settings"),
  });
  const numbers = [...threeDsTestCards, ...installmentTestCards].map(({ number }): string => number);
  numbers.push(...disputedTestCards);
  for (const number of [...numbers, ...Object.values(documentedTestCards).flat()]) expect(text).toContain(number);
});

test("the 3-D Secure cards in docs/simulators.md are those of the simulator", () => {
  const text = readFileSync(new URL("../../docs/simulators.md", import.meta.url), "utf8");
  const [, table] = /<!-- three-ds-cards -->\n(.*?)<!-- \/three-ds-cards -->/s.exec(text) ?? [];
  expect(table).toBe(threeDsTable());
});
