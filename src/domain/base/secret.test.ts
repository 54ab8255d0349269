import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reveal, Secret } from "./secret.ts";

const number = "4242424242424242";

const printings: Record<string, (secret: Secret) => string> = {
  "String()": (secret) => String(secret),
  "a template": (secret) => `${secret}`,
  // biome-ignore lint/style/useTemplate: concatenation is what is tested
  concatenation: (secret) => "" + secret,
  JSON: (secret) => JSON.stringify({ secret }),
  inspect: (secret) => inspect({ secret }, { showHidden: true, depth: 9 }),
  "an error's cause": (secret) => inspect(new Error("declined", { cause: secret })),
  "Object.entries": (secret) => JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret)]),
  structuredClone: (secret) => inspect(structuredClone(secret)),
};

for (const [way, print] of Object.entries(printings)) {
  test(`a secret does not show in ${way}`, () => {
    expect(print(new Secret(number))).not.toContain("4242");
  });
}

test("reveal returns exactly the hidden value", () => {
  fc.assert(fc.property(fc.string(), (text) => reveal(new Secret(text)) === text));
});
