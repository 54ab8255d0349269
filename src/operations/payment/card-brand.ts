import { seconds } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Gateway } from "../gateway.ts";
import { isTokenOfUpstream } from "../upstream/card-vault.ts";
import { cardsAt } from "../upstream/connection.ts";
import { offerOf } from "../upstream/upstreams.ts";
import { inTime } from "./bank.ts";

/** Time for an upstream to tell of a card: the payer waits, and the payment can go on without the answer. */
const toldWithin = seconds(3);

/**
 * Brand of the card behind an upstream's token, where a route asks for it: the first upstream on the account's routes that takes cards by its token is
 * asked. Null where it cannot tell, or not in time; a route for some brands is left then.
 */
export async function brandOf(
  gateway: Gateway,
  account: Pick<Account, "id" | "routes">,
  method: string,
  token: string | null,
): Promise<string | null> {
  const routes = account.routes.filter(({ methods }) => methods === null || methods.includes(method));
  if (token === null || !isTokenOfUpstream(token) || !routes.some(({ brands }) => brands)) return null;
  const named = routes.find(({ upstream }) => offerOf(gateway, upstream, method)?.card === "by its token");
  if (!named) return null;
  const question = async () => (await cardsAt(gateway, account.id, named.upstream)).brandOf(token);
  return inTime(gateway, question, () => null, toldWithin);
}
