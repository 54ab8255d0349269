import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { Idempotency } from "../../domain/base/idempotency.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Database } from "./database.ts";
import { fromStored } from "./tables.ts";

export function idempotencyQueries(db: Database) {
  return {
    get: async (account: AccountId, key: string): Promise<Idempotency | undefined> => {
      const [row] = await db.all(sql`select * from idempotency where account = ${account} and key = ${key}`);
      return row && fromStored("idempotency", row);
    },

    forget: (olderThan: Time) => db.run(sql`delete from idempotency where created_at < ${olderThan}`),
  };
}
