import type { FastifyRequest } from "fastify";
import type { Account } from "../domain/account.ts";
import { Refusal } from "../domain/errors.ts";
import type { Gatekeeper } from "../operations/authenticate.ts";

/**
 * The test account whose secret key came with the request, as HTTP Basic's user name.
 * @throws Refusal `authentication_failure` for any other key and for none
 */
export async function testAccountOf(gatekeeper: Gatekeeper, { headers, ip }: FastifyRequest): Promise<Account> {
  const basic = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  const [key = ""] = Buffer.from(basic, "base64").toString("utf8").split(":", 1);
  const { account } = await gatekeeper.admit(key, ["secret"], ip);
  if (account.livemode)
    throw new Refusal("authentication_failure", "the banks of test mode take a secret test key only");
  return account;
}
