import { Refusal } from "../../domain/base/errors.ts";
import type { Card } from "../../domain/card/card.ts";
import { forgotten, type KeptCard, notForgotten } from "../../domain/card/kept-card.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Gateway } from "../gateway.ts";
import { inTime } from "../payment/bank.ts";
import { isTokenOfUpstream, upstreamOfCards } from "../upstream/card-vault.ts";
import { cardsAt } from "../upstream/connection.ts";
import { askAboutCards, cardOf } from "./upstream-card.ts";

/** A new card that an upstream keeps, for whichever customer gets it. */
type NewKeptCard = { card: Card; kept: Omit<KeptCard, "customer"> };

/**
 * Has the upstream that takes the account's cards keep the card of its token for a customer. Call it once, and save what it returns: the token is spent
 * by then. What is not saved after it stays at the upstream, where nobody charges it.
 *
 * @returns undefined where the account's cards are in the vault of this gateway
 * @throws Refusal `not_found` for what is no token; the upstream's own refusal; `upstream_unavailable` where no answer came
 */
export async function keepAtUpstream(
  gateway: Gateway,
  account: Account,
  token: string,
  customer: string,
): Promise<NewKeptCard | undefined> {
  const upstream = account.livemode ? upstreamOfCards(gateway, account)?.name : undefined;
  if (upstream === undefined) return undefined;
  if (!isTokenOfUpstream(token)) throw new Refusal("not_found", `token ${token} was not found`);
  const known = (await gateway.store.keptCard.ofCustomer(account.id, customer)).filter(
    (each) => each.upstream === upstream,
  );
  const cards = known.map(({ upstreamCard }) => upstreamCard);
  const [first] = known;
  const there = first ? { customer: first.upstreamCustomer, cards } : null;
  const made = await askAboutCards(gateway, account, upstream, (at) => at.keep(token, there, customer));
  const card = cardOf(gateway, account, made.card);
  const { id, livemode, createdAt } = card;
  return {
    card,
    kept: {
      ...{ id, version: 1, account: account.id, livemode, upstream },
      ...{ upstreamCustomer: made.customer, upstreamCard: made.id, dueAt: null, createdAt, forgottenAt: null },
    },
  };
}

/** The cards of one customer that an upstream keeps, of the given ones. */
export async function keptAmong(gateway: Gateway, cards: readonly Card[]): Promise<KeptCard[]> {
  const [first] = cards;
  if (!first?.livemode) return [];
  const kept = await gateway.store.keptCard.ofCustomer(first.account, first.ownerId);
  return kept.filter(({ id }) => cards.some((card) => card.id === id));
}

/** Has the upstream delete a card whose customer has it no more. Where the account is not connected any more, nobody can be asked: the merchant deletes it there. */
export async function attendKeptCard(gateway: Gateway, kept: KeptCard): Promise<void> {
  const ids = { customer: kept.upstreamCustomer, id: kept.upstreamCard };
  const now = gateway.clock.of(kept.account);
  const connection = await gateway.store.connection.get(kept.account, kept.upstream);
  const connected = connection !== undefined && connection.endedAt === null;
  const done = connected
    ? await inTime(
        gateway,
        async () => (await cardsAt(gateway, kept.account, kept.upstream)).forget(ids).then(() => true),
        () => false,
      )
    : true;
  const card = await gateway.store.card.get(kept.account, kept.id);
  const after = done ? forgotten(kept, now) : notForgotten(kept, card?.deletedAt ?? now, now);
  await gateway.store.save({ update: { kept_cards: [after] } });
}
