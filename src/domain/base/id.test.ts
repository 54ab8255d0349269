import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idMaker, idPrefixes, kindOfId, type PlainKind } from "./id.ts";

const kinds = Object.keys(idPrefixes) as PlainKind[]; // the rules of plain kinds hold for pages too
const random55 = (1n << 55n) - 1n;

describe("the scheme is the original's: its ids contain the creation time of their object", () => {
  test.each([
    ["chrg_test_5z4ykxh42cn7qsxw1w5", "2024-03-19T09:24:26Z"],
    ["src_test_5z4ykxebkkthku0nojv", "2024-03-19T09:24:25Z"],
    ["src_test_5z4ykx57y7n1rx6ntkj", "2024-03-19T09:24:24Z"],
    ["tokn_test_6275ran0cxjao4505d1", "2024-12-26T03:16:37Z"],
    ["card_test_6275ra9jn0agjscj9q1", "2024-12-26T03:16:35Z"],
    ["src_test_6275raqws8zz5bm5oba", "2024-12-26T03:16:38Z"],
    ["src_test_6275r9v0js90wdo7saw", "2024-12-26T03:16:33Z"],
    ["chrg_test_6275raual3km80ul0d3", "2024-12-26T03:16:38Z"],
    ["rfnd_test_63444yucggg93yxa027", "2025-03-20T09:24:24Z"],
  ])("%s is of %s, and the same time and random bits make it again", (id, createdAt) => {
    const bits = [...(id.split("_").at(-1) ?? "")].reduce((sum, digit) => sum * 36n + BigInt(parseInt(digit, 36)), 0n);
    const at = Number(bits >> 55n);
    expect(Math.abs(at - Date.parse(createdAt))).toBeLessThan(2_000); // the object gets its time when it is saved, a little later
    const kind = kindOfId(id);
    expect(idMaker(() => bits & random55)(kind as PlainKind, false, at)).toBe(id);
  });
});

test("ids sort by creation time, whatever the random bits", () => {
  const time = fc.integer({ min: 0, max: Date.parse("2100-01-01T00:00:00Z") });
  const bits = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 1_000_000 }), bits, bits, (at, later, first, second) => {
      const earlier = idMaker(() => first)("charge", false, at);
      expect(earlier < idMaker(() => second)("charge", false, at + later)).toBe(true);
    }),
  );
});

describe("an id contains its kind", () => {
  test.each(kinds)("%s", (kind) => {
    const makeId = idMaker(() => 0x1234_5678_9abc_def0n);
    const at = Date.parse("2026-01-15T05:00:00Z");
    expect(makeId(kind, false, at)).toMatch(new RegExp(`^${idPrefixes[kind]}_test_[0-9a-z]{19}$`));
    expect(makeId(kind, true, at)).toMatch(new RegExp(`^${idPrefixes[kind]}_[0-9a-z]{19}$`));
    expect(kindOfId(makeId(kind, false, at))).toBe(kind);
    expect(kindOfId(makeId(kind, true, at))).toBe(kind);
  });

  test.each([
    "",
    "chrg",
    "chrg_test_",
    "chrg_test_5z4ykxh42cn7qsxw1w", // 18 characters
    "chrg_test_5z4ykxh42cn7qsxw1w5a", // 20
    "chrg_test_5Z4YKXH42CN7QSXW1W5",
    "chrg_live_5z4ykxh42cn7qsxw1w5",
    "nope_test_5z4ykxh42cn7qsxw1w5",
    "constructor_5z4ykxh42cn7qsxw1w5",
    " chrg_test_5z4ykxh42cn7qsxw1w5",
    "chrg_test_5z4ykxh42cn7qsxw1w5\n",
  ])("%j is not an id", (text) => {
    expect(kindOfId(text)).toBeUndefined();
  });

  test("every kind has its own prefix", () => {
    expect(new Set(Object.values(idPrefixes)).size).toBe(kinds.length);
  });
});

describe("ids of one millisecond", () => {
  const at = Date.parse("2026-01-15T05:00:00Z");

  test("stand in the order in which they were made, where lists show them, whatever the random bits", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), { minLength: 2, maxLength: 50 }), (bits) => {
        let next = 0;
        const makeId = idMaker(() => bits[next++ % bits.length] ?? 0n);
        const ids = bits.map(() => makeId("event", false, at));
        expect(ids).toEqual([...new Set(ids)].sort());
      }),
    );
  });
});
