import fc from "fast-check";
import { expect, test } from "vitest";
import { newWebhookSecret, sign, verify } from "./signature.ts";

const secret = "c2VjcmV0LWtleS1mb3ItdGVzdHM="; // the bytes "secret-key-for-tests"
const timestamp = 1_700_000_000;
const body = '{"object":"event"}';
const signature = "43c72910d7b6bbe7bb17c70105febfa39b7c9695f6c399ab9030103d4b637593";

test("the signature is the one that receivers compute", () => {
  expect(sign([secret], timestamp, body)).toEqual({
    "omise-signature": signature,
    "omise-signature-timestamp": "1700000000",
  });
  expect(sign([secret], timestamp, Buffer.from(body))["omise-signature"]).toBe(signature);
});

test("after a secret is rolled both sign, the newest first, and a receiver with either accepts", () => {
  const newer = newWebhookSecret();
  const headers = sign([newer, secret], timestamp, body);
  expect(headers["omise-signature"]).toBe(`${sign([newer], timestamp, body)["omise-signature"]},${signature}`);
  expect(verify([secret], headers, body)).toBe(true);
  expect(verify([newer], headers, body)).toBe(true);
});

test("another secret, timestamp or body is not accepted", () => {
  const headers = sign([secret], timestamp, body);
  expect(verify([newWebhookSecret()], headers, body)).toBe(false);
  expect(verify([secret], { ...headers, "omise-signature-timestamp": "1700000001" }, body)).toBe(false);
  expect(verify([secret], headers, `${body} `)).toBe(false);
});

test("nonsense in place of a signature is refused, not thrown", () => {
  const forged = (text: string) => ({ "omise-signature": text, "omise-signature-timestamp": "1700000000" });
  fc.assert(fc.property(fc.string(), (text) => !verify([secret], forged(text), body)));
  expect(verify([secret], forged(signature.slice(2)), body)).toBe(false);
});

test("a new secret has 32 bytes, and each is different", () => {
  const secrets = Array.from({ length: 100 }, newWebhookSecret);
  expect(new Set(secrets).size).toBe(100);
  expect(secrets.every((made) => Buffer.from(made, "base64").length === 32)).toBe(true);
});

test("a signed body verifies, whatever it contains", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 4_000_000_000 }), (anyBody, at) =>
      verify([secret], sign([secret], at, anyBody), anyBody),
    ),
  );
});
