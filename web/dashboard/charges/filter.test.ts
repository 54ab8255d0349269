import { anything, dictionary, property, assert as propertyHolds, string } from "fast-check";
import { expect, test } from "vitest";
import { conditionsIn, queryOf, readFilter, refine } from "./filter.ts";

test("an address is read into a filter, and what makes no sense in it is left out", () => {
  expect(
    readFilter({
      q: " chrg_test_1 ",
      status: "paid",
      method: "card",
      bank: "KTC; drop",
      term: "10",
      amount_from: 150000,
      amount_to: "-1",
      from: "2026-01-31",
      to: "2026-02-30",
      metadata_key: "order",
      metadata_value: 42,
      page: 3,
    }),
  ).toEqual({
    q: "chrg_test_1",
    method: "card",
    term: 10,
    amount_from: 150000,
    from: "2026-01-31",
    metadata_key: "order",
    metadata_value: "42",
  });
});

test("days are asked for as they are in Bangkok, the last one to its end", () => {
  expect(queryOf({ from: "2026-01-15", to: "2026-01-15", amount_from: 2000 })).toEqual({
    from: "2026-01-15T00:00:00+07:00",
    to: "2026-01-15T23:59:59+07:00",
    amount_from: "2000",
  });
});

test("the number of conditions counts a range once and the search not at all", () => {
  expect(conditionsIn({})).toBe(0);
  expect(conditionsIn({ q: "chrg_1" })).toBe(0);
  expect(conditionsIn({ status: "failed", amount_from: 1, amount_to: 2, metadata_key: "a", metadata_value: "b" })).toBe(
    3,
  );
});

test("a part is changed or dropped, the others stay", () => {
  const filter = readFilter({ status: "failed", bank: "ktc" });
  expect(refine(filter, { bank: undefined })).toEqual({ status: "failed" });
  expect(refine(filter, { term: 4 })).toEqual({ status: "failed", bank: "ktc", term: 4 });
  expect(refine(filter, { q: "  " })).toEqual(filter);
});

test("whatever stands in an address, reading is stable: the filter reads back as itself", () => {
  propertyHolds(
    property(dictionary(string(), anything()), (search) => {
      const filter = readFilter(search);
      expect(readFilter({ ...filter })).toEqual(filter);
    }),
  );
});
