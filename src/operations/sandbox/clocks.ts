import { AsyncLocalStorage } from "node:async_hooks";
import type { AccountId } from "../../domain/base/id.ts";
import { seconds, type Time } from "../../domain/base/time.ts";
import type { Changes } from "../../domain/changes.ts";
import { type Clock, isLeft, type Times, timeOf } from "../../domain/sandbox/clock.ts";
import type { Store } from "../../storage/store.ts";

/** The clocks of all accounts, as this process knows them. */
export type Clocks = Times & {
  /** Takes over what this process has written. Of two states the later one counts. */
  note(clock: Clock): void;
  /** Reads what other processes have changed. */
  refresh(): Promise<void>;
  /** Whether an account's time runs: it is neither frozen nor on the way of a move. */
  runs(account: AccountId): boolean;
  /** Moves that a process has left unfinished. */
  left(): Clock[];
  /** Runs work at a moment of an account, while its clock stands. `told` hears of each commit. */
  at<Result>(account: AccountId, moment: Time, told: Told, work: () => Promise<Result>): Promise<Result>;
  /** A store whose commits are told to the work that makes them. */
  watch(store: Store): Store;
};

type Told = (changes: Changes) => void;

/**
 * The moment at which a piece of work runs, while the clock stands at `until`. What the work sets going and does not wait for has the clock's time again, and
 * so has work of a process so slow that another has gone on with the clock.
 */
type Moment = { account: AccountId; at: Time; until: Time; told: Told; over: boolean };

/** How far back each look goes: a commit becomes visible some time after its rows' time, and clocks of processes differ. */
const overlap = seconds(10);

/** Before the start of the earth: nothing is due until then. */
const never: Time = 0;

/** Creates the clocks. They are those of the server until `refresh` has read the others. */
export function createClocks({ clock: stored }: Pick<Store, "clock">, now: () => Time): Clocks {
  const known = new Map<AccountId, Clock>();
  const moments = new AsyncLocalStorage<Moment>();
  let readUntil: Time = 0;

  const momentOf = (account: AccountId): Moment | undefined => {
    const moment = moments.getStore();
    return moment && !moment.over && moment.account === account ? moment : undefined;
  };

  const note = (clock: Clock): void => {
    const before = known.get(clock.account);
    if (!before || before.version < clock.version) known.set(clock.account, clock);
  };

  return {
    now,
    of: (account) => {
      const clock = known.get(account); // most accounts have none, and no work at a moment
      if (!clock) return now();
      const present = timeOf(clock, now());
      const moment = momentOf(account);
      return moment && present <= moment.until ? moment.at : present;
    },
    dueUntil: (account) => {
      const clock = known.get(account);
      return clock && clock.movesTo !== null ? never : timeOf(clock, now());
    },
    note,
    runs: (account) => (known.get(account)?.standsAt ?? null) === null,
    refresh: async () => {
      const at = now();
      for (const clock of await stored.changedSince(readUntil - overlap)) note(clock);
      readUntil = at;
    },
    left: () => [...known.values()].filter((clock) => isLeft(clock, now())),
    at: (account, at, told, work) => {
      const moment: Moment = { account, at, until: timeOf(known.get(account), now()), told, over: false };
      return moments.run(moment, work).finally(() => {
        moment.over = true;
      });
    },
    watch: (watched) => ({
      ...watched,
      save: async (changes) => {
        const result = await watched.save(changes);
        const moment = result.saved ? moments.getStore() : undefined;
        if (moment && !moment.over) moment.told(changes);
        return result;
      },
    }),
  };
}
