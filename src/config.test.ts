import { expect, test } from "vitest";
import { testNumbersMaxOf, testReachOf } from "./config.ts";

test.each([
  ["localhost", null, "private"],
  ["127.0.0.1", null, "private"],
  ["::1", null, "private"],
  ["0.0.0.0", null, "public"],
  ["10.0.0.5", null, "public"],
  ["0.0.0.0", "private", "private"],
  ["localhost", "public", "public"],
] as const)(
  "a listener on %s with CHAMRA_TEST_WEBHOOKS %s lets test mode reach what is %s",
  (host, testWebhooks, reach) => {
    expect(testReachOf({ host, testWebhooks })).toBe(reach);
  },
);

test.each([
  ["localhost", null, null, null],
  ["127.0.0.1", "http://localhost:4242", null, null],
  ["::1", "http://[::1]:4242", null, null],
  ["0.0.0.0", null, null, 2_000],
  ["localhost", "https://pay.example", null, 2_000],
  ["localhost", null, 1, 2_000],
] as const)(
  "a listener on %s, known as %s, behind %s proxies, takes %s card numbers of a test account in a day",
  (host, publicUrl, trustProxy, most) => {
    expect(testNumbersMaxOf({ host, publicUrl, trustProxy })).toBe(most);
  },
);
