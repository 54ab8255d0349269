import type { FastifyContextConfig, FastifyRequest } from "fastify";
import { Refusal } from "../domain/base/errors.ts";
import type { Account } from "../domain/merchant/account.ts";
import type { Access, Gatekeeper } from "../operations/merchant/gatekeeper.ts";

/** What lets keys in beside the API, and counts them as the API does. */
export type KeyDoor = {
  gatekeeper: Gatekeeper;
  spend(access: Access, vault: boolean, address: string): void;
  /** Options of a route that calls `testAccountOf` before all else. */
  keyedRoute: { config: FastifyContextConfig };
};

/**
 * The test account whose secret key came with the request, as HTTP Basic's user name.
 * @throws Refusal `authentication_failure` for any other key and for none, `too_many_requests`
 */
export async function testAccountOf({ gatekeeper, spend }: KeyDoor, { headers, ip }: FastifyRequest): Promise<Account> {
  const basic = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  const [key = ""] = Buffer.from(basic, "base64").toString("utf8").split(":", 1);
  const access = await gatekeeper.admit(key, ["secret"], ip);
  if (access.account.livemode)
    throw new Refusal("authentication_failure", "the banks of test mode take a secret test key only");
  spend(access, false, ip);
  return access.account;
}
