import { randomBytes } from "node:crypto";
import type { Card, CardSecret, LentCard } from "../domain/card.ts";
import { days, hours, type Time } from "../domain/time.ts";
import type { Store } from "../storage/store.ts";
import type { CheckedCard } from "./card-check.ts";
import { createKek, type Kek, makeDataKey, rewrap } from "./data-key.ts";
import { createKeyring, type Keyring } from "./keyring.ts";
import { createSecurityCodes } from "./security-codes.ts";

/** The only place that can read a card number. */
export type Vault = {
  keyring: Keyring;
  /** The number sealed for storing; it is erased once no charge can still need it. */
  seal(checked: CheckedCard, card: string, account: string, now: Time): CardSecret;
  /** Keeps the security code in memory until the token is charged. */
  keepSecurityCode(checked: CheckedCard, token: string): void;
  /**
   * The card as a connector needs it, or undefined once the number was erased.
   * A security code is given out once and then forgotten.
   */
  lend(card: Card, token: string): Promise<LentCard | undefined>;
  /** The same without the security code, which stays for the authorization. */
  lendNumber(card: Card): Promise<LentCard | undefined>;
};

/** The longest a charge can wait for its payer is seven days after its token was made; one more is kept in reserve. */
const numberKeptFor = days(8);

/** Security codes wait in memory for the payer to come back from the bank's page. */
const codeKeptFor = hours(1);
const codesMax = 100_000;

/**
 * Opens the vault with the operator's key; the first start makes the data keys.
 *
 * @param previousKey while `chamra vault rewrap` has not been run after a change of key
 * @throws Error naming CHAMRA_VAULT_KEY when it is not the key that wrapped the data keys
 */
export async function openVault(
  store: Store,
  key: Buffer,
  previousKey: Buffer | null,
  now: () => Time,
): Promise<Vault> {
  const kek = createKek(key);
  const keks: [Kek, ...Kek[]] = previousKey ? [kek, createKek(previousKey)] : [kek];
  const rows = await store.exclusively(async (inside) => {
    const known = await inside.vault.dataKeys();
    if (known.length > 0) return known;
    const made = [makeDataKey(kek, "card", now()), makeDataKey(kek, "fingerprint", now())];
    await inside.save({ insert: { data_keys: made } });
    return made;
  });
  const keyring = createKeyring(keks, rows);
  const securityCodes = createSecurityCodes(now, codeKeptFor, codesMax);
  async function lendNumber({ id, expirationMonth, expirationYear }: Card): Promise<LentCard | undefined> {
    const secret = await store.vault.secret(id);
    if (!secret) return undefined;
    return {
      number: keyring.open(secret.keyId, secret.sealed, id),
      expirationMonth,
      expirationYear,
      securityCode: null,
    };
  }

  return {
    keyring,
    seal: ({ number }, card, account, at) => ({
      card,
      account,
      ...keyring.seal(number, card),
      eraseAt: at + numberKeptFor,
    }),
    keepSecurityCode: ({ securityCode }, token) => {
      if (securityCode) securityCodes.keep(token, securityCode);
    },
    lend: async (card, token) => {
      const lent = await lendNumber(card);
      return lent && { ...lent, securityCode: securityCodes.take(token) ?? null };
    },
    lendNumber,
  };
}

/** Wraps all data keys with another operator's key; sealed cards stay as they are. Returns how many were wrapped anew. */
export async function rewrapVault(store: Store, from: Buffer, to: Buffer): Promise<number> {
  const [old, next] = [createKek(from), createKek(to)];
  const rows = (await store.vault.dataKeys()).filter((row) => row.kekId !== next.id);
  for (const row of rows) await store.vault.rewrap(rewrap(row, old, next));
  return rows.length;
}

/** A fresh key for CHAMRA_VAULT_KEY. */
export const newVaultKey = (): string => randomBytes(32).toString("base64");
