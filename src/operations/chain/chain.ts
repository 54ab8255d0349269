import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { revise } from "../../domain/base/row.ts";
import { reveal, Secret } from "../../domain/base/secret.ts";
import { type Chain, chainPermissions, mayChain } from "../../domain/chain/chain.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { works } from "../../domain/merchant/key.ts";
import type { Permissions } from "../../domain/merchant/permission.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { keyRow, newKey } from "../merchant/key.ts";

/** What a merchant reads before they allow a platform to act for them. */
export type ChainConsent = { platform: Account; permissions: Permissions; allowed: boolean };

/**
 * The platform that asks, and what its key could do.
 *
 * @param most the most that a restricted key can be given
 * @throws Refusal `not_found`; `bad_request` for the merchant's own account
 */
export async function consentFor(
  { store }: Gateway,
  merchant: Account,
  platform: string,
  most: Permissions,
): Promise<ChainConsent> {
  const found = await store.account.get(platform);
  const asking = mayChain(found, merchant, []);
  const chains = await store.chain.ofMerchant(asking.id, merchant.id);
  const allowed = chains.some(({ revokedAt }) => revokedAt === null);
  return { platform: asking, permissions: chainPermissions(most), allowed };
}

/**
 * Lets a platform act for a merchant: makes a restricted key of the merchant's account that the platform may read. The merchant's row is guarded, so of
 * two who allow it at once one makes a key.
 *
 * @returns the chain, and where the merchant's browser goes next
 * @throws Refusal `not_found`; `bad_request` where it is allowed already
 */
export function allowChain(
  gateway: Gateway,
  { id: merchantId }: Account,
  platformId: string,
  most: Permissions,
): Promise<{ chain: Chain; platform: Account }> {
  const { store, vault } = gateway;
  return untilSaved(async () => {
    const merchant = await store.account.get(merchantId);
    if (!merchant) throw new Refusal("not_found", `account ${merchantId} was not found`);
    const found = await store.account.get(platformId);
    const chains = found ? await store.chain.ofMerchant(found.id, merchant.id) : [];
    const platform = mayChain(found, merchant, chains);
    const text = newKey("chain", merchant.livemode);
    const id = gateway.newId("chain", merchant.livemode);
    const key = {
      ...keyRow(gateway, merchant, "secret", text, { name: platform.name, permissions: chainPermissions(most) }),
      shown: null,
      chain: id,
    };
    const chain: Chain = {
      id,
      account: platform.id,
      livemode: platform.livemode,
      subAccount: merchant.id,
      email: merchant.email,
      apiKey: key.id,
      sealedKey: vault.keyring.sealText(new Secret(text), platform.id),
      createdAt: gateway.clock.of(platform.id),
      revokedAt: null,
    };
    const { saved } = await store.save({
      update: { accounts: [revise(merchant, {})] },
      insert: { api_keys: [key], chains: [chain] },
    });
    return saved ? { chain, platform } : undefined;
  });
}

/** @throws Refusal `not_found` */
export async function getChain({ store }: Gateway, account: AccountId, id: string): Promise<Chain> {
  const chain = await store.chain.get(account, id);
  if (!chain) throw new Refusal("not_found", `chain ${id} was not found`);
  return chain;
}

/** A chain with the text of its key, which is empty once it is revoked. */
export type OpenChain = { chain: Chain; key: string };

/** Opens the key of a chain, for who may read secret keys of the platform. */
export function opened({ vault }: Gateway, chain: Chain): OpenChain {
  const { sealedKey, account, revokedAt } = chain;
  return { chain, key: revokedAt === null ? reveal(vault.keyring.openText(sealedKey, account)) : "" };
}

/** Ends a chain for good: its key works no more. One that was ended before stays as it is. @throws Refusal `not_found` */
export function revokeChain(gateway: Gateway, caller: Caller, id: string): Promise<OpenChain> {
  const { account } = caller;
  return untilSaved(async () => {
    const chain = await getChain(gateway, account.id, id);
    const keys = await gateway.store.account.keys(chain.subAccount);
    const key = keys.find((each) => each.id === chain.apiKey);
    if (!key) throw new Refusal("not_found", `chain ${id} was not found`); // its merchant's account was erased meanwhile
    const at = gateway.now();
    const ends = works(key, at);
    const revoked = opened(gateway, { ...chain, revokedAt: ends ? at : (chain.revokedAt ?? key.expiresAt ?? at) });
    const changes = ends ? { update: { api_keys: [revise(key, { revokedAt: at })] } } : {};
    const remembered = { reference: id, result: revoked };
    return (await commit(gateway, account, { changes, happened: [] }, { caller, remembered })) ? revoked : undefined;
  });
}

/** All chains that a platform was given in a period, newest first, read page by page. */
export const everyChain = (
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<Chain[]> => everyPage((before) => store.chain.page(account, period, before, pageSize));
