import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dateTimeOf,
  decimalOf,
  declineCodes,
  envelope,
  expiryOf,
  invoiceOf,
  isRequestFault,
  keysOf,
  minorIn,
  momentOf,
} from "./wire.ts";

const { sign, verified, seal, unseal } = envelope;

/** The published example of 2C2P, "JWT token": merchant JT01's secret, claims and the whole token. */
const published = {
  secret: "1F4EDB965BBB3094F791A83750FBDCDA3852131CB5218E21E4F42929A1975E60",
  claims: {
    merchantID: "JT01",
    invoiceNo: "1523953661",
    description: "item 1",
    amount: 1000,
    currencyCode: "SGD",
  },
  token:
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJtZXJjaGFudElEIjoiSlQwMSIsImludm9pY2VObyI6IjE1MjM5NTM2NjEiLCJkZXNjcmlwdGlvbiI6Iml0ZW0gMSIsImFtb3VudCI6MTAwMCwiY3VycmVuY3lDb2RlIjoiU0dEIn0.ElmhOULUdK63FnriSs2XyhH1LxULoTVIopTUuQ77DvA",
} as const;

describe("a signed message", () => {
  test("is the published one, letter by letter: the key is the secret's characters", async () => {
    expect(await sign(published.claims, published.secret)).toBe(published.token);
    expect(await verified(published.token, published.secret)).toEqual(published.claims);
  });

  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
  const [header = "", , signature = ""] = published.token.split(".");
  test.each([
    ["another secret", published.token, "A".repeat(64)],
    ["other claims", `${header}.${part({ ...published.claims, amount: 1 })}.${signature}`, published.secret],
    ["no signature", `${part({ alg: "none" })}.${part(published.claims)}.`, published.secret],
    ["no token", "abc", published.secret],
    ["nothing", "", published.secret],
  ])("with %s is refused, and says nothing of it", async (_, token, secret) => {
    await expect(verified(token, secret)).rejects.toThrow(/^the signature does not hold$/);
  });

  test.each([[[]], [null], [7]])("whose claims are %j is refused", async (claims) => {
    await expect(verified(await sign(claims as never, published.secret), published.secret)).rejects.toThrow(
      /no object/,
    ); // breaks the type on purpose
  });
});

