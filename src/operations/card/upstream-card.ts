import { NotTaken, type UpstreamCards } from "../../connectors/upstream.ts";
import { type ErrorCode, Refusal } from "../../domain/base/errors.ts";
import type { Card, CardFacts, Token } from "../../domain/card/card.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { CheckedCard } from "../../vault/card-check.ts";
import { bankLabel, type Gateway } from "../gateway.ts";
import { inTime } from "../payment/bank.ts";
import { cardsAt } from "../upstream/connection.ts";

/** Refusals of an upstream that say what is wrong with a card, and are ours too. */
const ownCodes = [
  "invalid_card",
  "used_token",
  "not_found",
  "too_many_requests",
] as const satisfies readonly ErrorCode[];

type Made<What> = ({ made: true } & What) | { made: false; code: string; message: string };

/**
 * Asks an upstream about cards, within the time limit of a bank.
 *
 * @throws Refusal the upstream's own, as far as it is about the card, else `bad_request`; `upstream_unavailable` where no answer came
 */
export async function askAboutCards<What extends object>(
  gateway: Gateway,
  account: Account,
  upstream: string,
  question: (cards: UpstreamCards) => Promise<Made<What>>,
): Promise<What> {
  const label = bankLabel(gateway, upstream).en;
  const asked = async () => question(await cardsAt(gateway, account.id, upstream));
  const unanswered = (why: string, error?: unknown) =>
    new Refusal(
      "upstream_unavailable",
      error instanceof NotTaken ? `${label} did not take the card: ${why}` : undefined,
    );
  const answer = await inTime<Made<What> | Refusal>(gateway, asked, unanswered);
  if (answer instanceof Refusal) throw answer;
  if (answer.made) return answer;
  const code = ownCodes.find((own) => own === answer.code);
  throw code ? new Refusal(code, answer.message) : new Refusal("bad_request", `${label}: ${answer.message}`);
}

/**
 * Makes the token of a card that a program brought at the upstream, at once: neither number nor security code is kept here, not even sealed.
 *
 * @returns the upstream's token, which has no row here
 * @throws Refusal as for `askAboutCards`
 */
export async function passOn(
  gateway: Gateway,
  account: Account,
  upstream: string,
  checked: CheckedCard,
): Promise<{ token: Token; card: Card }> {
  const holder = { name: checked.name, ...checked.address };
  const made = await askAboutCards(gateway, account, upstream, (cards) => cards.tokenOf(checked, holder));
  const now = gateway.clock.of(account.id);
  const card = cardOf(gateway, account, made.card);
  const token = {
    ...{ id: made.token, version: 1, account: account.id, livemode: account.livemode, card: card.id },
    ...{ charge: null, customer: null, proof: null, createdAt: now },
  };
  return { token, card: { ...card, ownerId: token.id } };
}

/** A card of ours with what an upstream tells of it. It is a token's until a customer has it. */
export function cardOf(gateway: Gateway, { id, livemode }: Account, facts: CardFacts): Card {
  return {
    ...facts,
    ...{ id: gateway.newId("card", livemode), version: 1, account: id, livemode },
    ...{ owner: "token", ownerId: "", savedAt: null, createdAt: gateway.clock.of(id), deletedAt: null },
  };
}
