import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { reveal, Secret } from "../domain/base/secret.ts";
import { decrypt, encrypt } from "./aes-gcm.ts";
import { type DataKeyPurpose, type DataKeyRow, type Kek, standingPurposes, unwrap } from "./data-key.ts";
import { derivedKey } from "./wallet/derived-key.ts";

/** Whose card it is: fingerprints of one account say nothing about those of another, nor test mode's about live mode's. */
export type CardOwner = { id: string; livemode: boolean };

/** The unwrapped keys, held in memory only. What one purpose sealed, no other can open. */
export interface Keyring {
  /** Takes a key in that another process made, or this one just now. @throws Error when none of the operator's keys wrapped it */
  add(row: DataKeyRow): void;
  has(keyId: string): boolean;
  /** Forgets the keys whose time is over; what they sealed cannot be opened any more. */
  destroy(now: number): void;

  /** Seals a card number for the card `cardId`, as base64 of nonce, ciphertext, tag; copied to another card's row it cannot be opened. */
  seal(keyId: string, number: Secret, cardId: string): string;
  /** @throws Error when it was changed, or sealed for another card, or when its key is gone */
  open(keyId: string, sealed: string, cardId: string): Secret;

  /** Seals any other secret (a webhook secret, a test key) into one self-contained text, bound to `label`. */
  sealText(text: Secret, label: string): string;
  /** @throws Error when it was changed, or sealed under another label */
  openText(sealedText: string, label: string): Secret;

  /** Base64 of 32 bytes: the card's `fingerprint`, the same for the same number of the same owner for ever. */
  fingerprint(number: Secret, owner: CardOwner): string;
  /** Private key on P-256 of the simulated wallets, or of this gateway for them: the same for the same name in every process. Test mode only. */
  walletKey(name: string): KeyObject;
  /** Base64 of 32 bytes: tells whether two texts are equal without keeping them; unrelated to fingerprints. */
  digest(text: string): string;
}

/**
 * Texts are sealed with the newest key for them; older ones still open what they sealed. Fingerprints are made with the oldest key of their mode
 * only: a second one would make known cards look new.
 *
 * @param keks  the operator's key, and the one before while keys are being rewrapped
 * @param rows  all stored data keys, at least one for each standing purpose
 * @throws Error that names CHAMRA_VAULT_KEY when a row was wrapped by none of `keks`
 */
export function createKeyring(keks: readonly [Kek, ...Kek[]], rows: readonly DataKeyRow[]): Keyring {
  const keys = new Map<string, { key: KeyObject; destroyAt: number | null }>();
  for (const row of rows) add(row);
  for (const purpose of standingPurposes)
    if (byAge(rows, purpose).length === 0) throw new Error(`the vault needs a key for the purpose ${purpose}`);
  const textKeyId = idOf(byAge(rows, "secret").at(-1));
  const fingerprintKeys = {
    live: keyOf(idOf(byAge(rows, "fingerprint")[0])),
    test: keyOf(idOf(byAge(rows, "fingerprint_test")[0])),
  };
  const digestKey = createSecretKey(Buffer.from(hkdfSync("sha256", fingerprintKeys.live, "", "chamra digest", 32)));

  function add(row: DataKeyRow): void {
    const key = unwrap(keks.find((kek) => kek.id === row.kekId) ?? keks[0], row);
    keys.set(row.id, { key, destroyAt: row.destroyAt });
  }

  function keyOf(id: string): KeyObject {
    const known = keys.get(id);
    if (!known) throw new Error(`the vault has no data key ${id}`);
    return known.key;
  }

  return {
    add,
    has: (keyId) => keys.has(keyId),
    destroy: (now) => {
      for (const [id, { destroyAt }] of keys) if (destroyAt !== null && destroyAt <= now) keys.delete(id);
    },
    seal: (keyId, number, cardId) => encryptSecret(keyOf(keyId), number, cardAad(cardId)),
    open: (keyId, sealed, cardId) => decryptSecret(keyOf(keyId), sealed, cardAad(cardId)),
    sealText: (text, label) => `${textKeyId}.${encryptSecret(keyOf(textKeyId), text, textAad(label))}`,
    openText: (sealedText, label) => {
      const [keyId = "", sealed = ""] = sealedText.split(".", 2);
      return decryptSecret(keyOf(keyId), sealed, textAad(label));
    },
    fingerprint: (number, { id, livemode }) =>
      hmac(livemode ? fingerprintKeys.live : fingerprintKeys.test, `${id} ${reveal(number)}`),
    walletKey: (name) => derivedKey(fingerprintKeys.test, `chamra wallet ${name}`),
    digest: (text) => hmac(digestKey, text),
  };
}

/** Oldest first; the id decides between equals, so that all processes agree. */
function byAge(rows: readonly DataKeyRow[], purpose: DataKeyPurpose): DataKeyRow[] {
  return rows
    .filter((row) => row.purpose === purpose)
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

const idOf = (row: DataKeyRow | undefined): string => row?.id ?? ""; // there is one of each standing purpose

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
