import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether a webhook is the gateway's, and new: `omise-signature` is the hex of HMAC-SHA256 over `<timestamp>.<body>`, keyed with the
 * decoded secret. For a day after the secret was changed there are two, with a comma between. Five minutes stop who replays an old one.
 *
 * @param body the bytes as they came: JSON that is parsed and written again may differ
 */
export function isGenuine(body: Buffer, headers: Record<string, unknown>, secret: string, now = Date.now()): boolean {
  const timestamp = String(headers["omise-signature-timestamp"]);
  if (!/^\d+$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > 5 * 60) return false;
  const expected = createHmac("sha256", Buffer.from(secret, "base64")).update(`${timestamp}.`).update(body).digest();
  const same = (given: Buffer) => given.length === expected.length && timingSafeEqual(given, expected);
  const signatures = String(headers["omise-signature"]).split(",");
  return signatures.some((hex) => same(Buffer.from(hex, "hex")));
}
