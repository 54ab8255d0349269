import { describe, expect, test } from "vitest";
import { bankMessage, reasonIn } from "./bank-message.ts";

const charge = { id: "chrg_test_5z4ykxh42cn7qsxw1w5", account: "account_test_5z4ykxh42cn7qsxw1w5" } as const;
const question = { bank: "card", step: "authorize", reference: charge.id } as const;

describe("the reason of a declined or unclear answer is stored", () => {
  test.each([
    ["a number in one piece", "read ECONNRESET after 4242424242424242", "read ECONNRESET after ••••"],
    ["a number in groups", "bad card 4242 4242 4242 4242, sorry", "bad card ••••, sorry"],
    ["an API key", "401 for skey_test_5xuy4w91xqz7d1w9u0t", "401 for skey_••••"],
  ])("with dots for %s", (_, why, kept) => {
    const said = { answer: "unknown", why } as const;
    expect(bankMessage("bmsg_1", charge, question, said, 0, 12).reason).toBe(kept);
  });

  test("with its first 200 characters, and of a number that stands across the end no digit", () => {
    expect(reasonIn({ answer: "unknown", why: "x".repeat(1_000) })).toBe("x".repeat(200));
    expect(reasonIn({ answer: "unknown", why: `${"x".repeat(190)} 4242424242424242` })).toBe(`${"x".repeat(190)} ••••`);
  });

  test("a decline reason comes before other words; without either it is null", () => {
    expect(reasonIn({ answer: "declined", reason: "insufficient_funds", why: "no money" })).toBe("insufficient_funds");
    expect(reasonIn({ answer: "approved" })).toBeNull();
  });
});
