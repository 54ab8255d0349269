import type { Upstream } from "../../connectors/upstream.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Connection } from "../../domain/upstream/connection.ts";
import type { Gateway } from "../gateway.ts";

/** Where card data of an account go, and the public key that opens it there. */
export type CardVault = {
  /** Name of the upstream whose vault it is; null for this gateway's own. */
  upstream: string | null;
  tokensUri: string;
  /** Null where the account's own key opens it. */
  publicKey: string | null;
};

/**
 * Where the card data of an account go. In live mode that is the vault of the first upstream of its routes that takes cards by their tokens: a browser
 * brings them there, and this gateway never sees them. Test mode has its own, and live mode where the operator says so.
 *
 * @throws Refusal `no_card_vault` where nobody takes them, or the public key of who does was not entered
 */
export async function cardVaultOf(gateway: Gateway, account: Account): Promise<CardVault> {
  const own = { upstream: null, tokensUri: `${gateway.publicUrl()}/tokens`, publicKey: null };
  if (!account.livemode) return own;
  const upstream = upstreamOfCards(gateway, account);
  if (!upstream && gateway.takesLiveCards) return own;
  if (!upstream)
    throw new Refusal("no_card_vault", "no route of this account leads to an upstream that takes cards from a form");
  const vault = vaultAt(gateway, upstream, await gateway.store.connection.get(account.id, upstream.name));
  if (vault) return vault;
  const label = upstream.label.en;
  throw new Refusal(
    "no_card_vault",
    `cards of this account go to ${label}, whose public key it has not: enter it where ${label} is connected`,
  );
}

/** The upstream that takes the account's cards by its tokens: the first of its routes that does. */
export function upstreamOfCards({ methods, upstreams }: Gateway, { currency, routes }: Account): Upstream | undefined {
  const withCards = methods.in(currency).all.filter(({ carries }) => carries === "card");
  const takers = routes.flatMap((route) => {
    const upstream = upstreams.find(route.upstream);
    const carried = withCards.filter(({ type }) => route.methods === null || route.methods.includes(type));
    const byToken = carried.some(({ type }) => upstream?.offer(type)?.card === "by its token");
    return upstream?.cardVault && byToken ? [upstream] : [];
  });
  return takers[0];
}

/** The vault of an upstream by the account's connection; undefined without a public key. */
function vaultAt(
  { upstreams }: Gateway,
  upstream: Upstream,
  connection: Connection | undefined,
): (CardVault & { upstream: string }) | undefined {
  const { cardVault } = upstream;
  const publicKey = cardVault && connection?.shown[cardVault.key]; // no secret, so it is shown whole
  if (!cardVault || publicKey === undefined) return undefined;
  const tokensUri = `${upstreams.hostsOf(upstream)[cardVault.host]}${cardVault.path}`;
  return { upstream: upstream.name, tokensUri, publicKey };
}

/**
 * Refuses card data that a program of a live account sends here.
 * @throws Refusal `card_goes_elsewhere`, which says where; `no_card_vault`
 */
export async function mayTakeCards(gateway: Gateway, account: Account): Promise<void> {
  if (!account.livemode || gateway.takesLiveCards) return;
  const { tokensUri, publicKey } = await cardVaultOf(gateway, account);
  throw new Refusal(
    "card_goes_elsewhere",
    `card data of live mode do not come to this gateway: use its omise.js, or POST to ${tokensUri} with the public key ${publicKey}`,
  );
}

/** Whether a text has the form of an upstream's token. */
export const isTokenOfUpstream = (token: string): boolean => /^tokn_[0-9a-z_]+$/.test(token);
