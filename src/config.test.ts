import { expect, test } from "vitest";
import { testReachOf } from "./config.ts";

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
