import { expect, test } from "vitest";
import { type Circumstances, checkLive, type LiveRule, liveRuleNames } from "./live-check.ts";

const ready: Circumstances = {
  publicUrl: "https://pay.example.com",
  publicUrlIsLocal: false,
  operator: "Example Co.",
  simulators: "off",
  testCards: false,
  replaced: [],
  codes: true,
  vaultKey: "apart",
};

const lacking: Record<LiveRule, Partial<Circumstances>> = {
  https: { publicUrl: "http://pay.example.com" },
  operator: { operator: null },
  simulators: { simulators: "unsaid" },
  test_cards: { testCards: true },
  upstreams: { replaced: ["omise.api"] },
  codes: { codes: false },
  vault_key: { vaultKey: "beside" },
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

test("an address that leads to this machine lacks a public one, and a key that lies beside the data, too, is not apart", () => {
  expect(missingOf({ ...ready, publicUrlIsLocal: true })).toEqual(["https"]);
  expect(missingOf({ ...ready, vaultKey: "also beside" })).toEqual(["vault_key"]);
});
