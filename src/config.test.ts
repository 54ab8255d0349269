import { expect, test } from "vitest";
import { Misconfigured, mayPrintSecrets, readConfig, simulatorsOf, testNumbersMaxOf, testReachOf } from "./config.ts";

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

test.each([
  ["localhost", null, false, true],
  ["0.0.0.0", null, false, true],
  ["localhost", null, true, false],
  ["0.0.0.0", null, true, false],
  ["localhost", "on", true, true],
  ["0.0.0.0", "on", true, true],
  ["localhost", "off", false, false],
  ["localhost", "local", true, true],
  ["::1", "local", false, true],
  ["0.0.0.0", "local", false, false],
] as const)(
  "a listener on %s with CHAMRA_SIMULATORS %s, banks of live mode %s: simulated banks %s",
  (host, simulators, liveBanks, there) => {
    expect(simulatorsOf({ host, simulators }, liveBanks)).toBe(there);
  },
);

test("CHAMRA_SIMULATORS takes three words", () => {
  for (const word of ["on", "off", "local"]) expect(readConfig({ CHAMRA_SIMULATORS: word }).simulators).toBe(word);
  expect(readConfig({}).simulators).toBeNull();
  expect(() => readConfig({ CHAMRA_SIMULATORS: "maybe" })).toThrow(Misconfigured);
});

test.each([
  ["where only this machine comes in", {}, false, true],
  ["at a terminal, wherever it listens", { CHAMRA_HOST: "0.0.0.0" }, true, true],
  ["on every address", { CHAMRA_HOST: "0.0.0.0" }, false, false],
  ["behind a proxy", { CHAMRA_TRUST_PROXY: "1" }, false, false],
  ["under another name", { CHAMRA_PUBLIC_URL: "https://pay.example.com" }, false, false],
  ["on PostgreSQL", { DATABASE_URL: "postgres://localhost/shop", CHAMRA_VAULT_KEY: "00".repeat(32) }, false, false],
])("a start %s prints secrets, or leaves them out of the log", (_, environment, terminal, prints) => {
  expect(mayPrintSecrets(readConfig(environment), terminal)).toBe(prints);
});

test.each([
  ["http://localhost:3000/hooks", { CHAMRA_HOST: "0.0.0.0" }],
  ["http://10.1.2.3/hooks", { CHAMRA_TEST_WEBHOOKS: "public" }],
])("a start does not take the CHAMRA_WEBHOOK_URL %s, which no delivery could reach", (url, environment) => {
  const read = () => readConfig({ CHAMRA_WEBHOOK_URL: url, ...environment });
  expect(read).toThrow(/^CHAMRA_WEBHOOK_URL must be reachable from the public internet: CHAMRA_TEST_WEBHOOKS=private/);
  expect(readConfig({ CHAMRA_WEBHOOK_URL: url, ...environment, CHAMRA_TEST_WEBHOOKS: "private" }).webhookUrl).toBe(url);
});

test("settings that are wrong by themselves are told once, beside the others", () => {
  const environment = { CHAMRA_WEBHOOK_URL: "shop", CHAMRA_TEST_WEBHOOKS: "far", CHAMRA_PORT: "none" };
  expect(() => readConfig(environment)).toThrow(
    expect.objectContaining({
      faults: [/^CHAMRA_PORT/, /^CHAMRA_WEBHOOK_URL/, /^CHAMRA_TEST_WEBHOOKS/].map((start) =>
        expect.stringMatching(start),
      ),
    }),
  );
});
