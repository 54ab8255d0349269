import { expect, test } from "vitest";
import { withoutSecrets } from "./mask.ts";

test.each([
  ["4242424242424242", "••••"],
  ["4242 4242 4242 4242", "••••"],
  ["4242-4242-4242-4242", "••••"],
  ["4242+4242+4242+4242", "••••"],
  ["4242%204242%204242%204242", "••••"],
  ["4242.4242.4242.4242", "••••"],
  ["4242–4242–4242–4242", "••••"],
  ["4242  4242  4242  4242", "••••"],
  ["4242-_4242-_4242-_4242", "••••"],
  ["๔๒๔๒ ๔๒๔๒ ๔๒๔๒ ๔๒๔๒", "••••"],
  ["4242\u200b4242\u200b4242\u200b4242", "••••"],
  ["a4242424242424242b", "a••••b"],
  ["501800000009", "••••"],
  ["42424242424242424242424242424242", "••••"],
  ['{"time":1795236471070,"card":"4242424242424242"}', '{"time":1795236471070,"card":"••••"}'],
  ['{"card":4242424242424}', '{"card":••••}'],
  ["skey_live_5xuy4w91xqz7d1w9u0t", "skey_••••"],
  ["of pkey_test_5xuy4w91xqz7d1w9u0t and", "of pkey_•••• and"],
  ["Authorization: Basic c2tleV90ZXN0XzV4", "Authorization: Basic ••••"],
  ["12345678-1234-4234-8234-123456789012", "12345678-1234-4234-8234-123456789012"],
  ["chrg_test_5z4ykxh42cn7qsxw1w5", "chrg_test_5z4ykxh42cn7qsxw1w5"],
  ["amount must be at most 15000000 on 2026-01-15", "amount must be at most 15000000 on 2026-01-15"],
])("%s becomes %s", (text, masked) => {
  expect(withoutSecrets(text)).toBe(masked);
});

test("a line of megabytes is scanned to its end", () => {
  // a scan that starts again at every place would take hours
  const line = `x${"skey".repeat(300_000)}${"Basic ".repeat(200_000)}${"1    ".repeat(200_000)}`;
  expect(withoutSecrets(`${"1 2".repeat(300_000)}${line}`)).toBe(`••••${line}`);
});
