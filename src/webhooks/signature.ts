import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export type SignatureHeaders = {
  "omise-signature": string;
  "omise-signature-timestamp": string;
};

/**
 * Makes the two headers by which a receiver recognises our events: the lower-case hex of
 * HMAC-SHA256 over `<timestamp>.<body>`, keyed with the secret's bytes, once for each secret.
 *
 * @param secretsBase64 as the dashboard shows them, newest first; two while a rolled secret is still valid
 * @param body the exact bytes that are sent: a body that is serialised again may have another signature
 * @see Webhooks, "Verifying webhook signatures"
 */
export function sign(
  secretsBase64: readonly string[],
  timestampSeconds: number,
  body: string | Buffer,
): SignatureHeaders {
  return {
    "omise-signature": secretsBase64.map((secret) => digest(secret, timestampSeconds, body).toString("hex")).join(","),
    "omise-signature-timestamp": String(timestampSeconds),
  };
}

/**
 * Verifies as a receiver does: true if any of the signatures was made with any of the secrets.
 * The receiver decides how old a timestamp may be; five minutes is usual.
 */
export function verify(secretsBase64: readonly string[], headers: SignatureHeaders, body: string | Buffer): boolean {
  const timestamp = headers["omise-signature-timestamp"];
  const given = headers["omise-signature"].split(",").map((signature) => Buffer.from(signature.trim(), "hex"));
  return secretsBase64.some((secret) => {
    const expected = digest(secret, timestamp, body);
    return given.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
  });
}

/** Makes a secret of 32 random bytes, as long as the hash that it keys. */
export function newWebhookSecret(): string {
  return randomBytes(32).toString("base64");
}

function digest(secretBase64: string, timestampSeconds: number | string, body: string | Buffer): Buffer {
  const key = Buffer.from(secretBase64, "base64");
  return createHmac("sha256", key).update(`${timestampSeconds}.`).update(body).digest();
}
