import sql from "sql-template-tag";
import type { AccountId } from "../../domain/base/id.ts";
import type { CheckoutSession } from "../../domain/link/checkout-session.ts";
import type { Database } from "../base/database.ts";
import { fromStored } from "../base/tables.ts";
import { chargeQueries } from "../payment/charge.ts";

/** Queries of checkout sessions. A session always includes its charges. */
export function checkoutSessionQueries(db: Database) {
  return {
    get: async (account: AccountId, id: string): Promise<CheckoutSession | undefined> => {
      const [row] = await db.all(sql`select * from checkout_sessions where account = ${account} and id = ${id}`);
      if (!row) return undefined;
      const session = fromStored("checkout_sessions", row);
      return session.charge === null
        ? session
        : { ...session, payments: await chargeQueries(db).ofCheckoutSession(account, id) };
    },
  };
}
