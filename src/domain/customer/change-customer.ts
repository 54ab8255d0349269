import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import { type Card, type CardPatch, type CardSecret, type CardToken, isSpent } from "../card/card.ts";
import { type KeptCard, toForget } from "../card/kept-card.ts";
import type { Changes } from "../changes.ts";
import { endLinkedAccounts, giveToCustomer } from "../debit/link-account.ts";
import type { LinkedAccount } from "../debit/linked-account.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import type { Account } from "../merchant/account.ts";
import type { Customer } from "./customer.ts";

/** What a merchant notes of a customer; what is left out stays as it is. */
export type CustomerNotes = Partial<Pick<Customer, "email" | "description" | "metadata">>;

/**
 * A card to be saved: the token that stands for it, and its number as the vault will keep it, null where the vault has it no more; or a card that an
 * upstream keeps already.
 */
export type GivenCard = (CardToken & { secret: CardSecret | null }) | { card: Card; kept: Omit<KeptCard, "customer"> };

type Decision = { changes: Changes; happened: DomainEvent[] };
type CustomerDecision = Decision & { customer: Customer };
type CardDecision = Decision & { card: Card };

/** The most cards that a customer may have at a time. A customer is always read with all of them. */
export const cardsMax = 100;

/** @throws Refusal `used_token` or `invalid_card` */
export function createCustomer(
  id: string,
  { id: account, livemode }: Account,
  notes: CustomerNotes,
  given: GivenCard | null,
  now: Time,
  linked: LinkedAccount | null = null,
): CustomerDecision {
  const blank: Customer = {
    id,
    version: 1,
    account,
    livemode,
    email: notes.email ?? null,
    description: notes.description ?? null,
    metadata: notes.metadata ?? {},
    cards: [],
    defaultCard: null,
    linkedAccounts: [],
    createdAt: now,
    deletedAt: null,
  };
  const { customer: withCards, spent, added } = given ? withCard(blank, given, now) : unchanged(blank);
  const { customer, update } = withLinked(withCards, linked, now);
  return {
    customer,
    changes: { update: { ...spent, ...update }, insert: { customers: [customer], ...added } },
    happened: [customerEvent("customer.create", customer)],
  };
}

/**
 * Changes what is noted of a customer, adds a card, or makes another one the default card.
 *
 * @throws Refusal `used_token`, `invalid_card`, or `not_found` for a default card that is not the customer's
 */
export function updateCustomer(
  stored: Customer,
  { defaultCard, ...notes }: CustomerNotes & { defaultCard?: string },
  given: GivenCard | null,
  now: Time,
  linked: LinkedAccount | null = null,
): CustomerDecision {
  const { customer: withCards, spent, added } = given ? withCard(stored, given, now) : unchanged(stored);
  const chosen = defaultCard === undefined ? withCards.defaultCard : cardOf(withCards, defaultCard).id;
  const { customer: linking, update } = withLinked(withCards, linked, now);
  const { cards } = withCards;
  const customer = revise(stored, { ...notes, cards, defaultCard: chosen, linkedAccounts: linking.linkedAccounts });
  return {
    customer,
    changes: { update: { ...spent, ...update, customers: [customer] }, insert: added },
    happened: [customerEvent("customer.update", customer)],
  };
}

/**
 * Deletes a customer with all cards. What was noted of a person goes from the rows at once, since nobody finds them any more; answer and event still
 * tell it, as the original's do.
 *
 * @param forgotten the numbers of the cards, as the vault forgets them
 * @param kept the cards that upstreams keep
 */
export function deleteCustomer(
  stored: Customer,
  forgotten: readonly CardSecret[],
  now: Time,
  kept: readonly KeptCard[] = [],
): CustomerDecision {
  const customer = revise(stored, { cards: [], defaultCard: null, linkedAccounts: [], deletedAt: now });
  const ended = endLinkedAccounts(stored.linkedAccounts);
  const cards = stored.cards.map((card) => revise(card, { ...noAddress, deletedAt: now }));
  const emptied = { ...customer, email: null, description: null, metadata: {} };
  return {
    customer,
    changes: {
      update: {
        customers: [emptied],
        cards,
        card_secrets: forgotten,
        kept_cards: toForget(kept, now),
        ...(ended.length > 0 && { linked_accounts: ended }),
      },
    },
    happened: [customerEvent("customer.destroy", customer)],
  };
}

/** The customer with one more linked account, and its row. */
function withLinked(customer: Customer, given: LinkedAccount | null, now: Time) {
  if (given === null) return { customer, update: {} };
  const { linked, update } = giveToCustomer(given, customer.id, now);
  const others = customer.linkedAccounts.filter(({ id }) => id !== linked.id);
  return { customer: { ...customer, linkedAccounts: [...others, linked] }, update };
}

