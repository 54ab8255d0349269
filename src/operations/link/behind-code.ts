import { type IdKind, idOf } from "../../domain/base/id.ts";
import { codeInPage } from "../../domain/base/page-id.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Gateway } from "../gateway.ts";

/**
 * Finds the row with this code in its address, and its account, which the code names.
 *
 * @param get a query of the account's row by its id
 */
export async function behindCode<Row>(
  gateway: Gateway,
  kind: Extract<IdKind, "link" | "checkoutSession" | "linkedAccount">,
  code: string,
  get: (account: Account, id: string) => Promise<Row | undefined>,
): Promise<{ row: Row; account: Account } | undefined> {
  const rest = code.toLowerCase();
  const ofAccount = /^[0-9a-z]{19}$/.test(rest) ? codeInPage(rest) : null;
  if (ofAccount === null) return undefined;
  for (const account of await gateway.store.account.byCode(ofAccount)) {
    const row = await get(account, idOf(kind, account.livemode, rest));
    if (row) return { row, account };
  }
  return undefined;
}
