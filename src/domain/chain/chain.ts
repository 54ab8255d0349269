import { Refusal } from "../base/errors.ts";
import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";
import type { Account } from "../merchant/account.ts";
import type { Permissions } from "../merchant/permission.ts";

/**
 * A merchant's permission for a platform to act for them: a secret key of the merchant's account that the platform may read. Whether it was revoked is a
 * fact of that key, and stored there alone.
 */
export type Chain = {
  id: string;
  /** The platform's account, to which the chain belongs. */
  account: AccountId;
  livemode: boolean;
  /** The account that the key acts for. */
  subAccount: AccountId;
  /** The merchant's e-mail address when they allowed it. */
  email: string;
  /** Id of the key, which belongs to the merchant's account. */
  apiKey: string;
  /** The text of the key, sealed for the platform's account. */
  sealedKey: string;
  createdAt: Time;
  /** When the key was revoked, by either side. */
  revokedAt: Time | null;
};

/** Resources that a chain key never reaches: how the account behaves, and whom else it has allowed. */
const keptBack: readonly string[] = ["account", "chain"];

/** What a platform may do for a merchant: whatever a restricted key can be given, but for what is kept back. */
export const chainPermissions = (most: Permissions): Permissions =>
  Object.fromEntries(Object.entries(most).filter(([resource]) => !keptBack.includes(resource)));

/**
 * Checks that a merchant may allow a platform to act for them.
 *
 * @param chains those that the platform has of the merchant's account
 * @throws Refusal `not_found` where the platform takes no chains or is of another mode, as for an account that does not exist
 * @throws Refusal `bad_request` where it is the merchant's own, or allowed already
 */
export function mayChain(
  platform: Account | undefined,
  merchant: Pick<Account, "id" | "team" | "livemode">,
  chains: readonly Chain[],
): Account {
  if (!platform?.chainEnabled || platform.livemode !== merchant.livemode)
    throw new Refusal("not_found", "there is no such platform");
  if (platform.team === merchant.team) throw new Refusal("bad_request", "an account cannot be chained to itself");
  if (chains.some(({ revokedAt }) => revokedAt === null))
    throw new Refusal("bad_request", `${platform.name} may act for this account already`);
  return platform;
}
