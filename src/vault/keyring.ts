import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { reveal, Secret } from "../domain/secret.ts";
import { decrypt, encrypt } from "./aes-gcm.ts";
import { type DataKeyPurpose, type DataKeyRow, type Kek, unwrap } from "./data-key.ts";

interface Sealed {
  /** The data key that opens it. */
  keyId: string;
  /** Base64 of nonce, ciphertext, tag. */
  sealed: string;
}

/** The unwrapped keys, held in memory only. What one purpose sealed, no other can open. */
export interface Keyring {
  /** Seals a card number for the card `cardId`; copied to another card's row it cannot be opened. */
  seal(number: Secret, cardId: string): Sealed;
  /** @throws Error when it was changed, or sealed for another card */
  open(keyId: string, sealed: string, cardId: string): Secret;

  /** Seals any other secret (a webhook secret, a test key) into one self-contained text, bound to `label`. */
  sealText(text: Secret, label: string): string;
  /** @throws Error when it was changed, or sealed under another label */
  openText(sealedText: string, label: string): Secret;

  /** Base64 of 32 bytes, the same for the same number for ever: the card's `fingerprint`. Useless without the key. */
  fingerprint(number: Secret): string;
  /** Base64 of 32 bytes: tells whether two texts are equal without keeping them; unrelated to fingerprints. */
  digest(text: string): string;
}

/**
 * New secrets are sealed with the newest card key; older ones still open what they sealed. Fingerprints are made with
 * the oldest fingerprint key only: a second one would make known cards look new.
 *
 * @param keks  the operator's key, and the one before while keys are being rewrapped
 * @param rows  all stored data keys, at least one for each purpose
 * @throws Error that names CHAMRA_VAULT_KEY when a row was wrapped by none of `keks`
 */
export function createKeyring(keks: readonly [Kek, ...Kek[]], rows: readonly DataKeyRow[]): Keyring {
  const keys = new Map(rows.map((row) => [row.id, unwrap(keks.find((kek) => kek.id === row.kekId) ?? keks[0], row)]));
  const sealingRow = byAge(rows, "card").at(-1);
  const fingerprintRow = byAge(rows, "fingerprint")[0];
  if (!sealingRow || !fingerprintRow) throw new Error("the vault needs a card key and a fingerprint key");
  const sealingKey = keyOf(sealingRow.id);
  const fingerprintKey = keyOf(fingerprintRow.id);
  const digestKey = createSecretKey(Buffer.from(hkdfSync("sha256", fingerprintKey, "", "chamra digest", 32)));

  function keyOf(id: string): KeyObject {
    const key = keys.get(id);
    if (!key) throw new Error(`the vault has no data key ${id}`);
    return key;
  }

  return {
    seal: (number, cardId) => ({ keyId: sealingRow.id, sealed: encryptSecret(sealingKey, number, cardAad(cardId)) }),
    open: (keyId, sealed, cardId) => decryptSecret(keyOf(keyId), sealed, cardAad(cardId)),
    sealText: (text, label) => `${sealingRow.id}.${encryptSecret(sealingKey, text, textAad(label))}`,
    openText: (sealedText, label) => {
      const [keyId = "", sealed = ""] = sealedText.split(".", 2);
      return decryptSecret(keyOf(keyId), sealed, textAad(label));
    },
    fingerprint: (number) => hmac(fingerprintKey, reveal(number)),
    digest: (text) => hmac(digestKey, text),
  };
}

/** Oldest first; the id decides between equals, so that all processes agree. */
function byAge(rows: readonly DataKeyRow[], purpose: DataKeyPurpose): DataKeyRow[] {
  return rows
    .filter((row) => row.purpose === purpose)
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

function cardAad(cardId: string): string {
  return `card ${cardId}`;
}

function textAad(label: string): string {
  return `text ${label}`;
}

function encryptSecret(key: KeyObject, secret: Secret, aad: string): string {
  return encrypt(key, Buffer.from(reveal(secret)), aad);
}

function decryptSecret(key: KeyObject, sealed: string, aad: string): Secret {
  return new Secret(decrypt(key, sealed, aad).toString());
}

function hmac(key: KeyObject, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64");
}
