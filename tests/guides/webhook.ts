import { createHmac } from "node:crypto";
import type { Received } from "../kit/receiver.ts";

/** The webhook secret of the kit's gateway, in the form that the dashboard shows. */
const secret = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";

/** A receiver's check of signatures, written from the documentation: hex of HMAC-SHA256 over `<timestamp>.<body>`, keyed with the decoded secret. */
export function isSigned({ headers, text }: Received): boolean {
  const timestamp = headers["omise-signature-timestamp"];
  const expected = createHmac("sha256", Buffer.from(secret, "base64")).update(`${timestamp}.${text}`).digest("hex");
  return headers["omise-signature"] === expected;
}
