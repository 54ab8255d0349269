import type { FastifyContextConfig, FastifyRequest } from "fastify";
import { Refusal } from "../domain/base/errors.ts";
import type { Account } from "../domain/merchant/account.ts";
import { mustBeUnrestricted } from "../domain/merchant/permission.ts";
import type { Access, Gatekeeper } from "../operations/merchant/gatekeeper.ts";

/** Lets keys in outside the API, and counts them as the API does. */
export type KeyDoor = {
  gatekeeper: Gatekeeper;
  spend(access: Access, vault: boolean, address: string): void;
  /** Options of a route that calls `testAccountOf` first. */
  keyedRoute: { config: FastifyContextConfig };
};

/**
 * The test account of the secret key in the request, HTTP Basic's user name.
 * @throws Refusal `authentication_failure` for another key or none, `insufficient_permissions` for a restricted one, `too_many_requests`
 */
export async function testAccountOf({ gatekeeper, spend }: KeyDoor, { headers, ip }: FastifyRequest): Promise<Account> {
  const basic = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  const [key = ""] = Buffer.from(basic, "base64").toString("utf8").split(":", 1);
  const access = await gatekeeper.admit(key, ["secret"], ip);
  if (access.account.livemode)
    throw new Refusal("authentication_failure", "the banks of test mode take a secret test key only");
  mustBeUnrestricted(access.permissions); // what the banks do is no resource of the API
  spend(access, false, ip);
  return access.account;
}
