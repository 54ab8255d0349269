import type { Secret } from "../domain/base/secret.ts";

/**
 * Security codes between the arrival of a card and its charge. They live in this process's memory for a short time and nowhere else:
 * PCI DSS 3.3.1 forbids storing them. A restart, or a charge on another process, finds none, and the charge goes on without.
 */
export interface SecurityCodes {
  /** A full account drops its oldest code; a full store drops the oldest code of the account with most. */
  keep(account: string, card: string, code: Secret): void;
  /** Yields the code once and forgets it; undefined when there is none or its time is over. */
  take(account: string, card: string): Secret | undefined;
}

type Kept = Map<string, { code: Secret; expiresAt: number }>; // oldest first: a Map keeps the order of insertion

/** @param countMax codes of one account, and of all together */
export function createSecurityCodes(
  now: () => number,
  lifetimeMs: number,
  countMax: { account: number; all: number },
): SecurityCodes {
  const accounts = new Map<string, Kept>();
  let count = 0;

  function forget(account: string, kept: Kept, card: string): void {
    if (kept.delete(card)) count -= 1;
    if (kept.size === 0) accounts.delete(account);
  }

  function forgetOldest(account: string, kept: Kept): void {
    const [oldest] = kept.keys();
    if (oldest !== undefined) forget(account, kept, oldest);
  }

  function forgetExpired(account: string, kept: Kept): void {
    for (const [card, { expiresAt }] of kept) {
      if (expiresAt > now()) break;
      forget(account, kept, card);
    }
  }

  /** Makes room for one more code, without loss for accounts with few. */
  function makeRoom(): void {
    for (const [account, kept] of accounts) forgetExpired(account, kept);
    const [most] = [...accounts].sort(([, one], [, other]) => other.size - one.size);
    if (count >= countMax.all && most) forgetOldest(...most);
  }

  return {
    keep(account, card, code) {
      const kept: Kept = accounts.get(account) ?? new Map();
      forgetExpired(account, kept);
      forget(account, kept, card); // so that a code kept again counts as the newest
      if (kept.size >= countMax.account) forgetOldest(account, kept);
      if (count >= countMax.all) makeRoom();
      accounts.set(account, kept);
      kept.set(card, { code, expiresAt: now() + lifetimeMs });
      count += 1;
    },
    take(account, card) {
      const kept = accounts.get(account);
      if (!kept) return undefined;
      forgetExpired(account, kept);
      const found = kept.get(card);
      forget(account, kept, card);
      return found?.code;
    },
  };
}
