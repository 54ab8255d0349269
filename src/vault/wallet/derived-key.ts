import { createECDH, createPrivateKey, hkdfSync, type KeyObject } from "node:crypto";

/** A private key on P-256 that follows from a secret and a name. Test mode needs many, and stores none. */
export function derivedKey(secret: KeyObject, name: string): KeyObject {
  const agreement = createECDH("prime256v1");
  const d = Buffer.from(hkdfSync("sha256", secret, "", name, 32));
  d[0] = (d[0] ?? 0) & 0x7f; // below the order of the curve, and never 0 in practice
  agreement.setPrivateKey(d);
  const point = agreement.getPublicKey();
  const part = (from: number) => point.subarray(from, from + 32).toString("base64url");
  return createPrivateKey({
    format: "jwk",
    key: { kty: "EC", crv: "P-256", d: d.toString("base64url"), x: part(1), y: part(33) },
  });
}