describe("a sealed message", () => {
  const pair = () =>
    generateKeyPairSync("rsa", {
      modulusLength: 2_048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
  const [ours, theirs, stranger] = [pair(), pair(), pair()];
  const ourSide = keysOf(ours.privateKey, theirs.publicKey);
  const theirSide = keysOf(theirs.privateKey, ours.publicKey);

  test("is read by the other side alone, and only if it was signed by us", async () => {
    const sealed = await seal("<a>ก</a>", ourSide);
    expect(sealed).not.toContain("<a>");
    expect(JSON.parse(Buffer.from(sealed.split(".")[0] ?? "", "base64url").toString())).toMatchObject({ alg: "PS256" });
    expect(await unseal(`${sealed}\n`, theirSide)).toBe("<a>ก</a>");
    await expect(unseal(sealed, keysOf(stranger.privateKey, ours.publicKey))).rejects.toThrow("cannot be decrypted");
    await expect(unseal(sealed, keysOf(theirs.privateKey, stranger.publicKey))).rejects.toThrow("signature");
    await expect(unseal(sealed.slice(0, -8), theirSide)).rejects.toThrow("signature");
    await expect(unseal(await sign({ a: 1 }, "x".repeat(64)), theirSide)).rejects.toThrow("signature");
  });

  test("keys are read in one line as well, with spaces for line ends or nothing", async () => {
    for (const gap of [" ", ""]) {
      const inOneLine = (pem: string) => pem.trim().replaceAll("\n", gap);
      const keys = keysOf(inOneLine(ours.privateKey), inOneLine(theirs.publicKey));
      expect(await unseal(await seal("<a></a>", keys), theirSide)).toBe("<a></a>");
    }
  });

  test("keys that cannot be read are refused without a word of them", () => {
    const torn = ours.privateKey.slice(0, 300);
    for (const [own, other, which] of [
      [torn, theirs.publicKey, "the private key"],
      [ours.privateKey, "no key", "the public key of 2C2P"],
      ["", "", "the private key"],
    ] as const)
      expect(() => keysOf(own, other)).toThrow(`${which} cannot be read`);
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(() => keysOf(pem, theirs.publicKey)).toThrow("is not an RSA key");
  });
});

describe("the invoice number of a reference", () => {
  test.each([
    ["chrg_5z4ykxh42cn7qsxw1w5", "5Z4YKXH42CN7QSXW1W5"],
    ["chrg_test_5z4ykxh42cn7qsxw1w5", "T5Z4YKXH42CN7QSXW1W5"],
    ["4MfnXMIwawSp6Oi2", "X2ANWTUVDDLHKXBYZQCG"],
  ])("of %s is %s, for ever", (reference, invoiceNo) => {
    expect(invoiceOf(reference)).toBe(invoiceNo);
  });

  test("has at most 20 capitals and digits, and is another one for another reference", () => {
    const id = fc.string({ unit: fc.constantFrom(..."abcxyz059"), minLength: 1, maxLength: 21 });
    const reference = fc.oneof(
      id.map((each) => `chrg_${each}`),
      id.map((each) => `chrg_test_${each}`),
      id.map((each) => `chrg_t${each}`),
      fc.string({ minLength: 1 }),
    );
    fc.assert(
      fc.property(reference, reference, (one, other) => {
        expect(invoiceOf(one)).toMatch(/^[A-Z0-9]{1,20}$/);
        expect(invoiceOf(one) === invoiceOf(other)).toBe(one === other);
      }),
      { numRuns: 500 },
    );
  });
});

describe("an amount", () => {
  test("goes out and comes back as it was, as text and as a number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 150_000_00 }), fc.constantFrom("THB", "USD", "JPY"), (amount, currency) => {
        const text = decimalOf(amount, currency);
        expect(minorIn(text, currency)).toBe(amount);
        expect(minorIn(JSON.parse(text), currency)).toBe(amount);
      }),
    );
    expect(decimalOf(150_000, "THB")).toBe("1500.00");
    expect(decimalOf(1_500, "JPY")).toBe("1500");
  });

  test.each([
    ["000000002500.90000", 250_090], // the form of the page
    ["25", 2_500],
    ["25.5", 2_550],
    [10.0, 1_000],
    ["25.001", undefined],
    ["-25.00", undefined],
    ["1e3", undefined],
    ["1,500.00", undefined],
    ["", undefined],
    [null, undefined],
    [Number.NaN, undefined],
    [{}, undefined],
  ])("%j is %s satang", (said, amount) => {
    expect(minorIn(said, "THB")).toBe(amount);
  });
});

test("moments are told in Thailand's time", () => {
  const at = Date.parse("2026-11-30T17:30:05.900Z");
  expect([expiryOf(at), dateTimeOf(at)]).toEqual(["2026-12-01 00:30:05", "20261201003005"]);
  expect(momentOf(expiryOf(at))).toBe(at - 900);
  for (const said of ["", "2026-12-01", "tomorrow", "2026-12-01T00:30:05Z"]) expect(momentOf(said)).toBeNaN();
});

test("a fault of the request is neither a decline nor an outcome of another kind", () => {
  for (const code of ["9004", "9042", "9998", "6101", "6110"]) expect(isRequestFault(code)).toBe(true);
  const others = [
    "0000",
    "0001",
    "0999",
    "2002",
    "4005",
    "5002",
    "6111",
    "9015",
    "9999",
    "",
    ...Object.keys(declineCodes),
  ];
  for (const code of others) expect(isRequestFault(code), code).toBe(false);
});
