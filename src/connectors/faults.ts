import { hours, type Time } from "../domain/base/time.ts";
import type { BankReference } from "./bank.ts";

/**
 * The faults of a simulated bank. The bank always carries out the request; only the answer is faulty.
 * late: it comes after half a minute · never: it does not come, and the line times out · twice: the request arrives twice, and the second answer
 * counts ·
 * out_of_order: the next answer overtakes it · nonsense: it cannot be read
 */
export const faults = ["late", "never", "twice", "out_of_order", "nonsense"] as const;
export type Fault = (typeof faults)[number];

/** Decides which answers are faulty, by account. The state is this process's own; several processes do not share it. */
export type Misbehaviour = {
  /**
   * Sets a fault for an hour, or until it is cleared.
   *
   * @param target a bank's reference, whose follow-ups (`reference/…`) are included, or `everyone`: all of this account
   * @returns false where the account has too many targets already
   */
  set(account: string, target: string, fault: Fault): boolean;
  /** Ends the fault of a target, or of all the account's targets; delayed answers are given now. */
  clear(account: string, target?: string): void;
  all(account: string): ReadonlyMap<string, Fault>;
  /** Wraps a bank so that its answers can be faulty. Wrap what the connector uses; the payer's acts stay direct. */
  behind<Bank extends Verbs<Bank>>(bank: Bank, whose: (...asked: Asked<Bank>) => BankReference): Bank;
};

/** A bank as a set of verbs. */
type Verbs<Bank> = Record<keyof Bank, (...asked: never[]) => Promise<unknown>>;
type Asked<Bank extends Verbs<Bank>> = Parameters<Bank[keyof Bank]>;

export const everyone = "*";

/** Upper bound of targets of one account. */
export const targetsMax = 1_000;

const lastsFor = hours(1);
const heldForMs = 30_000;

/** The faults of one account, and its delayed answers. */
type Line = { faults: Map<string, { fault: Fault; until: Time }>; held: Map<string, Set<() => void>> };

/** @param pause waits for some time */
export function createMisbehaviour(pause: (ms: number) => Promise<unknown>, now: () => Time): Misbehaviour {
  const lines = new Map<string, Line>();

  /** The account's line without expired faults; undefined where it never had any. */
  function lineOf(account: string): Line | undefined {
    const line = lines.get(account);
    for (const [target, { until }] of line?.faults ?? []) {
      if (now() < until) break; // in the order in which they were set
      line?.faults.delete(target);
    }
    return line;
  }

  /** The fault of a reference: its own, that of the payment it follows up, or that of the whole account. */
  function faultOf({ account, reference }: BankReference): Fault | undefined {
    const set = lineOf(account)?.faults;
    if (!set || set.size === 0) return undefined;
    for (let end = reference.length; end > 0; end = reference.lastIndexOf("/", end - 1)) {
      const found = set.get(reference.slice(0, end));
      if (found) return found.fault;
    }
    return set.get(everyone)?.fault;
  }

  /** Waits until the time is up or the reference is released. */
  async function hold({ account, reference }: BankReference): Promise<void> {
    const held = lines.get(account)?.held;
    if (!held) return;
    const waiting = held.get(reference) ?? new Set();
    held.set(reference, waiting);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    waiting.add(release);
    await Promise.race([released, pause(heldForMs)]);
    waiting.delete(release);
    if (waiting.size === 0) held.delete(reference);
  }

  const isHeld = ({ account, reference }: BankReference): boolean => lines.get(account)?.held.has(reference) ?? false;

  const release = ({ account, reference }: BankReference) => {
    for (const free of lines.get(account)?.held.get(reference) ?? []) free();
  };

  async function carry(about: BankReference, carryOut: () => Promise<unknown>): Promise<unknown> {
    const answer = await carryOut();
    switch (faultOf(about)) {
      case "late":
        await hold(about);
        return answer;
      case "never":
        await hold(about);
        throw new Error("the bank did not answer in time");
      case "twice":
        return carryOut();
      case "out_of_order":
        if (!isHeld(about)) await hold(about);
        else setImmediate(() => release(about)); // after this answer has been taken
        return answer;
      case "nonsense":
        return "<html><body>502 Bad Gateway</body></html>";
      case undefined:
        return answer;
    }
  }

  return {
    set: (account, target, fault) => {
      const line = lineOf(account) ?? { faults: new Map(), held: new Map() };
      line.faults.delete(target);
      if (line.faults.size >= targetsMax) return false;
      line.faults.set(target, { fault, until: now() + lastsFor });
      lines.set(account, line);
      return true;
    },
    clear: (account, target) => {
      const line = lineOf(account);
      if (target === undefined) line?.faults.clear();
      else line?.faults.delete(target);
      for (const reference of [...(line?.held.keys() ?? [])])
        if (faultOf({ account, reference }) === undefined) release({ account, reference });
    },
    all: (account) => new Map([...(lineOf(account)?.faults ?? [])].map(([target, { fault }]) => [target, fault])),
    behind: (bank, whose) => {
      const verbs = bank as unknown as Record<string, Verb>; // what `Verbs` says, without the arguments' types
      const line = Object.entries(verbs).map(([name, verb]) => [
        name,
        (...asked: unknown[]) => carry(whose(...(asked as Parameters<typeof whose>)), () => verb(...asked)), // each verb gets the arguments of its type
      ]);
      return Object.fromEntries(line) as typeof bank; // the same verbs; only a faulty answer can have another type
    },
  };
}

type Verb = (...asked: unknown[]) => Promise<unknown>;
