import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import type { DataKey } from "../domain/card/card.ts";
import { decrypt, encrypt } from "./aes-gcm.ts";

/** The key-encryption key of the operator: it wraps data keys and touches nothing else, so changing it rewraps a few rows. */
export interface Kek {
  /** Tells keys apart without telling the key: stored beside what it wrapped. */
  readonly id: string;
  readonly key: KeyObject;
}

/** A data key as it is stored: random, wrapped by the KEK `kekId`. */
export type DataKeyRow = Readonly<DataKey>;

export type DataKeyPurpose = DataKey["purpose"];

/** Keys that stay for ever; a card key lives for a few days. */
export const standingPurposes = ["fingerprint", "fingerprint_test", "secret"] as const;

const keyBytes = 32;

/** Reads CHAMRA_VAULT_KEY: 32 bytes in hex or base64. @returns the bytes, or a sentence for the operator */
export function parseVaultKey(text: string): Buffer | string {
  const typed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(typed)) return Buffer.from(typed, "hex");
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(typed)) return Buffer.from(typed, "base64"); // takes base64url as well
  return "CHAMRA_VAULT_KEY must be 32 random bytes in base64 or hex; `openssl rand -base64 32` makes one";
}

/** @param vaultKey  the 32 bytes of `parseVaultKey` */
export function createKek(vaultKey: Buffer): Kek {
  return {
    id: derive(vaultKey, "chamra kek id", 8).toString("hex"),
    key: createSecretKey(derive(vaultKey, "chamra kek", keyBytes)),
  };
}

export function makeDataKey(kek: Kek, purpose: (typeof standingPurposes)[number], now: number): DataKeyRow {
  return makeKey(kek, { id: `key_${randomBytes(8).toString("hex")}`, purpose, createdAt: now, destroyAt: null });
}

/**
 * The card key of a day. Its id is the day's, so that processes which make it at the same time find that one of them was first.
 *
 * @param destroyAt when the last number that it sealed is erased
 */
export function makeCardKey(kek: Kek, id: string, now: number, destroyAt: number): DataKeyRow {
  return makeKey(kek, { id, purpose: "card", createdAt: now, destroyAt });
}

function makeKey(kek: Kek, row: Omit<DataKeyRow, "kekId" | "wrapped">): DataKeyRow {
  return { ...row, kekId: kek.id, wrapped: encrypt(kek.key, randomBytes(keyBytes), aadOf(row)) };
}

/** @throws Error that names CHAMRA_VAULT_KEY when the row was wrapped by another KEK */
export function unwrap(kek: Kek, row: DataKeyRow): KeyObject {
  return createSecretKey(unwrapBytes(kek, row));
}

/**
 * Wraps a data key with a new KEK: sealed values stay readable, and the new row cannot be opened with the old KEK.
 * Backups contain the old row, so the old KEK must stay secret as long as they exist.
 */
export function rewrap(row: DataKeyRow, oldKek: Kek, newKek: Kek): DataKeyRow {
  return { ...row, kekId: newKek.id, wrapped: encrypt(newKek.key, unwrapBytes(oldKek, row), aadOf(row)) };
}

function unwrapBytes(kek: Kek, row: DataKeyRow): Buffer {
  if (row.kekId !== kek.id) {
    throw new Error(
      `CHAMRA_VAULT_KEY is not the key that sealed this database: key ${row.kekId} is needed, key ${kek.id} was given`,
    );
  }
  return decrypt(kek.key, row.wrapped, aadOf(row));
}

/** A wrapped key cannot be passed off as another one, nor used for another purpose. */
function aadOf({ id, purpose }: Pick<DataKeyRow, "id" | "purpose">): string {
  return `data key ${purpose} ${id}`;
}

/** HKDF is one-way: neither the id nor the wrapping key leads back to the operator's key, nor to each other. */
function derive(vaultKey: Buffer, label: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync("sha256", vaultKey, "", label, bytes));
}
