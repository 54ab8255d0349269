import sql from "sql-template-tag";
import type { Time } from "../../domain/base/time.ts";
import type { Failures } from "../../domain/team/lock-out.ts";
import type { Database } from "../base/database.ts";

/** Queries of failed sign-ins, by a name of ours. They are stored so that neither a restart nor a second process helps a guesser. */
export function signInFailureQueries(db: Database) {
  return {
    get: async (name: string): Promise<Failures | undefined> => {
      const [row] = await db.all(sql`select * from sign_in_failures where name = ${name}`);
      return row && { failures: Number(row.failures), lastAt: Number(row.last_at), nextAt: Number(row.next_at) };
    },

    /** @returns false where `known` is out of date */
    put: async (name: string, known: Failures | undefined, next: Failures): Promise<boolean> => {
      const { failures, lastAt, nextAt } = next;
      const rows = known
        ? await db.run(
            sql`update sign_in_failures set failures = ${failures}, last_at = ${lastAt}, next_at = ${nextAt}
                where name = ${name} and failures = ${known.failures} and last_at = ${known.lastAt} and next_at = ${known.nextAt} returning name`,
          )
        : await db.run(
            sql`insert into sign_in_failures (name, failures, last_at, next_at) values (${name}, ${failures}, ${lastAt}, ${nextAt})
                on conflict (name) do nothing returning name`,
          );
      return rows.length > 0;
    },

    /** Removes one failure: the attempt succeeded. */
    takeBack: (name: string, now: Time) =>
      db.run(
        sql`update sign_in_failures set failures = failures - 1, next_at = ${now} where name = ${name} and failures > 0`,
      ),

    forget: (name: string) => db.run(sql`delete from sign_in_failures where name = ${name}`),

    forgetBefore: (time: Time) => db.run(sql`delete from sign_in_failures where last_at < ${time}`),
  };
}
