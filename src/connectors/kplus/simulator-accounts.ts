import type { Minor } from "../../domain/base/money.ts";
import type { ChangeableMemory } from "../simulator-memory.ts";

/** The accounts of the payer that the simulated bank has for each merchant: one with plenty, one with too little for any payment, one that is closed. */
export const accountKeys = ["everyday", "holiday", "former"] as const;
export type AccountKey = (typeof accountKeys)[number];

export type KplusAccount = { key: AccountKey; number: string; closed: boolean; balance: Minor };

/** An amount set aside for a payment that is being confirmed. */
type Hold = { reference: string; account: AccountKey; amount: Minor };

export type KplusAccounts = {
  all(): Promise<KplusAccount[]>;
  /** Holds by the bank reference that their payment will have. */
  holds(): Promise<[bankReference: string, hold: Hold][]>;
  /**
   * Sets the amount aside. A payment that is being confirmed elsewhere keeps the hold it has.
   *
   * @returns the bank reference of the hold that stands, or why there is none
   */
  hold(hold: Hold, bankReference: string): Promise<{ bankReference: string } | "closed" | "insufficient">;
  /** Ends a hold: the amount has left the account, or is back on it. */
  settle(bankReference: string, paid: boolean): Promise<void>;
  reset(): Promise<void>;
};

type Books = { balances: Record<AccountKey, Minor>; holds: Record<string, Hold> };

/** Less than the smallest K PLUS payment on the second. Numbers are masked as banks print them. */
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

/** What every payer begins with. */
export const openingAccounts = (): KplusAccount[] => shown(openingBooks().balances);

/** @param merchantId whose payer it is: no merchant empties the accounts of another's */
export function kplusAccounts(memory: ChangeableMemory, merchantId: string): KplusAccounts {
  const place = `/accounts/${merchantId}`; // no payment has such a reference
  const read = async () => memory.putOnce(place, JSON.stringify(openingBooks()));

  /** @param step changes the books it is given, and says whether it did */
  async function change<Answer>(step: (books: Books) => { changed: boolean; answer: Answer }): Promise<Answer> {
    for (;;) {
      const stored = await read();
      const books = JSON.parse(stored) as Books; // written here only
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
