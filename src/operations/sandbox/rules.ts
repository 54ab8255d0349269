import type { AccountId } from "../../domain/base/id.ts";
import { minutes, seconds, type Time } from "../../domain/base/time.ts";
import { faultEntry, type KnownRules, type Rule } from "../../domain/sandbox/rule.ts";
import type { Store } from "../../storage/store.ts";

/** The rules of all test accounts, in memory: a payment of an account without rules costs no query more. */
export type Rules = KnownRules & {
  /** Takes over a rule that this process has written. */
  note(rule: Rule): void;
  /** Forgets a rule that was removed, or all of an account. */
  forget(account: AccountId, id?: string): void;
  /** Reads what other processes have added. A rule that they have removed is not applied any more, since the database counts. */
  refresh(): Promise<void>;
};

/** How far back each look goes: a commit becomes visible some time after its rows' time, and clocks of processes differ. */
const overlap = seconds(10);

/** Time between two looks at all rules, by which those that others have removed are forgotten. */
const readAnewEvery = minutes(1);

/** Creates the rules of a process. There are none until `refresh` has read them. */
export function createRules({ rule: stored }: Pick<Store, "rule">, now: () => Time): Rules {
  let known = new Map<AccountId, readonly Rule[]>();
  let readUntil: Time = 0;
  let readAnewAt: Time = 0;

  const note = (rule: Rule): void => {
    const others = (known.get(rule.account) ?? []).filter(({ id }) => id !== rule.id);
    known.set(rule.account, [rule, ...others].sort(newestFirst));
  };

  const forget = (account: AccountId, id?: string): void => {
    const left = id === undefined ? [] : (known.get(account) ?? []).filter((rule) => rule.id !== id);
    if (left.length === 0) known.delete(account);
    else known.set(account, left);
  };

  return {
    at: (account, place) => known.get(account)?.filter(({ fault }) => faultEntry(fault).place === place) ?? none,
    apply: ({ account, id }) => stored.apply(account, id),
    note,
    forget,
    refresh: async () => {
      const at = now();
      const anew = at >= readAnewAt;
      const found = await stored.changedSince(anew ? 0 : readUntil - overlap);
      // a rule that this process noted while the rows were read is among them, or younger than all of them
      if (anew) {
        const younger = [...known.values()].flat().filter(({ changedAt }) => changedAt >= at - overlap);
        known = new Map();
        readAnewAt = at + readAnewEvery;
        for (const rule of younger) note(rule);
      }
      for (const rule of found) note(rule);
      readUntil = at;
    },
  };
}

const none: readonly Rule[] = [];

const newestFirst = (one: Rule, other: Rule): number => other.createdAt - one.createdAt || (one.id < other.id ? 1 : -1);
