import { hash } from "node:crypto";
import { bounded } from "../../domain/base/bounded.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { minutes, seconds, type Time } from "../../domain/base/time.ts";
import type { Account, ApiKey } from "../../domain/merchant/account.ts";
import { works } from "../../domain/merchant/key.ts";
import type { Permissions } from "../../domain/merchant/permission.ts";
import { Outage } from "../../storage/base/database.ts";
import type { Store } from "../../storage/store.ts";

/** A key that was let in, by its id, with its account and what it may do. */
export type Access = { key: string; account: Account; kind: ApiKey["kind"]; permissions: Permissions | null };

/** Counts refused keys by the address they came from. */
export type FailedAttempts = { exhausted(address: string): boolean; count(address: string): void };

/** How long a key's answer is cached without asking the database; a revoked key may still work for this long. */
const believedFor = seconds(2);
/** Upper bound of cached keys. More keys cost idle ones another query. */
const remembered = 10_000;

/** Precision of a key's last use: each update is a write. */
const usedEvery = minutes(10);

/** Lets keys in. Only hashes are compared. Unknown keys are not cached, so a new key works at once. */
export type Gatekeeper = {
  /**
   * @param address of the caller
   * @throws Refusal `authentication_failure` when the key is unknown, revoked or expired, or not of a kind in `kinds`
   * @throws Refusal `too_many_requests` after too many failures from there: unknown keys are not looked up, cached keys still work
   */
  admit(key: string, kinds: readonly ApiKey["kind"][], address: string): Promise<Access>;
  /** Drops an account from the cache, so that it is read anew after a change. */
  forget(account: string): void;
};

export function createGatekeeper(store: Store, now: () => Time, failures: FailedAttempts): Gatekeeper {
  const known = bounded<{ access: Access; until: Time; noted: Time }>(remembered);

  async function lookUp(hash: string): Promise<Access | undefined> {
    const cached = known.get(hash);
    if (cached && now() < cached.until) return cached.access;
    const key = await store.account.keyByHash(hash);
    const account = key && works(key, now()) ? await store.account.get(key.account) : undefined;
    if (!key || !account) {
      known.delete(hash);
      return undefined;
    }
    const at = now();
    const fresh = cached !== undefined && at - cached.noted < usedEvery;
    const noted = fresh ? cached.noted : await note(key.id, at);
    const access = { key: key.id, account, kind: key.kind, permissions: key.permissions };
    const until = Math.min(at + believedFor, key.expiresAt ?? Number.POSITIVE_INFINITY);
    known.set(hash, { access, until, noted });
    return access;
  }

  /** Notes a key's use. Where nothing can be written, reading goes on, and the next look-up notes it. */
  async function note(key: string, at: Time): Promise<Time> {
    try {
      await store.account.keyUsed(key, at);
      return at;
    } catch (error) {
      if (error instanceof Outage) return 0;
      throw error;
    }
  }

  return {
    admit: async (key, kinds, address) => {
      const hash = hashKey(key);
      if (!known.has(hash) && failures.exhausted(address)) throw new Refusal("too_many_requests");
      const access = key === "" ? undefined : await lookUp(hash);
      if (!access) {
        failures.count(address);
        throw new Refusal("authentication_failure", undefined, { hint: whyNotLetIn(key) });
      }
      if (!kinds.includes(access.kind)) {
        const hint = `this endpoint takes a ${kinds.join(" or ")} key`;
        throw new Refusal("authentication_failure", undefined, { hint });
      }
      return access;
    },
    forget: (account) => {
      for (const entry of known.values()) if (entry.access.account.id === account) entry.until = 0;
    },
  };
}

/** A store that tells of each account of which a commit changes the row or a key, so that no endpoint has to. */
export const watchAccounts = (store: Store, changed: (account: AccountId) => void): Store => ({
  ...store,
  save: async (changes) => {
    const result = await store.save(changes);
    const { accounts = [], api_keys: keys = [] } = changes.update ?? {};
    if (result.saved)
      for (const id of [...accounts.map(({ id }) => id), ...keys.map(({ account }) => account)]) changed(id);
    return result;
  },
});

/** Explains what the original's sentence does not. Of a key that may be valid, only its last characters are repeated. */
function whyNotLetIn(key: string): string {
  if (key === "") return "no key came: it is the user name of HTTP Basic, with an empty password";
  const [, kind, ending] = /^([cps]key_(?:test_|live_)?)[0-9a-z]+([0-9a-z]{4})$/.exec(key) ?? [];
  if (kind === undefined)
    return "what came is no key: those begin with pkey_ or skey_ and go on in small letters and digits";
  return `no key ${kind}...${ending} works here: a key belongs to the data folder or database it was made in, and \`chamra key list\` shows its keys`;
}

/** Hash of a key as it is stored. Keys are long and random, so a plain hash cannot be reversed. */
export const hashKey = (key: string): string => hash("sha256", key);
