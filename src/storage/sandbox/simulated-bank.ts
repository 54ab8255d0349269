import sql from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { Database } from "../base/database.ts";

/** How many old rows are deleted at once, so that nobody waits long behind it. */
const forgottenAtOnce = 2_000;

/** What the simulated banks remember between requests; no rule of the gateway reads it. */
export function simulatedBankQueries(db: Database) {
  const queries = {
    get: async (bank: string, key: string): Promise<string | undefined> => {
      const [row] = await db.all(sql`select value from simulated_bank where bank = ${bank} and key = ${key}`);
      return row?.value as string | undefined;
    },

    /** Writes only where nothing was written under that key; returns what holds now. */
    putOnce: async (bank: string, key: string, value: string, now: Time): Promise<string> => {
      await db.run(
        sql`insert into simulated_bank (bank, key, value, created_at) values (${bank}, ${key}, ${value}, ${now}) on conflict do nothing`,
      );
      const [row] = await db.all(sql`select value from simulated_bank where bank = ${bank} and key = ${key}`);
      return row?.value as string;
    },

    /** Writes only where `expected` still stands, and then remembers it as if it were new; says whether it did. */
    replace: async (bank: string, key: string, value: string, expected: string, now: Time): Promise<boolean> => {
      const rows = await db.run(sql`
        update simulated_bank set value = ${value}, created_at = ${now}
        where bank = ${bank} and key = ${key} and value = ${expected} returning key`);
      return rows.length === 1;
    },
  };
  return {
    ...queries,

    /** Forgets what is older, a part at a time. */
    forgetBefore: async (time: Time): Promise<void> => {
      let forgotten: unknown[];
      do {
        forgotten = await db.run(sql`
          delete from simulated_bank where (bank, key) in (
            select bank, key from simulated_bank where created_at < ${time} order by created_at limit ${forgottenAtOnce}
          ) returning 1 as gone`);
      } while (forgotten.length === forgottenAtOnce);
    },

    /** All that one bank remembers, by its name. */
    memoryOf: (bank: string, now: () => Time) => ({
      get: (key: string) => queries.get(bank, key),
      putOnce: (key: string, value: string) => queries.putOnce(bank, key, value, now()),
      replace: (key: string, value: string, expected: string) => queries.replace(bank, key, value, expected, now()),
    }),
  };
}
