import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anAccount, noon } from "../../../tests/kit/domain-builders.ts";
import { Refusal } from "../base/errors.ts";
import { hours } from "../base/time.ts";
import type { ApiKey } from "./account.ts";
import { type KeyState, overlapHoursMax, revokeKey, rollKey, stateOfKey, works } from "./key.ts";

const later = noon + hours(1);

/** A key in each state, as of one hour after noon. */
const keys: Record<KeyState, ApiKey> = {
  working: aKey("working", {}),
  expiring: aKey("expiring", { expiresAt: later + 1 }),
  expired: aKey("expired", { expiresAt: later }),
  revoked: aKey("revoked", { revokedAt: noon, expiresAt: later + 1 }),
};
const another = aKey("another", {});

describe.each(Object.keys(keys) as KeyState[])("a key that is %s", (state) => {
  const key = keys[state];

  test("has this state, and opens the API only while it works", () => {
    expect(stateOfKey(key, later)).toBe(state);
    expect(works(key, later)).toBe(state === "working" || state === "expiring");
  });

  test("can be rolled only if it was neither rolled nor revoked", () => {
    if (state === "working")
      expect(rollKey(key, 24, later)).toEqual({ ...key, version: 2, expiresAt: later + hours(24) });
    else expect(() => rollKey(key, 24, later)).toThrow(/^the key was/);
  });

  test("can be revoked while it works, and not twice", () => {
    if (works(key, later)) expect(revokeKey(key, [key, another], later).revokedAt).toBe(later);
    else expect(() => revokeKey(key, [key, another], later)).toThrow(/^the key was/);
  });
});

test("a key rolled without overlap ends at once", () => {
  expect(works(rollKey(keys.working, 0, later), later)).toBe(false);
});

test("the last lasting key of its kind cannot be revoked; expiring, ended and other kinds of keys do not count", () => {
  const others = [keys.expiring, keys.expired, keys.revoked, aKey("public", { kind: "public" })];
  expect(() => revokeKey(keys.working, [keys.working, ...others], later)).toThrow("roll it instead");
  expect(revokeKey(keys.expiring, [keys.working, ...others], later).revokedAt).toBe(later);
});

test("a restricted key can always be revoked, and stands in for no key without restriction", () => {
  const restricted = aKey("restricted", { permissions: { charge: "read" } });
  expect(() => revokeKey(keys.working, [keys.working, restricted], later)).toThrow("roll it instead");
  expect(revokeKey(restricted, [keys.working, restricted], later).revokedAt).toBe(later);
});

test("one lasting key is always left, in any order of creating, rolling and revoking", () => {
  const act = fc.record({
    what: fc.constantFrom("make", "roll", "revoke", "wait"),
    which: fc.nat(20),
    overlap: fc.nat(overlapHoursMax),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      let now = noon;
      let all = [aKey("0", {})];
      const replace = (changed: ApiKey) => all.map((key) => (key.id === changed.id ? changed : key));
      const made = () => aKey(String(all.length), { createdAt: now });
      for (const { what, which, overlap } of acts) {
        const key = all[which % all.length] ?? another;
        try {
          if (what === "make") all = [...all, made()];
          if (what === "roll") all = [...replace(rollKey(key, overlap, now)), made()];
          if (what === "revoke") all = replace(revokeKey(key, all, now));
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
        if (what === "wait") now += hours(overlap);
        expect(all.some((each) => stateOfKey(each, now) === "working")).toBe(true);
      }
    }),
  );
});

function aKey(id: string, patch: Partial<ApiKey>): ApiKey {
  return {
    id,
    version: 1,
    account: anAccount().id,
    kind: "secret",
    name: null,
    permissions: null,
    chain: null,
    hash: id,
    shown: null,
    ending: null,
    createdAt: noon,
    expiresAt: null,
    revokedAt: null,
    ...patch,
  };
}
