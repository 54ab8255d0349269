import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Grant, grants, has, mustReach, type Permissions, permissionsFor } from "./permission.ts";

const most: Permissions = { charge: "write", refund: "write", balance: "read" };

/** What a key with one grant may do. */
const reach: Record<Grant, readonly Grant[]> = { read: ["read"], write: ["read", "write"] };

describe.each(grants)("a key with the grant %s", (given) => {
  test("has what it includes, of that resource alone", () => {
    const permissions = { charge: given };
    expect(grants.filter((grant) => has(permissions, "charge", grant))).toEqual(reach[given]);
    for (const resource of ["refund", "constructor", "__proto__", ""])
      expect(
        grants.some((grant) => has(permissions, resource, grant)),
        resource,
      ).toBe(false);
  });
});

test("a key without restriction has every grant of every resource", () => {
  fc.assert(fc.property(fc.string(), fc.constantFrom(...grants), (name, grant) => has(null, name, grant)));
});

test("a refusal names the resource and the grant that are missing", () => {
  expect(() => mustReach({ charge: "read" }, "charge", "write")).toThrow("lacks the permission charge:write");
});

test("permissions that are refused name every fault", () => {
  expect(permissionsFor("secret", { charge: "write", balance: "read" }, most)).toEqual({
    charge: "write",
    balance: "read",
  });
  expect(() => permissionsFor("public", { balance: "write", ["constructor" as string]: "read" }, most)).toThrow(
    "only secret keys can be restricted, and balance can only be read, and keys can be given charge, refund, balance, not constructor",
  );
});
