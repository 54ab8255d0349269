import type { Secret } from "../domain/secret.ts";

/**
 * Security codes between token and charge. They live in this process's memory for a short time and nowhere else:
 * PCI DSS 3.3.1 forbids storing them. A restart, or a charge on another process, finds none, and the charge goes on without.
 */
export interface SecurityCodes {
  /** Once the store is full, the oldest code makes room. */
  keep(tokenId: string, code: Secret): void;
  /** Yields the code once and forgets it; undefined when there is none or its time is over. */
  take(tokenId: string): Secret | undefined;
}

export function createSecurityCodes(now: () => number, lifetimeMs: number, countMax: number): SecurityCodes {
  const kept = new Map<string, { code: Secret; expiresAt: number }>(); // oldest first: a Map keeps the order of insertion

  function forgetExpired(): void {
    for (const [tokenId, { expiresAt }] of kept) {
      if (expiresAt > now()) break;
      kept.delete(tokenId);
    }
  }

  return {
    keep(tokenId, code) {
      forgetExpired();
      kept.delete(tokenId); // so that a code kept again counts as the newest
      for (const oldest of kept.keys()) {
        if (kept.size < countMax) break;
        kept.delete(oldest);
      }
      kept.set(tokenId, { code, expiresAt: now() + lifetimeMs });
    },
    take(tokenId) {
      forgetExpired();
      const found = kept.get(tokenId);
      kept.delete(tokenId);
      return found?.code;
    },
  };
}
