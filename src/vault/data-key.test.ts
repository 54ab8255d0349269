import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createKek, makeDataKey, parseVaultKey, rewrap, unwrap } from "./data-key.ts";

const bytes = Buffer.alloc(32, 0xfb); // its base64 has both + and /
const aKek = () => createKek(randomBytes(32));

describe("CHAMRA_VAULT_KEY", () => {
  test.each([
    ["hex", bytes.toString("hex")],
    ["upper-case hex", bytes.toString("hex").toUpperCase()],
    ["base64", bytes.toString("base64")],
    ["base64 without padding, with a line end", `${bytes.toString("base64").replace("=", "")}\n`],
    ["base64url", bytes.toString("base64url")],
  ])("is read as %s", (_, text) => {
    expect(parseVaultKey(text)).toEqual(bytes);
  });

  test.each([
    ["nothing", ""],
    ["31 bytes", bytes.subarray(1).toString("base64")],
    ["33 bytes", Buffer.alloc(33).toString("base64")],
    ["a password", "correct horse battery staple"],
  ])("of %s is refused with a cure", (_, text) => {
    expect(parseVaultKey(text)).toMatch(/^CHAMRA_VAULT_KEY must be 32 random bytes .*openssl rand/);
  });

  test("does not show in the key-encryption key made from it, nor in a wrapped row", () => {
    const kek = createKek(bytes);
    const shown = inspect(kek, { depth: 9, showHidden: true }) + JSON.stringify([kek, makeDataKey(kek, "secret", 0)]);
    for (const encoding of ["hex", "base64"] as const)
      expect(shown).not.toContain(bytes.toString(encoding).slice(0, 12));
    expect(kek.id).toMatch(/^[0-9a-f]{16}$/);
    expect(createKek(bytes).id).toBe(kek.id);
  });
});

describe("a data key", () => {
  test("is the same after every unwrapping, and no two are alike", () => {
    const kek = aKek();
    const row = makeDataKey(kek, "secret", 1);
    expect(unwrap(kek, row).equals(unwrap(kek, row))).toBe(true);
    expect(unwrap(kek, row).equals(unwrap(kek, makeDataKey(kek, "secret", 1)))).toBe(false);
  });

  test("survives rewrapping; from then on the old key opens nothing", () => {
    const [oldKek, newKek] = [aKek(), aKek()];
    const row = makeDataKey(oldKek, "secret", 1);
    const rewrapped = rewrap(row, oldKek, newKek);
    expect(rewrapped).toEqual({ ...row, kekId: newKek.id, wrapped: expect.any(String) });
    expect(unwrap(newKek, rewrapped).equals(unwrap(oldKek, row))).toBe(true);
    expect(() => unwrap(oldKek, rewrapped)).toThrow(/^CHAMRA_VAULT_KEY is not the key that sealed this database/);
    expect(() => unwrap(oldKek, { ...rewrapped, kekId: oldKek.id })).toThrow(/cannot be opened/);
  });

  test("cannot be passed off as another key or used for another purpose", () => {
    const kek = aKek();
    const row = makeDataKey(kek, "secret", 1);
    expect(() => unwrap(kek, { ...row, purpose: "fingerprint" })).toThrow(/cannot be opened/);
    expect(() => unwrap(kek, { ...row, id: makeDataKey(kek, "secret", 1).id })).toThrow(/cannot be opened/);
  });
});
