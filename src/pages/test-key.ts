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
 * The test account of the public key in the request, and the key: what a payer's browser knows of a merchant.
 * @throws Refusal `authentication_failure` for another key or none, `too_many_requests`
 */
export async function publicTestKeyOf(
  { gatekeeper, spend }: KeyDoor,
  key: string,
  ip: string,
): Promise<{ account: Account; key: string }> {
  const access = await gatekeeper.admit(key, ["public"], ip);
  if (access.account.livemode)
    throw new Refusal("authentication_failure", "the wallets of test mode take a public test key only");
  spend(access, false, ip);
  return { account: access.account, key };
}

/** The key of a request, HTTP Basic's user name; empty where there is none. */
export function keyOf({ headers }: FastifyRequest): string {
  const basic = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  return Buffer.from(basic, "base64").toString("utf8").split(":", 1)[0] ?? "";
}

/**
 * The test account of the secret key in the request, HTTP Basic's user name.
 * @throws Refusal `authentication_failure` for another key or none, `insufficient_permissions` for a restricted one, `too_many_requests`
 */
export async function testAccountOf({ gatekeeper, spend }: KeyDoor, request: FastifyRequest): Promise<Account> {
  const { ip } = request;
  const access = await gatekeeper.admit(keyOf(request), ["secret"], ip);
  if (access.account.livemode)
    throw new Refusal("authentication_failure", "the banks of test mode take a secret test key only");
  mustBeUnrestricted(access.permissions); // what the banks do is no resource of the API
  spend(access, false, ip);
  return access.account;
}
