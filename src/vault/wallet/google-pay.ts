import {
  createDecipheriv,
  createHmac,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  timingSafeEqual,
  verify,
} from "node:crypto";
import { Secret } from "../../domain/base/secret.ts";
import type { Time } from "../../domain/base/time.ts";
import {
  BadWalletData,
  bytesOf,
  type Cryptogram,
  type GooglePayKeys,
  isObject,
  publicKeyOf,
  readObject,
  textOf,
  type WalletCard,
} from "./wallet.ts";

/** The name by which Google signs. */
const sender = "Google";
const protocol = "ECv2";

/**
 * Opens a payment method token of Google Pay: the signing key is signed by one of Google's, signs the message, and neither it nor the message has
 * expired; then the message is decrypted with one of our keys.
 * Source: Google Pay, "Payment data cryptography for merchants", ECv2.
 *
 * @param data JSON text, `paymentMethodData.tokenizationData.token`
 * @throws BadWalletData
 */
export function openGooglePay(data: string, keys: GooglePayKeys, now: Time): WalletCard {
  const token = readObject(data);
  if (token.protocolVersion !== protocol) throw new BadWalletData("unsupported");
  const message = textOf(token.signedMessage);
  const signingKey = signingKeyOf(token.intermediateSigningKey, keys.roots, now);
  if (!isSigned(signingKey, [sender, keys.recipient, protocol, message], token.signature))
    throw new BadWalletData("signature");
  return cardOf(decrypt(readObject(message), keys.privateKeys), now);
}

/** The intermediate key, once one of Google's keys has signed it. */
function signingKeyOf(intermediate: unknown, roots: readonly KeyObject[], now: Time): KeyObject {
  if (!isObject(intermediate) || !Array.isArray(intermediate.signatures)) throw new BadWalletData("unreadable");
  const signedKey = textOf(intermediate.signedKey);
  const signatures = intermediate.signatures.slice(0, signaturesMax);
  const known = signatures.some((signature) =>
    roots.some((root) => isSigned(root, [sender, protocol, signedKey], signature)),
  );
  if (!known) throw new BadWalletData("signature");
  const { keyValue, keyExpiration } = readObject(signedKey);
  if (momentOf(keyExpiration) <= now) throw new BadWalletData("expired");
  return publicKeyOf(bytesOf(keyValue));
}

/** Google signs with two keys while it changes them. */
const signaturesMax = 4;

/** ECDSA with SHA-256 over the parts, each behind its length in four bytes, the lowest first. */
function isSigned(key: KeyObject, parts: readonly string[], signature: unknown): boolean {
  const bytes = parts.flatMap((part) => {
    const text = Buffer.from(part);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    return [length, text];
  });
  if (typeof signature !== "string" || !/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false;
  return verify("sha256", Buffer.concat(bytes), key, Buffer.from(signature, "base64"));
}

/**
 * ECIES: the key agreement's secret, through HKDF with SHA-256, becomes a key of AES-256 in counter mode and one of HMAC-SHA256. The tag is checked
 * before anything is decrypted.
 */
function decrypt(message: Record<string, unknown>, privateKeys: readonly KeyObject[]): Record<string, unknown> {
  const point = bytesOf(message.ephemeralPublicKey);
  const sealed = bytesOf(message.encryptedMessage);
  const tag = bytesOf(message.tag);
  const ephemeral = pointKey(point);
  for (const privateKey of privateKeys) {
    const secret = diffieHellman({ privateKey, publicKey: ephemeral });
    const derived = Buffer.from(hkdfSync("sha256", Buffer.concat([point, secret]), Buffer.alloc(32), sender, 64));
    const expected = createHmac("sha256", derived.subarray(32)).update(sealed).digest();
    if (tag.length !== expected.length || !timingSafeEqual(tag, expected)) continue;
    const cipher = createDecipheriv("aes-256-ctr", derived.subarray(0, 32), Buffer.alloc(16));
    return readObject(Buffer.concat([cipher.update(sealed), cipher.final()]).toString("utf8"));
  }
  throw new BadWalletData("sealed");
}

function cardOf(message: Record<string, unknown>, now: Time): WalletCard {
  const { messageId, messageExpiration, paymentMethod, paymentMethodDetails: details, gatewayMerchantId } = message;
  const expiresAt = momentOf(messageExpiration);
  if (expiresAt <= now) throw new BadWalletData("expired");
  if (paymentMethod !== "CARD") throw new BadWalletData("unsupported");
  if (!isObject(details)) throw new BadWalletData("unreadable");
  const { pan, expirationMonth, expirationYear } = details;
  if (!Number.isSafeInteger(expirationMonth) || !Number.isSafeInteger(expirationYear))
    throw new BadWalletData("unreadable");
  return {
    number: new Secret(textOf(pan)),
    expirationMonth: expirationMonth as number, // whole numbers, as checked
    expirationYear: expirationYear as number,
    name: null,
    cryptogram: cryptogramOf(details),
    reference: textOf(messageId),
    expiresAt,
    merchant: typeof gatewayMerchantId === "string" ? gatewayMerchantId : null,
  };
}

function cryptogramOf({ authMethod, cryptogram, eciIndicator }: Record<string, unknown>): Cryptogram | null {
  if (authMethod === "PAN_ONLY") return null;
  if (authMethod !== "CRYPTOGRAM_3DS") throw new BadWalletData("unsupported");
  return {
    value: new Secret(textOf(cryptogram)),
    eci: typeof eciIndicator === "string" && eciIndicator !== "" ? eciIndicator : null,
  };
}

/** Unix milliseconds that stand as text. */
function momentOf(read: unknown): Time {
  const text = textOf(read);
  if (!/^\d{1,15}$/.test(text)) throw new BadWalletData("unreadable");
  return Number(text);
}

/** What stands before the point in the encoding of a public key on P-256 (RFC 5480). */
const spkiHead = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex");

const pointKey = (point: Buffer): KeyObject => publicKeyOf(Buffer.concat([spkiHead, point]));
