import { expect, test } from "vitest";
import { type Circumstances, checkLive, type LiveRule, liveRuleNames } from "./live-check.ts";

const ready: Circumstances = {
  publicUrl: "https://pay.example.com",
  operator: "Example Co.",
  simulators: "off",
  testCards: false,
  replaced: [],
  codes: true,
  vaultKeyApart: true,
};

const lacking: Record<LiveRule, Partial<Circumstances>> = {
  https: { publicUrl: "http://pay.example.com" },
  operator: { operator: null },
  simulators: { simulators: "unsaid" },
  test_cards: { testCards: true },
  upstreams: { replaced: ["omise.api"] },
  codes: { codes: false },
  vault_key: { vaultKeyApart: false },
};

const missingOf = (found: Circumstances) => checkLive(found).flatMap(({ name, missing }) => (missing ? [name] : []));

test("a server that lacks nothing may take live money", () => {
  expect(missingOf(ready)).toEqual([]);
  expect(missingOf({ ...ready, simulators: "on" })).toEqual([]);
});

test.each(liveRuleNames)("of a server that lacks %s alone, this is said and nothing else", (name) => {
  expect(missingOf({ ...ready, ...lacking[name] })).toEqual([name]);
});

test("a server without a public address lacks HTTPS", () => {
  expect(missingOf({ ...ready, publicUrl: null })).toEqual(["https"]);
});
