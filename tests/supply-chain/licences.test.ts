import { expect, test } from "vitest";
import { isAllowed } from "./licences.ts";
import { readLock } from "./lock.ts";
import { shipped } from "./shipped.ts";

test("every package that runs where Chamra runs may be handed on with it", () => {
  const unwelcome = shipped(readLock()).filter(({ licence }) => !isAllowed(licence));
  const cure = "Read the licence: add it to tests/supply-chain/licences.ts, or do without the package.";
  expect(
    unwelcome.map(({ name, version, licence }) => `${name} ${version}: ${licence}`),
    cure,
  ).toEqual([]);
});

test.each(["MIT", "Apache-2.0", "(MIT OR GPL-3.0-only)", "MIT AND ISC", "(GPL-3.0-only OR MIT AND ISC)"])(
  "%s is allowed",
  (licence) => expect(isAllowed(licence)).toBe(true),
);

test.each([
  "GPL-3.0-only",
  "AGPL-3.0-or-later",
  "MIT AND GPL-3.0-only",
  "MIT AND (ISC OR GPL-3.0-only)",
  "SEE LICENSE IN LICENSE",
  "UNLICENSED",
  "none",
  "",
])("%j is not allowed", (licence) => expect(isAllowed(licence)).toBe(false));
