import { Refusal } from "../base/errors.ts";
import type { Account } from "../merchant/account.ts";

/**
 * @param what is asked for, such as `a snapshot`
 * @throws Refusal `bad_request` in live mode, where nothing is played and no secret is told to a program
 */
export function mustBeTest({ livemode }: Pick<Account, "livemode">, what: string): void {
  if (livemode) throw new Refusal("bad_request", `${what} is for test accounts only: use a secret test key`);
}
