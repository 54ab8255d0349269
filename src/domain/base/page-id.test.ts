import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idMaker, kindOfId } from "./id.ts";
import { codeInPage, pageIdMaker } from "./page-id.ts";

const random64 = () => randomBytes(8).readBigUInt64BE();
const account = { id: "account_test_62abcdefghij0k7wq3z", livemode: false } as const;

describe("the id of a payer's page", () => {
  test("has the form of every id, and contains its account's code", () => {
    const makeId = pageIdMaker(random64);
    for (const [kind, prefix] of [
      ["page", "pay2"],
      ["cardPage", "paym"],
    ] as const) {
      const id = makeId(kind, account);
      expect(id).toMatch(new RegExp(`^${prefix}_test_[a-z][0-9a-z]{18}$`));
      expect(kindOfId(id)).toBe(kind);
      expect(codeInPage(id)).toBe("k7wq3z");
      expect(codeInPage(makeId(kind, { ...account, livemode: true }))).toBe("k7wq3z");
    }
  });

  test("does not tell when it was made, nor what stands beside it, and cannot be guessed: 66 bits of it are random", () => {
    const bits = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
    fc.assert(
      fc.property(bits, bits, (one, other) => {
        const left = [one, other];
        const id = pageIdMaker(() => left.shift() ?? 0n)("page", account);
        const values = (10n * 36n ** 6n + (one % (26n * 36n ** 6n))) * 36n ** 6n + (other % 36n ** 6n);
        expect(id).toBe(`pay2_test_${values.toString(36)}k7wq3z`);
      }),
    );
    expect(Math.log2(26) + 12 * Math.log2(36)).toBeGreaterThan(64);
  });

  test("without a code is recognised by its first digit, for all times at which Chamra can have made it", () => {
    const at = fc.integer({ min: Date.parse("2024-01-01T00:00:00Z"), max: Date.parse("2033-01-01T00:00:00Z") });
    fc.assert(
      fc.property(at, (time) => {
        const old = idMaker(random64)("charge", false, time).replace("chrg", "pay2");
        expect(codeInPage(old)).toBeNull();
        expect(old).toMatch(/_[56][0-9a-z]{18}$/);
      }),
    );
  });
});
