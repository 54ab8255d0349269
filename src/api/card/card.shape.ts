import { z } from "zod";
import type { Card, ChargedCard } from "../../domain/card/card.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const cardShape = {
  name: "card",
  schema: z.object({
    object: z.literal("card"),
    id: value.id("card"),
    livemode: z.boolean(),
    location: z.string().nullable(),
    deleted: z.boolean(),
    street1: z.string().nullable(),
    street2: z.string().nullable(),
    city: z.string().nullable(),
    state: z.string().nullable(),
    phone_number: z.string().nullable(),
    postal_code: z.string().nullable(),
    country: z.string(),
    financing: z.enum(["credit", "debit", "prepaid", "loan", ""]),
    bank: z.string(),
    brand: z.string(),
    fingerprint: z.string().nullable(),
    first_digits: z.string().nullable(),
    last_digits: z.string(),
    name: z.string(),
    expiration_month: z.int().min(1).max(12).nullable(),
    expiration_year: z.int().nullable(),
    security_code_check: z.boolean(),
    tokenization_method: z.string().nullable(),
    created_at: value.time,
  }),
} satisfies Shape;

/** A card of its own: a customer's, or one whose token was not spent. */
export const presentOwnCard = (card: Card) =>
  presentCard(card, { customer: card.owner === "customer" ? card.ownerId : null, deleted: card.deletedAt !== null });

/** @param kept the customer who has the card or had it, and whether it was deleted */
export function presentCard(card: ChargedCard, kept: { customer: string | null; deleted: boolean }) {
  return {
    object: "card" as const,
    id: card.id,
    livemode: card.livemode,
    location: kept.customer === null ? null : `/customers/${kept.customer}/cards/${card.id}`,
    deleted: kept.deleted,
    street1: card.street1,
    street2: card.street2,
    city: card.city,
    state: card.state,
    phone_number: card.phoneNumber,
    postal_code: card.postalCode,
    country: card.country,
    financing: card.financing,
    bank: card.bank,
    brand: card.brand,
    fingerprint: card.fingerprint,
    first_digits: null,
    last_digits: card.lastDigits,
    name: card.name,
    expiration_month: card.expirationMonth,
    expiration_year: card.expirationYear,
    security_code_check: card.securityCodeCheck,
    tokenization_method: card.tokenizationMethod ?? null, // a charge from before has no such fact
    created_at: wireTime(card.createdAt),
  };
}
