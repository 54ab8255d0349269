import { randomBytes } from "node:crypto";
import type { AccountId } from "../domain/base/id.ts";
import { revise } from "../domain/base/row.ts";
import { reveal, type Secret } from "../domain/base/secret.ts";
import { days, hours, type Time } from "../domain/base/time.ts";
import type { CardSecret, ChargedCard, LentCard } from "../domain/card/card.ts";
import type { Store } from "../storage/store.ts";
import type { CheckedCard } from "./card-check.ts";
import { createKek, type Kek, makeCardKey, makeDataKey, rewrap, standingPurposes } from "./data-key.ts";
import { type CardOwner, createKeyring, type Keyring } from "./keyring.ts";
import { createNumberCounts } from "./number-counts.ts";
import { createSecurityCodes } from "./security-codes.ts";
import { type GivenToVault, openWallet } from "./wallet/open.ts";
import type { WalletCard } from "./wallet/wallet.ts";

type CardName = Pick<ChargedCard, "account" | "id">;

/** A card as known to its charges: account, id and expiry. */
type CardToLend = Pick<ChargedCard, "account" | "id" | "expirationMonth" | "expirationYear">;

/** The only place that can read a card number. */
export type Vault = {
  keyring: Keyring;
  /** Counts a card number sent by an account; false above the limit, since many numbers may be a search for somebody's card. */
  admits(owner: CardOwner, number: Secret, network: string): boolean;
  /** The number sealed for storing; it is erased once no charge can still need it. */
  seal(checked: CheckedCard, card: string, account: AccountId): Promise<CardSecret>;
  /**
   * The number sealed anew, to be kept until it is forgotten; undefined once it was erased. The security code is forgotten at once: it
   * was given for one payment, and a card that is kept is charged without.
   */
  keep(card: CardName): Promise<CardSecret | undefined>;
  /** The numbers of an account's cards, emptied; the rows themselves are erased later. */
  forget(account: AccountId, cards: readonly string[]): Promise<CardSecret[]>;
  /** Keeps the security code in memory until the card is charged. */
  keepSecurityCode(checked: CheckedCard, card: string, account: AccountId): void;
  /**
   * The card as a connector needs it, or undefined once the number was erased.
   * A security code is given out once and then forgotten.
   */
  lend(card: CardToLend): Promise<LentCard | undefined>;
  /** Lends the card without the security code, which stays for the authorization. */
  lendNumber(card: CardToLend): Promise<LentCard | undefined>;
  /** A wallet's proof sealed for its card, with the key of the card's own number. */
  sealProof(proof: Secret, card: string): Promise<string>;
  /** The proof as a bank gets it; null once its key was destroyed. */
  openProof(sealed: string, card: string): Promise<string | null>;
  /**
   * Opens what a wallet handed over.
   * @throws Refusal `invalid_card` with one sentence for each kind of fault
   */
  openWallet(given: GivenToVault, now: Time): WalletCard;
  /** Erases numbers whose time is over, and destroys the keys that sealed nothing else. */
  erase(): Promise<void>;
};

/** What a vault is opened with. */
export type VaultSettings = {
  /** The operator's key, and the one before while `chamra vault rewrap` has not been run after a change. */
  key: Buffer;
  previousKey: Buffer | null;
  now: () => Time;
  /** How many distinct card numbers a test account may bring in a day; null where only this machine can. */
  testNumbersMax: number | null;
  /** Hears of accounts that bring numbers like somebody who looks for one. */
  tell: (sentence: string) => void;
};

/** The longest a charge can wait for its payer is seven days after its token was made; one more is kept in reserve. */
export const numberKeptFor = days(8);

/** Each day has a card key of its own; it can be destroyed when the last number of its day is erased. */
const cardKeySeals = days(1);

/** Numbers that are kept are sealed with keys of their own, so that one of them keeps no key of other numbers alive. */
const keptKeySeals = days(1);

/** A number that was sealed with the key of one day is saved before this time is over. */
const keptKeyInUse = days(1);

/** Security codes wait in memory for the payer to come back from the bank's page. */
const codeKeptFor = hours(1);
const codesMax = { account: 10_000, all: 100_000 };

/**
 * Opens the vault with the operator's key; the first start makes the keys that stay.
 *
 * @throws Error naming CHAMRA_VAULT_KEY when it is not the key that wrapped the data keys
 */
