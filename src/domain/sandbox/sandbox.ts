import { Refusal } from "../base/errors.ts";
import type { AccountId } from "../base/id.ts";
import { revise } from "../base/row.ts";
import { days, hours, seconds, type Time } from "../base/time.ts";
import type { Account } from "../merchant/account.ts";
import { mustBeTest } from "./test-mode.ts";

/** A throw-away test account. All times are the server's: the clock of its own account may be moved. */
export type Sandbox = {
  /** Id of the throw-away account. */
  id: AccountId;
  version: number;
  /** The account whose key made it. */
  account: AccountId;
  createdAt: Time;
  expiresAt: Time;
};

/** Seconds that a sandbox lasts where nothing is said, and at most: a week is longer than any run of tests. */
export const lastsFor = { usual: hours(1) / 1_000, most: days(7) / 1_000 } as const;

/** Upper bound of open sandboxes of one account, so that none fills the server of all. */
export const openMax = 5_000;

/**
 * A new sandbox.
 *
 * @param lasts seconds, from 1 to `lastsFor.most`
 * @param open how many the account has that have not ended
 * @param nested whether the account is itself one
 * @throws Refusal `bad_request` above a limit, and to a sandbox, which would get round the limits of its maker
 */
export function openSandbox(
  id: AccountId,
  maker: Pick<Account, "id" | "livemode">,
  { lasts, open, nested, now }: { lasts: number; open: number; nested: boolean; now: Time },
): Sandbox {
  mustBeTest(maker, "a throw-away account");
  if (nested) throw new Refusal("bad_request", "a throw-away account makes no others: use the key that made it");
  if (!(lasts >= 1 && lasts <= lastsFor.most))
    throw new Refusal("bad_request", `expires_in must be from 1 to ${lastsFor.most} seconds`);
  if (open >= openMax)
    throw new Refusal("bad_request", `${openMax} throw-away accounts are open: end some, or let them expire sooner`);
  return { id, version: 1, account: maker.id, createdAt: now, expiresAt: now + seconds(lasts) };
}

export const isOpen = ({ expiresAt }: Sandbox, now: Time): boolean => now < expiresAt;

/** The sandbox, ended now. */
export const endSandbox = (sandbox: Sandbox, now: Time): Sandbox => revise(sandbox, { expiresAt: now });
