import { describe, expect, test } from "vitest";
import { aCard, aCardToken, anAccount, noon } from "../../../tests/kit/domain-builders.ts";
import { minutes } from "../base/time.ts";
import type { Card, CardSecret } from "../card/card.ts";
import {
  cardsMax,
  cardToCharge,
  createCustomer,
  deleteCard,
  deleteCustomer,
  type GivenCard,
  updateCustomer,
} from "./change-customer.ts";
import type { Customer } from "./customer.ts";

const id = "cust_test_5z4ykxh42cn7qsxw1w5";
const secret: CardSecret = {
  card: aCard().id,
  version: 2,
  account: anAccount().id,
  keyId: "key_kept_1",
  sealed: "sealed",
  eraseAt: null,
};

const given = (patch: Partial<GivenCard> = {}): GivenCard => ({ ...aCardToken(), secret, ...patch });

const saved = (name: string, patch: Partial<Card> = {}): Card =>
  aCard({ id: name, owner: "customer", ownerId: id, savedAt: noon, ...patch });

const aCustomer = (cards: readonly Card[], patch: Partial<Customer> = {}): Customer => ({
  ...createCustomer(id, anAccount(), {}, null, noon).customer,
  cards,
  defaultCard: cards[0]?.id ?? null,
  ...patch,
});

describe("a card that a customer gets", () => {
  test("changes hands in the commit that spends its token and keeps its number", () => {
    const { customer, changes, happened } = createCustomer(id, anAccount(), { email: "a@b" }, given(), noon);
    const card = { ...aCard(), version: 2, owner: "customer", ownerId: id, savedAt: noon };
    expect(customer).toMatchObject({
      email: "a@b",
      description: null,
      metadata: {},
      cards: [card],
      defaultCard: card.id,
    });
    expect(changes).toEqual({
      update: {
        tokens: [{ ...aCardToken().token, version: 2, customer: id }],
        cards: [card],
        card_secrets: [secret],
      },
      insert: { customers: [customer] },
    });
    expect(happened).toEqual([{ key: "customer.create", about: { kind: "customer", row: customer } }]);
  });

  test.each([
    ["its token paid a charge", aCardToken({ charge: "chrg_1" }), "used_token"],
    ["its token was spent for a customer", aCardToken({ customer: "cust_1" }), "used_token"],
    ["the vault has its number no more", { secret: null }, "invalid_card"],
  ] as const)("is refused where %s", (_, patch, code) => {
    const refused = expect.objectContaining({ code });
    expect(() => createCustomer(id, anAccount(), {}, given(patch), noon)).toThrow(refused);
    expect(() => updateCustomer(aCustomer([]), {}, given(patch), noon)).toThrow(refused);
  });

  test("is refused where there are as many as can be read at once", () => {
    const many = (count: number) => aCustomer(Array.from({ length: count }, (_, index) => saved(`card_${index}`)));
    expect(updateCustomer(many(cardsMax - 1), {}, given(), noon).customer.cards).toHaveLength(cardsMax);
    expect(() => updateCustomer(many(cardsMax), {}, given(), noon)).toThrow("customer cannot have more than 100 cards");
  });
});

test("whichever card is deleted, the default is one that is left, the one added last where it was the default", () => {
  const cards = [saved("card_a", { savedAt: noon + minutes(2) }), saved("card_b"), saved("card_c")];
  const [first, second, third] = cards as [Card, Card, Card];
  const rows: [defaultCard: Card, deleted: Card, then: Card][] = [
    [first, first, third],
    [second, second, first],
    [third, third, first],
    [first, second, first],
    [third, first, third],
  ];
  for (const [{ id: defaultCard }, deleted, then] of rows) {
    const { customer, card, happened } = deleteCard(aCustomer(cards, { defaultCard }), deleted, [], noon);
    expect([card.deletedAt, customer.defaultCard]).toEqual([noon, then.id]);
    expect(customer.cards).not.toContain(deleted);
    expect(happened.map(({ key }) => key)).toEqual(["card.destroy", "customer.update.card"]);
  }
  expect(deleteCard(aCustomer([first]), first, [], noon).customer.defaultCard).toBeNull();
});

test("a customer is deleted with all cards and their numbers, in one commit", () => {
  const cards = [saved("card_a"), saved("card_b")];
  const emptied = { ...secret, sealed: "" };
  const { customer, changes } = deleteCustomer(aCustomer(cards), [emptied], noon);
  expect(customer).toMatchObject({ cards: [], defaultCard: null, deletedAt: noon });
  expect(changes.update).toMatchObject({
    customers: [{ id: customer.id, version: customer.version, cards: [], defaultCard: null, deletedAt: noon }],
    cards: [{ deletedAt: noon }, { deletedAt: noon }],
    card_secrets: [emptied],
  });
});

test("a deleted customer's row tells nothing of the person any more, while answer and event do", () => {
  const noted = { email: "malee@example.com", description: "Regular", metadata: { member: "M-7" } };
  const card = { ...saved("card_a"), email: "malee@example.com", street1: "1 Rama IV", phoneNumber: "0812345678" };
  const { customer, changes, happened } = deleteCustomer(aCustomer([card], noted), [], noon);
  expect(customer).toMatchObject(noted);
  expect(happened[0]?.about.row).toBe(customer);
  expect(changes.update?.customers).toMatchObject([{ email: null, description: null, metadata: {} }]);
  expect(changes.update?.cards).toMatchObject([{ email: null, street1: null, phoneNumber: null, city: null }]);
});

test("a charge takes the named card or the default one, and there is none without cards", () => {
  const [first, second] = [saved("card_a"), saved("card_b")];
  const customer = aCustomer([first, second]);
  expect(cardToCharge(customer, undefined)).toBe(first);
  expect(cardToCharge(customer, "card_b")).toBe(second);
  expect(() => cardToCharge(customer, "card_c")).toThrow("card card_c was not found");
  expect(() => cardToCharge(aCustomer([]), undefined)).toThrow(expect.objectContaining({ code: "missing_card" }));
});
