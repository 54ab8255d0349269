import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts and binds the result to `aad`, which is not stored and must be given again to decrypt.
 * The nonce is random, so a key may seal 2^32 messages at most (NIST SP 800-38D, 8.3).
 *
 * @returns base64 of nonce, ciphertext, tag
 */
export function encrypt(key: KeyObject, plaintext: Buffer, aad: string): string {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(aad));
  const ciphertext = Buffer.concat([encryption.update(plaintext), encryption.final()]);
  return Buffer.concat([nonce, ciphertext, encryption.getAuthTag()]).toString("base64");
}

/** @throws Error when key or `aad` is another, or one bit was changed; GCM cannot tell which */
export function decrypt(key: KeyObject, sealed: string, aad: string): Buffer {
  const bytes = Buffer.from(sealed, "base64");
  if (bytes.length < nonceBytes + tagBytes) throw new Error(unreadable);
  const decryption = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(aad))
    .setAuthTag(bytes.subarray(-tagBytes));
  const plaintext = decryption.update(bytes.subarray(nonceBytes, -tagBytes));
  try {
    return Buffer.concat([plaintext, decryption.final()]);
  } catch {
    throw new Error(unreadable);
  }
}

const unreadable = "sealed data cannot be opened: it was changed, or belongs to another object";