/** What a card's row tells of where to find its holder. Charges keep the card as it was. */
const noAddress = {
  street1: null,
  street2: null,
  city: null,
  state: null,
  phoneNumber: null,
  email: null,
  postalCode: null,
} as const satisfies Partial<Card>;

/** Changes what the vault let pass of a change. Earlier charges keep the card as it was. */
export function updateCard(stored: Card, patch: CardPatch): CardDecision {
  const card = revise(stored, patch);
  return { card, changes: { update: { cards: [card] } }, happened: [cardEvent("card.update", card)] };
}

/**
 * Deletes a card. Where it was the default card, the one that was added last is from now on. Payments that its bank has been asked for go on; one
 * whose payer has not come back yet cannot be made any more.
 *
 * @param forgotten its number, as the vault forgets it
 * @param kept the same card, where an upstream keeps it
 */
export function deleteCard(
  owner: Customer,
  stored: Card,
  forgotten: readonly CardSecret[],
  now: Time,
  kept: readonly KeptCard[] = [],
): CardDecision & CustomerDecision {
  const card = revise(stored, { deletedAt: now });
  const cards = owner.cards.filter(({ id }) => id !== card.id);
  const defaultCard = owner.defaultCard === card.id ? (lastAdded(cards)?.id ?? null) : owner.defaultCard;
  const customer = revise(owner, { cards, defaultCard });
  return {
    card,
    customer,
    changes: {
      update: { cards: [card], customers: [customer], card_secrets: forgotten, kept_cards: toForget(kept, now) },
    },
    happened: [cardEvent("card.destroy", card), customerEvent("customer.update.card", customer)],
  };
}

/** The customer's card with this id. @throws Refusal `not_found` */
export function cardOf({ cards }: Customer, id: string): Card {
  const card = cards.find((each) => each.id === id);
  if (!card) throw new Refusal("not_found", `card ${id} was not found`);
  return card;
}

/** The card that a charge of the customer takes. @throws Refusal `missing_card` or `not_found` */
export function cardToCharge(customer: Customer, named: string | undefined): Card {
  if (named !== undefined) return cardOf(customer, named);
  if (customer.defaultCard === null) throw new Refusal("missing_card", `customer ${customer.id} has no card`);
  return cardOf(customer, customer.defaultCard);
}

/** A customer with the rows that change with it, and those that are new. */
type WithCard = {
  customer: Customer;
  spent: NonNullable<Changes["update"]>;
  added: NonNullable<Changes["insert"]>;
};

const unchanged = (customer: Customer): WithCard => ({ customer, spent: {}, added: {} });

/**
 * The customer with one more card: its token is spent, and the vault keeps the number. Of a card that an upstream keeps there was neither; the card is
 * new here with its customer.
 */
function withCard(customer: Customer, given: GivenCard, now: Time): WithCard {
  const owned = { owner: "customer", ownerId: customer.id, savedAt: now } as const;
  if ("kept" in given) {
    mayHaveMore(customer);
    const saved = { ...given.card, ...owned };
    return {
      customer: addedTo(customer, saved),
      spent: {},
      added: { cards: [saved], kept_cards: [{ ...given.kept, customer: customer.id }] },
    };
  }
  const { token, card, secret } = given;
  if (isSpent(token)) throw new Refusal("used_token");
  if (!secret) throw new Refusal("invalid_card", "card is too old: its token has expired");
  mayHaveMore(customer);
  const saved = revise(card, owned);
  return {
    customer: addedTo(customer, saved),
    spent: { tokens: [revise(token, { customer: customer.id, proof: null })], cards: [saved], card_secrets: [secret] },
    added: {},
  };
}

/** @throws Refusal `invalid_card` where a customer has as many cards as may be */
export function mayHaveMore({ cards }: Customer): void {
  if (cards.length >= cardsMax) throw new Refusal("invalid_card", `customer cannot have more than ${cardsMax} cards`);
}

function addedTo(customer: Customer, saved: Card): Customer {
  const cards = [...customer.cards, saved].sort((one, other) => one.createdAt - other.createdAt || byId(one, other));
  return { ...customer, cards, defaultCard: customer.defaultCard ?? saved.id };
}

const lastAdded = (cards: readonly Card[]): Card | undefined =>
  cards.toSorted((one, other) => (one.savedAt ?? 0) - (other.savedAt ?? 0) || byId(one, other)).at(-1);

const byId = (one: Card, other: Card): number => (one.id < other.id ? -1 : 1);

const customerEvent = (
  key: "customer.create" | "customer.update" | "customer.update.card" | "customer.destroy",
  row: Customer,
): DomainEvent => ({ key, about: { kind: "customer", row } });

const cardEvent = (key: "card.update" | "card.destroy", row: Card): DomainEvent => ({
  key,
  about: { kind: "card", row },
});