export async function openVault(store: Store, settings: VaultSettings): Promise<Vault> {
  const { key, previousKey, now, testNumbersMax, tell } = settings;
  const kek = createKek(key);
  const keks: [Kek, ...Kek[]] = previousKey ? [kek, createKek(previousKey)] : [kek];
  const rows = await store.exclusively(async (inside) => {
    const known = await inside.vault.dataKeys();
    const missing = standingPurposes.filter((purpose) => !known.some((row) => row.purpose === purpose));
    if (missing.length === 0) return known;
    const made = missing.map((purpose) => makeDataKey(kek, purpose, now()));
    await inside.save({ insert: { data_keys: made } });
    return [...known, ...made];
  });
  const keyring = createKeyring(keks, rows);
  const securityCodes = createSecurityCodes(now, codeKeptFor, codesMax);
  const counts = createNumberCounts(now, keyring.digest, testNumbersMax, tell);

  /** Id of the key that seals today; the first card of a day makes it, in whichever process that is. */
  function cardKeyOfToday(): Promise<string> {
    const day = Math.floor(now() / cardKeySeals);
    return keyNamed(`key_card_${day}`, (day + 1) * cardKeySeals + numberKeptFor);
  }

  /** Id of the key that seals what is kept today. It is destroyed with the last number that it sealed, and not on its own day. */
  function keptKeyOfToday(): Promise<string> {
    const day = Math.floor(now() / keptKeySeals);
    return keyNamed(`key_kept_${day}`, (day + 1) * keptKeySeals + keptKeyInUse);
  }

  async function keyNamed(id: string, destroyAt: Time): Promise<string> {
    if (keyring.has(id)) return id;
    const made = makeCardKey(kek, id, now(), destroyAt);
    const { saved } = await store.save({ insert: { data_keys: [made] } });
    if (saved) keyring.add(made);
    else await fetchKey(id);
    return id;
  }

  /** Another process may have made it. */
  async function fetchKey(id: string): Promise<void> {
    const row = keyring.has(id) ? undefined : await store.vault.dataKey(id);
    if (row) keyring.add(row);
  }

  async function lendNumber({
    account,
    id,
    expirationMonth,
    expirationYear,
  }: CardToLend): Promise<LentCard | undefined> {
    const secret = await store.vault.secret(account, id);
    if (!secret?.sealed) return undefined;
    await fetchKey(secret.keyId);
    return {
      number: keyring.open(secret.keyId, secret.sealed, id),
      expirationMonth,
      expirationYear,
      securityCode: null,
    };
  }

  return {
    keyring,
    admits: counts.admits,
    seal: async ({ number }, card, account) => {
      const keyId = await cardKeyOfToday();
      const sealed = keyring.seal(keyId, number, card);
      return { card, version: 1, account, keyId, sealed, eraseAt: now() + numberKeptFor };
    },
    keep: async ({ account, id }) => {
      securityCodes.take(account, id);
      const secret = await store.vault.secret(account, id);
      if (!secret?.sealed) return undefined;
      await fetchKey(secret.keyId);
      const number = keyring.open(secret.keyId, secret.sealed, id);
      const keyId = await keptKeyOfToday();
      return revise(secret, { keyId, sealed: keyring.seal(keyId, number, id), eraseAt: null });
    },
    forget: async (account, cards) => {
      const secrets = await store.vault.secrets(account, cards);
      return secrets.map((secret) => revise(secret, { sealed: "", eraseAt: now() }));
    },
    keepSecurityCode: ({ securityCode }, card, account) => {
      if (securityCode) securityCodes.keep(account, card, securityCode);
    },
    lend: async (card) => {
      const lent = await lendNumber(card);
      return lent && { ...lent, securityCode: securityCodes.take(card.account, card.id) ?? null };
    },
    lendNumber,
    sealProof: async (proof, card) => {
      const keyId = await cardKeyOfToday();
      return `${keyId}.${keyring.seal(keyId, proof, proofOf(card))}`;
    },
    openProof: async (sealed, card) => {
      const [keyId = "", text = ""] = sealed.split(".", 2);
      await fetchKey(keyId);
      return keyring.has(keyId) ? reveal(keyring.open(keyId, text, proofOf(card))) : null;
    },
    openWallet: (given, at) => openWallet(keyring, given, at),
    erase: async () => {
      await store.vault.eraseSecrets(now());
      await store.vault.destroyKeys(now());
      keyring.destroy(now());
    },
  };
}

/** What a proof is bound to: it cannot be opened as a number, nor a number as a proof. */
const proofOf = (card: string): string => `${card} proof`;

/** Wraps all data keys with another operator's key; sealed cards stay as they are. Returns how many were wrapped anew. */
export async function rewrapVault(store: Store, from: Buffer, to: Buffer): Promise<number> {
  const [old, next] = [createKek(from), createKek(to)];
  const rows = (await store.vault.dataKeys()).filter((row) => row.kekId !== next.id);
  for (const row of rows) await store.vault.rewrap(rewrap(row, old, next));
  return rows.length;
}

/** A fresh key for CHAMRA_VAULT_KEY. */
export const newVaultKey = (): string => randomBytes(32).toString("base64");
