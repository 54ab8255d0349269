import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether a webhook is from the gateway and new: `omise-signature` is the hex of HMAC-SHA256 over `<timestamp>.<body>`, keyed with the
 * decoded secret. For a day after a change of the secret there are two, separated by a comma. The limit of five minutes stops replays.
 *
 * @param body the bytes as received: JSON that is parsed and serialized again may differ
 */
export function isGenuine(body: Buffer, headers: Record<string, unknown>, secret: string, now = Date.now()): boolean {
  const timestamp = String(headers["omise-signature-timestamp"]);
  if (!/^\d+$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > 5 * 60) return false;
  const expected = createHmac("sha256", Buffer.from(secret, "base64")).update(`${timestamp}.`).update(body).digest();
  const same = (given: Buffer) => given.length === expected.length && timingSafeEqual(given, expected);
  const signatures = String(headers["omise-signature"]).split(",");
  return signatures.some((hex) => same(Buffer.from(hex, "hex")));
}
