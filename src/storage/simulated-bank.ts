import sql from "sql-template-tag";
import type { Database } from "./database.ts";

/** What the simulated banks remember between requests; no rule of the gateway reads it. */
export function simulatedBankQueries(db: Database) {
  const queries = {
    get: async (bank: string, key: string): Promise<string | undefined> => {
      const [row] = await db.all(sql`select value from simulated_bank where bank = ${bank} and key = ${key}`);
      return row?.value as string | undefined;
    },

    /** Writes only where nothing was written under that key; returns what holds now. */
    putOnce: async (bank: string, key: string, value: string): Promise<string> => {
      await db.run(
        sql`insert into simulated_bank (bank, key, value) values (${bank}, ${key}, ${value}) on conflict do nothing`,
      );
      const [row] = await db.all(sql`select value from simulated_bank where bank = ${bank} and key = ${key}`);
      return row?.value as string;
    },

    /** Writes only where `expected` still stands; says whether it did. */
    replace: async (bank: string, key: string, value: string, expected: string): Promise<boolean> => {
      const rows = await db.run(
        sql`update simulated_bank set value = ${value} where bank = ${bank} and key = ${key} and value = ${expected} returning key`,
      );
      return rows.length === 1;
    },
  };
  return {
    ...queries,

    /** All that one bank remembers, by its name. */
    memoryOf: (bank: string) => ({
      get: (key: string) => queries.get(bank, key),
      putOnce: (key: string, value: string) => queries.putOnce(bank, key, value),
      replace: (key: string, value: string, expected: string) => queries.replace(bank, key, value, expected),
    }),
  };
}
