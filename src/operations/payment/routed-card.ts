import type { TokenCard } from "../../connectors/upstream.ts";
import { seconds } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Routed } from "../../domain/upstream/route.ts";
import type { Gateway } from "../gateway.ts";
import { isTokenOfUpstream } from "../upstream/card-vault.ts";
import { cardsAt } from "../upstream/connection.ts";
import { offerOf } from "../upstream/upstreams.ts";
import { inTime } from "./bank.ts";

/** Time for an upstream to tell of a card: the payer waits, and the payment can go on without the answer. */
const toldWithin = seconds(3);

const notTold: TokenCard = { brand: null, bank: null };

/**
 * Brand and bank of the payer's card, where a route asks for them: one question to the first upstream on the account's routes that takes cards by its
 * token. What it cannot tell, or not in time, is null; routes for some brands or banks are left then.
 *
 * @param bank the payer's bank as the method or the source says it, which stands; null where they do not
 */
export async function routedCard(
  gateway: Gateway,
  account: Pick<Account, "id" | "routes">,
  { method, bank }: Pick<Routed, "method" | "bank">,
  token: string | null,
): Promise<Pick<Routed, "brand" | "bank">> {
  const routes = account.routes.filter(({ methods }) => methods === null || methods.includes(method));
  const asks = routes.some(({ brands, banks }) => brands || (banks && bank === null));
  const named = routes.find(({ upstream }) => offerOf(gateway, upstream, method)?.card === "by its token");
  if (token === null || !isTokenOfUpstream(token) || !asks || !named) return { brand: null, bank };
  const question = async () => (await cardsAt(gateway, account.id, named.upstream)).cardOf(token);
  const told = await inTime(gateway, question, () => notTold, toldWithin);
  return { brand: told.brand, bank: bank ?? told.bank };
}
