import { createHmac, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reveal, Secret } from "../domain/base/secret.ts";
import { createKek, makeCardKey, makeDataKey, rewrap, standingPurposes, unwrap } from "./data-key.ts";
import { createKeyring } from "./keyring.ts";

const kek = createKek(randomBytes(32));
const standing = standingPurposes.map((purpose) => makeDataKey(kek, purpose, 1));
const today = "key_card_today";
const rows = [...standing, makeCardKey(kek, today, 1, 10)];
const keyring = createKeyring([kek], rows);
const shop = { id: "account_1", livemode: true };
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
        const sealed = keyring.seal(today, new Secret(text), cardId);
        expect(reveal(keyring.open(today, sealed, cardId))).toBe(text);
        if (otherId !== cardId) expect(() => keyring.open(today, sealed, otherId)).toThrow(/cannot be opened/);
      }),
    );
  });

  test("does not open once any bit was changed", () => {
    const sealed = keyring.seal(today, number, "card_1");
    fc.assert(
      fc.property(fc.nat(10_000), (place) => {
        expect(() => keyring.open(today, flipBit(sealed, place), "card_1")).toThrow(/cannot be opened/);
      }),
    );
  });

  test("does not open when cut short, nor with a key that is not there", () => {
    const sealed = keyring.seal(today, number, "card_1");
    for (const length of [0, 8, sealed.length - 4]) {
      expect(() => keyring.open(today, sealed.slice(0, length), "card_1")).toThrow(/cannot be opened/);
    }
    expect(() => keyring.open("key_gone", sealed, "card_1")).toThrow("the vault has no data key key_gone");
  });

  test("looks different every time and never shows the number", () => {
    const [one, other] = [keyring.seal(today, number, "card_1"), keyring.seal(today, number, "card_1")];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, "base64").toString("latin1")).not.toContain("4242");
    expect(inspect([one, keyring, keyring.open(today, one, "card_1")], { depth: 9 })).not.toContain("4242");
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
    const card = keyring.seal(today, number, "same");
    expect(() => keyring.openText(`${today}.${card}`, "same")).toThrow(/cannot be opened/);
  });

  test("that is none is refused", () => {
    expect(() => keyring.openText("nonsense", "label")).toThrow(/no data key/);
  });
});

describe("fingerprints and digests", () => {
  test("are 32 bytes in base64, alike for what is alike, and unrelated to each other", () => {
    const fingerprint = keyring.fingerprint(number, shop);
    expect(Buffer.from(fingerprint, "base64")).toHaveLength(32);
    expect(keyring.fingerprint(new Secret(reveal(number)), { ...shop })).toBe(fingerprint);
    expect(keyring.fingerprint(new Secret("4111111111111111"), shop)).not.toBe(fingerprint);
    expect(keyring.digest("a")).toBe(keyring.digest("a"));
    expect(keyring.digest("a")).not.toBe(keyring.digest("b"));
    expect(keyring.digest(`account_1 ${reveal(number)}`)).not.toBe(fingerprint);
  });

  test("the same number has another fingerprint in each account and each mode", () => {
    const owners = [shop, { ...shop, id: "account_2" }, { ...shop, livemode: false }];
    expect(new Set(owners.map((owner) => keyring.fingerprint(number, owner))).size).toBe(3);
  });

  test.each([
    ["fingerprint", true],
    ["fingerprint_test", false],
  ] as const)("a fingerprint is the HMAC-SHA256 of account and number under the key %s", (purpose, livemode) => {
    const row = standing.find((candidate) => candidate.purpose === purpose);
    const hmac = createHmac("sha256", unwrap(kek, row as (typeof rows)[number])); // there is one for each
    const expected = hmac.update(`account_1 ${reveal(number)}`).digest("base64");
    expect(keyring.fingerprint(number, { id: "account_1", livemode })).toBe(expected);
  });
});

describe("changing keys", () => {
  test("a key that came later seals too, and what the older sealed stays readable", () => {
    const grown = createKeyring([kek], rows);
    grown.add(makeCardKey(kek, "key_card_tomorrow", 2, 20));
    expect(reveal(grown.open("key_card_tomorrow", grown.seal("key_card_tomorrow", number, "c"), "c"))).toBe(
      "4242424242424242",
    );
    expect(reveal(grown.open(today, keyring.seal(today, number, "card_1"), "card_1"))).toBe(reveal(number));
  });

  test("a key whose time is over opens nothing any more; the others stay", () => {
    const ring = createKeyring([kek], [...rows, makeCardKey(kek, "key_card_tomorrow", 2, 11)]);
    const [sealed, text] = [ring.seal(today, number, "card_1"), ring.sealText(number, "label")];
    ring.destroy(9);
    expect(reveal(ring.open(today, sealed, "card_1"))).toBe(reveal(number));
    ring.destroy(10);
    expect(() => ring.open(today, sealed, "card_1")).toThrow(`the vault has no data key ${today}`);
    expect([ring.has(today), ring.has("key_card_tomorrow")]).toEqual([false, true]);
    expect(reveal(ring.openText(text, "label"))).toBe(reveal(number));
  });

  test("a newer fingerprint key changes no fingerprint", () => {
    const grown = createKeyring([kek], [makeDataKey(kek, "fingerprint", 2), ...rows]);
    expect(grown.fingerprint(number, shop)).toBe(keyring.fingerprint(number, shop));
  });

  test("rewrapped rows open everything under the new CHAMRA_VAULT_KEY, half-way through as well", () => {
    const newKek = createKek(randomBytes(32));
    const before = keyring.seal(today, number, "card_1");
    const rewrapped = rows.map((row) => rewrap(row, kek, newKek));
    const halfway = rows.map((row, place) => (place % 2 === 0 ? row : rewrap(row, kek, newKek)));
    for (const ring of [createKeyring([newKek], rewrapped), createKeyring([newKek, kek], halfway)]) {
      expect(reveal(ring.open(today, before, "card_1"))).toBe(reveal(number));
      expect(ring.fingerprint(number, shop)).toBe(keyring.fingerprint(number, shop));
    }
    expect(() => createKeyring([kek], rewrapped)).toThrow(/CHAMRA_VAULT_KEY/);
  });

  test("another CHAMRA_VAULT_KEY is told in one sentence that names it and shows both key ids", () => {
    const other = createKek(randomBytes(32));
    expect(() => createKeyring([other], rows)).toThrow(
      `CHAMRA_VAULT_KEY is not the key that sealed this database: key ${kek.id} is needed, key ${other.id} was given`,
    );
  });

  test("a keyring needs a key for each purpose that stays", () => {
    for (const missing of standing) {
      const others = rows.filter((row) => row !== missing);
      expect(() => createKeyring([kek], others)).toThrow(`the vault needs a key for the purpose ${missing.purpose}`);
    }
  });
});
