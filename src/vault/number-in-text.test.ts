import { describe, expect, test } from "vitest";
import { holdsNumber, withoutNumbers } from "./number-in-text.ts";

describe("a card number in a text becomes dots", () => {
  test.each([
    ["in one piece", "4242424242424242", "••••"],
    ["in groups", "4242 4242 4242 4242", "••••"],
    ["with dashes of any kind", "4242-4242–4242 - 4242", "••••"],
    ["between no-break spaces", "4242\u00a04242\u00a04242\u00a04242", "••••"],
    ["in groups of one", "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "••••"],
    ["between words", "card 5555555555554444, thanks", "card ••••, thanks"],
    ["between letters", "x378282246310005y", "x••••y"],
    ["before expiry and security code", "4242 4242 4242 4242 12 30 123", "•••• 12 30 123"],
    ["before its security code", "4242424242424242 123", "•••• 123"],
    ["after an order number", "order 17 4242424242424242", "order 17 ••••"],
    ["twice", "4242424242424242/4111111111111111", "••••/••••"],
    ["with its spaces encoded", "4242%204242+4242%204242", "••••"],
    ["with a + before it", "+4242424242424242", "+••••"],
    ["of 13 digits", "4222222222222", "••••"],
    ["of 14 digits", "30569309025904", "••••"],
    ["of 19 digits", "6212345678901232001", "••••"],
    ["of a brand that is not taken here", "6759649826438453", "••••"],
    ["in Thai digits", "๔๒๔๒ ๔๒๔๒ ๔๒๔๒ ๔๒๔๒", "••••"],
    ["in full-width digits", "４２４２４２４２４２４２４２４２", "••••"],
    ["between slashes", "4242/4242/4242/4242", "••••"],
    ["between what else stands on a keyboard", "4242 | 4242, 4242~4242", "••••"],
    ["with four spaces", "4242    4242    4242    4242", "••••"],
    ["with invisible characters", "4242\u200b4242\u00ad4242\u200e4242", "••••"],
    ["with encoded dashes", "4242%2D4242%2d4242%2D4242", "••••"],
    ["of American Express behind a +", "+378282246310005", "+••••"],
  ])("%s", (_, text, kept) => {
    expect(withoutNumbers(text)).toBe(kept);
    expect(holdsNumber(text)).toBe(true);
  });
});

describe("what merchants need back stays as it is", () => {
  test.each([
    ["a number with a wrong check digit", "4242424242424241"],
    ["a part of a longer group of digits", "42424242424242424242"],
    ["a time in milliseconds", "1768446000123"],
    ["a day and a running number", "20260115-000042"],
    ["a Thai tax number", "0105556092781"],
    ["a telephone number of 13 digits that passes for a Visa card", "+4222222222222"],
    ["an id", "chrg_test_5z4ykxh42cn7qsxw1w5"],
    ["a UUID", "12345678-1234-4234-8234-123456789012"],
    ["an order and a day", "36123456/2026-01-17"],
    ["a list of amounts", "424200, 4243, 424242"],
    ["words between digits", "4242 and 4242 and 4242 and 4242"],
    ["a name", "Somchai Prasert"],
    ["nothing", ""],
  ])("%s", (_, text) => {
    expect(withoutNumbers(text)).toBe(text);
    expect(holdsNumber(text)).toBe(false);
  });
});
