import { type Bounded, bounded } from "../domain/base/bounded.ts";
import { reveal, type Secret } from "../domain/base/secret.ts";
import { days, type Time } from "../domain/base/time.ts";
import type { CardOwner } from "./keyring.ts";

/**
 * Counts the card numbers that an account puts into the vault in a day. Numbers that share their first six and last four digits are what somebody tries
 * who knows those of a card and looks for the digits between; a merchant's payers never have many of them.
 */
export type NumberCounts = {
  /**
   * Counts a number. A live public key, which anybody has, is told nothing that a number could be found by: there those of one network are counted
   * together, so that nobody can use up what a merchant's payers have.
   *
   * @param network where the number comes from
   * @returns false where it is one too many; a number that is known of the same day is not counted again
   */
  admits(owner: CardOwner, number: Secret, network: string): boolean;
};

/** A day has fewer payers of one merchant than this whose cards are alike: of 100,000 cards of one bank, 10 share their last four digits. */
export const alikeMax = 20;

/** How much is remembered: groups of numbers alike of one account, and accounts. What was idle longest is forgotten first. */
const groupsMax = 20_000;
const accountsMax = 1_000;

type Day = { day: number; numbers: number; groups: Bounded<Set<string>>; told: boolean };

/**
 * Each process counts for itself, and begins anew when it starts.
 *
 * @param digest tells numbers apart without keeping them
 * @param testNumbersMax how many distinct numbers a test account may bring in a day, null for as many as come
 * @param tell hears once a day of each account that is refused
 */
export function createNumberCounts(
  now: () => Time,
  digest: (text: string) => string,
  testNumbersMax: number | null,
  tell: (sentence: string) => void,
): NumberCounts {
  const accounts = bounded<Day>(accountsMax);

  function dayOf(account: string): Day {
    const day = Math.floor(now() / days(1));
    const known = accounts.peek(account);
    const counted =
      known?.day === day ? known : { day, numbers: 0, groups: bounded<Set<string>>(groupsMax), told: false };
    accounts.set(account, counted);
    return counted;
  }

  function refused(account: string, counted: Day, why: string): false {
    if (!counted.told) tell(`account ${account} is refused tokens until midnight UTC: ${why}`);
    counted.told = true;
    return false;
  }

  return {
    admits: ({ id, livemode }, number, network) => {
      const digits = reveal(number);
      const counted = dayOf(id);
      const name = digest(`alike ${livemode ? network : ""} ${digits.slice(0, 6)} ${digits.slice(-4)}`).slice(0, 16);
      const group = counted.groups.peek(name) ?? new Set<string>();
      const own = digest(`number ${digits}`).slice(0, 16);
      if (group.has(own)) return true;
      if (group.size >= alikeMax) return refused(id, counted, faults.alike);
      if (!livemode && testNumbersMax !== null && counted.numbers >= testNumbersMax)
        return refused(id, counted, faults.many);
      group.add(own);
      counted.numbers += 1;
      counted.groups.set(name, group);
      return true;
    },
  };
}

const faults = {
  alike:
    "it brings card numbers that share their first six and last four digits, as somebody does who looks for the digits between",
  many: "it brings more numbers than a day of tests needs",
};
