import type { Minor } from "../../domain/base/money.ts";
import type { ChangeableMemory } from "../simulator-memory.ts";

/** The payer's accounts, one set for each merchant: one with plenty of money, one with too little for any payment, one that is closed. */
export const accountKeys = ["everyday", "holiday", "former"] as const;
export type AccountKey = (typeof accountKeys)[number];

export type KplusAccount = { key: AccountKey; number: string; closed: boolean; balance: Minor };

/** An amount reserved for a payment that is being confirmed. */
type Hold = { reference: string; account: AccountKey; amount: Minor };

export type KplusAccounts = {
  all(): Promise<KplusAccount[]>;
  /** Holds by the future bank reference of their payment. */
  holds(): Promise<[bankReference: string, hold: Hold][]>;
  /**
   * Reserves the amount. A payment that is being confirmed elsewhere keeps its hold.
   *
   * @returns the bank reference of the current hold, or why there is none
   */
  hold(hold: Hold, bankReference: string): Promise<{ bankReference: string } | "closed" | "insufficient">;
  /** Ends a hold: the amount is paid, or returned to the account. */
  settle(bankReference: string, paid: boolean): Promise<void>;
  reset(): Promise<void>;
};

type Books = { balances: Record<AccountKey, Minor>; holds: Record<string, Hold> };

/** The opening balances. The second account has less than the smallest K PLUS payment. Numbers are masked as banks print them. */
const accounts: Record<AccountKey, { number: string; closed: boolean; opening: Minor }> = {
  everyday: { number: "xxx-x-x4471-x", closed: false, opening: 2_500_000_00 },
  holiday: { number: "xxx-x-x8203-x", closed: false, opening: 12_50 },
  former: { number: "xxx-x-x1956-x", closed: true, opening: 0 },
};

const shown = (balances: Books["balances"]): KplusAccount[] =>
  accountKeys.map((key) => ({
    key,
    number: accounts[key].number,
    closed: accounts[key].closed,
    balance: balances[key],
  }));

/** The accounts of a new payer. */
export const openingAccounts = (): KplusAccount[] => shown(openingBooks().balances);

/** @param merchantId the payer's merchant: merchants do not share accounts */
export function kplusAccounts(memory: ChangeableMemory, merchantId: string): KplusAccounts {
  const place = `/accounts/${merchantId}`; // no payment has such a reference
  const read = async () => memory.putOnce(place, JSON.stringify(openingBooks()));

  /** @param step changes the books, and returns whether it did */
  async function change<Answer>(step: (books: Books) => { changed: boolean; answer: Answer }): Promise<Answer> {
    for (;;) {
      const stored = await read();
      const books = JSON.parse(stored) as Books; // only this file writes it
      const { changed, answer } = step(books);
      if (!changed || (await memory.replace(place, JSON.stringify(books), stored))) return answer;
    }
  }

  return {
    all: async () => shown((JSON.parse(await read()) as Books).balances),
    holds: async () => Object.entries((JSON.parse(await read()) as Books).holds),
    hold: (hold, bankReference) =>
      change<{ bankReference: string } | "closed" | "insufficient">(({ balances, holds }) => {
        const standing = Object.entries(holds).find(([, { reference }]) => reference === hold.reference);
        if (standing) return { changed: false, answer: { bankReference: standing[0] } };
        if (accounts[hold.account].closed) return { changed: false, answer: "closed" };
        if (balances[hold.account] < hold.amount) return { changed: false, answer: "insufficient" };
        balances[hold.account] -= hold.amount;
        holds[bankReference] = hold;
        return { changed: true, answer: { bankReference } };
      }),
    settle: (bankReference, paid) =>
      change(({ balances, holds }) => {
        const hold = holds[bankReference];
        if (!hold) return { changed: false, answer: undefined };
        if (!paid) balances[hold.account] += hold.amount;
        delete holds[bankReference];
        return { changed: true, answer: undefined };
      }),
    reset: () =>
      change((books) => {
        Object.assign(books, openingBooks());
        return { changed: true, answer: undefined };
      }),
  };
}

function openingBooks(): Books {
  const { everyday, holiday, former } = accounts;
  return {
    balances: { everyday: everyday.opening, holiday: holiday.opening, former: former.opening },
    holds: {},
  };
}
