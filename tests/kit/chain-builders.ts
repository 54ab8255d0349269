import { merchantEndpoints } from "../../src/api/contract.ts";
import { grantableOf } from "../../src/api/wire/permission.ts";
import { seconds } from "../../src/domain/base/time.ts";
import { allowChain } from "../../src/operations/chain/chain.ts";
import type { AccountWithKeys } from "../../src/operations/merchant/account.ts";
import { aSecondMerchant } from "./builders.ts";
import type { Answer, TestGateway } from "./gateway.ts";

/** The first merchant as a platform, and another who let them act for them. */
export async function aChain(
  gateway: TestGateway,
): Promise<{ chain: Answer["json"]; platform: string; merchant: AccountWithKeys }> {
  const { json: platform } = await gateway.call("PATCH", "/account", { body: { chain_enabled: true } });
  gateway.pass(seconds(1)); // the first merchant of a gateway is the oldest
  const merchant = await aSecondMerchant(gateway);
  const { chain } = await allowChain(gateway.gateway, merchant.account, platform.id, grantableOf(merchantEndpoints));
  const { json } = await gateway.call("GET", `/chains/${chain.id}`);
  if (json.object !== "chain") throw new Error(`no chain: ${json.message}`);
  return { chain: json, platform: platform.id, merchant };
}
