import { createHmac, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reveal, Secret } from "../domain/secret.ts";
import { createKek, makeDataKey, rewrap, unwrap } from "./data-key.ts";
import { createKeyring } from "./keyring.ts";

const kek = createKek(randomBytes(32));
const rows = [makeDataKey(kek, "card", 1), makeDataKey(kek, "fingerprint", 1)];
const keyring = createKeyring([kek], rows);
const number = new Secret("4242424242424242");

/** Inverts one bit of a base64 text's bytes; `place` is taken modulo their count. */
function flipBit(text: string, place: number): string {
  const bytes = Buffer.from(text, "base64");
  const at = place % (bytes.length * 8);
  bytes[at >> 3] = (bytes[at >> 3] as number) ^ (1 << (at & 7)); // `at` is within the bytes
  return bytes.toString("base64");
}

describe("what is sealed", () => {
  test("opens to the same text, for the same card only", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), fc.string(), (text, cardId, otherId) => {
        const { keyId, sealed } = keyring.seal(new Secret(text), cardId);
        expect(reveal(keyring.open(keyId, sealed, cardId))).toBe(text);
        if (otherId !== cardId) expect(() => keyring.open(keyId, sealed, otherId)).toThrow(/cannot be opened/);
      }),
    );
  });

  test("does not open once any bit was changed", () => {
    const { keyId, sealed } = keyring.seal(number, "card_1");
    fc.assert(
      fc.property(fc.nat(10_000), (place) => {
        expect(() => keyring.open(keyId, flipBit(sealed, place), "card_1")).toThrow(/cannot be opened/);
      }),
    );
  });

  test("does not open when cut short, nor with a key that is not there", () => {
    const { keyId, sealed } = keyring.seal(number, "card_1");
    for (const length of [0, 8, sealed.length - 4]) {
      expect(() => keyring.open(keyId, sealed.slice(0, length), "card_1")).toThrow(/cannot be opened/);
    }
    expect(() => keyring.open("key_gone", sealed, "card_1")).toThrow("the vault has no data key key_gone");
  });

  test("looks different every time and never shows the number", () => {
    const [one, other] = [keyring.seal(number, "card_1"), keyring.seal(number, "card_1")];
    expect(one.sealed).not.toBe(other.sealed);
    expect(Buffer.from(one.sealed, "base64").toString("latin1")).not.toContain("4242");
    expect(inspect([one, keyring, keyring.open(one.keyId, one.sealed, "card_1")], { depth: 9 })).not.toContain("4242");
  });
});

describe("a sealed text", () => {
  test("carries its key and opens under its own label only", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, label) => {
        const sealed = keyring.sealText(new Secret(text), label);
        expect(reveal(keyring.openText(sealed, label))).toBe(text);
        expect(() => keyring.openText(sealed, `${label}x`)).toThrow(/cannot be opened/);
      }),
    );
  });

  test("cannot be opened as a card, nor a card as a text", () => {
    const [keyId = "", sealedText = ""] = keyring.sealText(number, "same").split(".");
    expect(() => keyring.open(keyId, sealedText, "same")).toThrow(/cannot be opened/);
    const card = keyring.seal(number, "same");
    expect(() => keyring.openText(`${card.keyId}.${card.sealed}`, "same")).toThrow(/cannot be opened/);
  });

  test("that is none is refused", () => {
    expect(() => keyring.openText("nonsense", "label")).toThrow(/no data key/);
  });
});

describe("fingerprints and digests", () => {
  test("are 32 bytes in base64, alike for what is alike, and unrelated to each other", () => {
    const fingerprint = keyring.fingerprint(number);
    expect(Buffer.from(fingerprint, "base64")).toHaveLength(32);
    expect(keyring.fingerprint(new Secret(reveal(number)))).toBe(fingerprint);
    expect(keyring.fingerprint(new Secret("4111111111111111"))).not.toBe(fingerprint);
    expect(keyring.digest("a")).toBe(keyring.digest("a"));
    expect(keyring.digest("a")).not.toBe(keyring.digest("b"));
    expect(keyring.digest(reveal(number))).not.toBe(fingerprint);
  });

  test("a fingerprint is the HMAC-SHA256 of the number under the fingerprint key", () => {
    const key = unwrap(kek, rows[1] as (typeof rows)[number]); // the second of two
    expect(keyring.fingerprint(number)).toBe(createHmac("sha256", key).update(reveal(number)).digest("base64"));
  });
});

describe("changing keys", () => {
  test("a newer card key seals from now on, and what the older sealed stays readable", () => {
    const before = keyring.seal(number, "card_1");
    const newer = makeDataKey(kek, "card", 2);
    const grown = createKeyring([kek], [newer, ...rows]);
    expect(grown.seal(number, "card_1").keyId).toBe(newer.id);
    expect(reveal(grown.open(before.keyId, before.sealed, "card_1"))).toBe(reveal(number));
  });

  test("a newer fingerprint key changes no fingerprint", () => {
    const grown = createKeyring([kek], [makeDataKey(kek, "fingerprint", 2), ...rows]);
    expect(grown.fingerprint(number)).toBe(keyring.fingerprint(number));
  });

  test("rewrapped rows open everything under the new CHAMRA_VAULT_KEY, half-way through as well", () => {
    const newKek = createKek(randomBytes(32));
    const before = keyring.seal(number, "card_1");
    const rewrapped = rows.map((row) => rewrap(row, kek, newKek));
    const halfway = [rewrapped[0], rows[1]].filter((row) => row !== undefined);
    for (const ring of [createKeyring([newKek], rewrapped), createKeyring([newKek, kek], halfway)]) {
      expect(reveal(ring.open(before.keyId, before.sealed, "card_1"))).toBe(reveal(number));
      expect(ring.fingerprint(number)).toBe(keyring.fingerprint(number));
    }
    expect(() => createKeyring([kek], rewrapped)).toThrow(/CHAMRA_VAULT_KEY/);
  });

  test("another CHAMRA_VAULT_KEY is told in one sentence that names it and shows both key ids", () => {
    const other = createKek(randomBytes(32));
    expect(() => createKeyring([other], rows)).toThrow(
      `CHAMRA_VAULT_KEY is not the key that sealed this database: key ${kek.id} is needed, key ${other.id} was given`,
    );
  });

  test("a keyring needs a key for each purpose", () => {
    for (const row of rows) {
      expect(() => createKeyring([kek], [row])).toThrow("the vault needs a card key and a fingerprint key");
    }
  });
});
