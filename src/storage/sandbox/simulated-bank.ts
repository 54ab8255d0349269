import sql from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { Database } from "../base/database.ts";

/** Upper bound of rows deleted at once, so that nothing else waits long. */
const forgottenAtOnce = 2_000;

/** Queries of the simulated banks' memory; no rule of the gateway reads it. */
export function simulatedBankQueries(db: Database) {
  const queries = {
    get: async (bank: string, key: string): Promise<string | undefined> => {
      const [row] = await db.all(sql`select value from simulated_bank where bank = ${bank} and key = ${key}`);
      return row?.value as string | undefined;
    },

    /** Writes unless the key has a value; returns the value that is stored now. */
    putOnce: async (bank: string, key: string, value: string, now: Time): Promise<string> => {
      await db.run(
        sql`insert into simulated_bank (bank, key, value, created_at) values (${bank}, ${key}, ${value}, ${now}) on conflict do nothing`,
      );
      const [row] = await db.all(sql`select value from simulated_bank where bank = ${bank} and key = ${key}`);
      return row?.value as string;
    },

    /** Replaces `expected` and renews its age; returns whether that value was still stored. */
    replace: async (bank: string, key: string, value: string, expected: string, now: Time): Promise<boolean> => {
      const rows = await db.run(sql`
        update simulated_bank set value = ${value}, created_at = ${now}
        where bank = ${bank} and key = ${key} and value = ${expected} returning key`);
      return rows.length === 1;
    },
  };
  return {
    ...queries,

    /** Deletes older values in batches. */
    forgetBefore: async (time: Time): Promise<void> => {
      let forgotten: unknown[];
      do {
        forgotten = await db.run(sql`
          delete from simulated_bank where (bank, key) in (
            select bank, key from simulated_bank where created_at < ${time} order by created_at limit ${forgottenAtOnce}
          ) returning 1 as gone`);
      } while (forgotten.length === forgottenAtOnce);
    },

    /** The memory of one bank, by its name. */
    memoryOf: (bank: string, now: () => Time) => ({
      get: (key: string) => queries.get(bank, key),
      putOnce: (key: string, value: string) => queries.putOnce(bank, key, value, now()),
      replace: (key: string, value: string, expected: string) => queries.replace(bank, key, value, expected, now()),
    }),
  };
}
