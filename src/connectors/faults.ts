import { hours, type Time } from "../domain/base/time.ts";
import type { BankReference } from "./bank.ts";

/**
 * How a bank can misbehave. In each case it has carried out what it was asked; what goes wrong is the answer.
 * late: it comes after half a minute · never: it does not come, and the line gives up · twice: the request arrives twice, and the second answer counts ·
 * out_of_order: the next answer overtakes it · nonsense: it cannot be read
 */
export const faults = ["late", "never", "twice", "out_of_order", "nonsense"] as const;
export type Fault = (typeof faults)[number];

/** Decides which answers go wrong, for each account apart. It lives in this process: with several, each has its own. */
export type Misbehaviour = {
  /**
   * For an hour, or until it is cleared.
   *
   * @param target a bank's reference, whose follow-ups (`reference/…`) are included, or `everyone`: all of this account
   * @returns whether it was taken: an account can name so many targets at most
   */
  set(account: string, target: string, fault: Fault): boolean;
  /** Ends the misbehaviour, of all the account's targets where none is named; answers that were held back are given now. */
  clear(account: string, target?: string): void;
  all(account: string): ReadonlyMap<string, Fault>;
  /** The bank, behind a line on which this happens. Wrap what the connector is given; the payer's acts stay as they are. */
  behind<Bank extends Verbs<Bank>>(bank: Bank, whose: (...asked: Asked<Bank>) => BankReference): Bank;
};

/** A bank is a set of verbs. */
type Verbs<Bank> = Record<keyof Bank, (...asked: never[]) => Promise<unknown>>;
type Asked<Bank extends Verbs<Bank>> = Parameters<Bank[keyof Bank]>;

export const everyone = "*";

/** More targets than this no account has. */
export const targetsMax = 1_000;

const lastsFor = hours(1);
const heldForMs = 30_000;

/** What goes wrong for one account, and its answers that are being held back. */
type Line = { faults: Map<string, { fault: Fault; until: Time }>; held: Map<string, Set<() => void>> };

/** @param pause lets some time go by */
export function createMisbehaviour(pause: (ms: number) => Promise<unknown>, now: () => Time): Misbehaviour {
  const lines = new Map<string, Line>();

  /** The account's line without what has run out; undefined where nothing ever went wrong on it. */
  function lineOf(account: string): Line | undefined {
    const line = lines.get(account);
    for (const [target, { until }] of line?.faults ?? []) {
      if (now() < until) break; // they stand in the order in which they were set
      line?.faults.delete(target);
    }
    return line;
  }

  /** That of the reference, of what it follows up, or of the whole account. */
  function faultOf({ account, reference }: BankReference): Fault | undefined {
    const set = lineOf(account)?.faults;
    if (!set || set.size === 0) return undefined;
    for (let end = reference.length; end > 0; end = reference.lastIndexOf("/", end - 1)) {
      const found = set.get(reference.slice(0, end));
      if (found) return found.fault;
    }
    return set.get(everyone)?.fault;
  }

  /** Waits until time is up or somebody releases the reference. */
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
      const verbs = bank as unknown as Record<string, Verb>; // what `Verbs` says, without the verbs' own arguments
      const line = Object.entries(verbs).map(([name, verb]) => [
        name,
        (...asked: unknown[]) => carry(whose(...(asked as Parameters<typeof whose>)), () => verb(...asked)), // each verb is asked as its type says
      ]);
      return Object.fromEntries(line) as typeof bank; // the same verbs, save that a misbehaving bank keeps no type
    },
  };
}

type Verb = (...asked: unknown[]) => Promise<unknown>;
