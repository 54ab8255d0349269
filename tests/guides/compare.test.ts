import { describe, expect, test } from "vitest";
import { differences } from "./compare.ts";

const sample = {
  object: "charge",
  id: "chrg_test_5z4ykxh42cn7qsxw1w5",
  location: "/charges/chrg_test_5z4ykxh42cn7qsxw1w5",
  amount: 150000,
  transaction: null,
  created_at: "2024-03-19T09:24:26Z",
  expires_at: "2024-03-26T09:24:26Z",
  authorize_uri: "https://pay.omise.co/payments/pay2_test_5z4ykxh5odizq9jxj5p/authorize",
  card: { fingerprint: "b3ejUqhKT6DjGjtnathYRJk8oifeVAFXPhgtoQMhZIs=", ip: "35.198.236.178" },
  discounts: [],
};

const alike = {
  object: "charge",
  id: "chrg_test_66h2kx0000000000001",
  location: "/charges/chrg_test_66h2kx0000000000001",
  amount: 150000,
  transaction: null,
  created_at: "2026-01-15T03:00:00Z",
  expires_at: "2026-01-22T03:00:00Z",
  authorize_uri: "http://localhost:4321/payments/pay2_test_66h2kx0000000000002/authorize",
  card: { fingerprint: "AAejUqhKT6DjGjtnathYRJk8oifeVAFXPhgtoQMhZIs=", ip: "127.0.0.1" },
  discounts: [],
};

test("an answer that differs only in ids, times, hosts, fingerprint and address is like the sample", () => {
  expect(differences(sample, alike)).toEqual([]);
});

describe("the comparison notices", () => {
  test.each<[string, object, string]>([
    ["another amount", { amount: 150001 }, "amount: 150000, not 150001"],
    ["a number as text", { amount: "150000" }, 'amount: 150000, not "150000"'],
    ["null where the sample has text", { authorize_uri: null }, "authorize_uri: "],
    ["a value where the sample has null", { transaction: "trxn_test_66h2kx0000000000003" }, "transaction: null, not "],
    ["an additional key", { approval_code: null }, "top: keys missing [], extra [approval_code]"],
    ["an id of another kind", { id: "src_test_66h2kx0000000000001" }, "id: "],
    ["an id that is too short", { id: "chrg_test_66h2kx" }, "id: "],
    ["another way to expire", { expires_at: "2026-01-15T03:10:00Z" }, "expires_at: "],
    ["a time with fractions", { created_at: "2026-01-15T03:00:00.000Z" }, "created_at: "],
    ["another path", { location: "/charge/chrg_test_66h2kx0000000000001" }, "location: "],
    ["a page on an unknown host", { authorize_uri: "https://evil.example/payments/x/authorize" }, "authorize_uri: "],
    ["a nested difference", { card: { ...alike.card, fingerprint: "short" } }, "card.fingerprint: "],
    ["an item in an empty list", { discounts: [1] }, "discounts: 0 items, not 1"],
  ])("%s", (_, patch, finding) => {
    expect(differences(sample, { ...alike, ...patch }).join("\n")).toContain(finding);
  });

  test("a missing key", () => {
    const { transaction: _, ...rest } = alike;
    expect(differences(sample, rest)).toEqual(["top: keys missing [transaction], extra []"]);
  });

  test("another order of keys", () => {
    const { object, ...rest } = alike;
    expect(differences(sample, { ...rest, object })).toEqual(["top: keys are in another order"]);
  });
});

describe("a named difference", () => {
  const newer = { path: "merchant_advice", answer: null, reason: "newer than the sample" };

  test("is let through", () => {
    expect(differences(sample, { ...alike, merchant_advice: null }, [newer])).toEqual([]);
  });

  test("is let through with the named value only", () => {
    expect(differences(sample, { ...alike, merchant_advice: "do not retry" }, [newer])).not.toEqual([]);
  });

  test("that is none any more is reported", () => {
    expect(differences(sample, alike, [newer])).toEqual(["merchant_advice: is named as a difference but is none"]);
  });
});
