import { describe, expect, test } from "vitest";
import { type BankNotification, keepNotification } from "./notification.ts";

const charge = { id: "chrg_5xuy4w91xqz7d1w9u0t", account: "account_5xuy4w91xqz7d1w9u0t" } as const;
const keep = (text: string, before: readonly BankNotification[] = []) =>
  keepNotification("told_5xuy4w91xqz7d1w9u0t", charge, "scb", text, before, 1_000);

describe("what is kept of a notification", () => {
  test("is what it says, but for whose account or card it was and how a person is called or reached", () => {
    const told = {
      transactionId: "20261130abc",
      amount: 4000,
      payerAccountNumber: "0123456789",
      payerName: "Somchai Jaidee",
      card: { last_digits: "4242", name: "SOMCHAI", brand: "Visa", cardNo: "424242XXXXXX4242" },
      payerMobileNo: "0812345678",
      note: "card 4242 4242 4242 4242, key skey_test_5xuy4w91xqz7d1w9u0t",
      email: null,
    };
    expect(JSON.parse(keep(JSON.stringify(told))?.body ?? "")).toEqual({
      transactionId: "20261130abc",
      amount: 4000,
      payerAccountNumber: "••••",
      payerName: "••••",
      card: { last_digits: "••••", name: "••••", brand: "Visa", cardNo: "••••" },
      payerMobileNo: "••••",
      note: "card ••••, key skey_••••",
      email: null,
    });
  });

  test("is a text that is no JSON, without numbers of cards", () => {
    expect(keep("ref=1&pan=4242424242424242")?.body).toBe("ref=1&pan=••••");
  });

  test("is dots where it is nested more deeply than can be written", () => {
    expect(keep(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)?.body).toBe("••••");
  });

  test("is the beginning of what is long", () => {
    expect(keep("x".repeat(9_000))?.body).toBe(`${"x".repeat(8_000)}…`);
  });

  test("is each body once, and twenty at most", () => {
    const kept: BankNotification[] = [];
    for (let told = 0; told < 50; told += 1) kept.push(...[keep(`{"number":${told >> 1}}`, kept) ?? []].flat());
    expect(kept.map(({ body }) => body)).toEqual(Array.from({ length: 20 }, (_, number) => `{"number":${number}}`));
  });
});
