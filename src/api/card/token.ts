import { z } from "zod";
import { Refusal } from "../../domain/base/errors.ts";
import { createToken, getToken } from "../../operations/card/token.ts";
import { networkOf } from "../http/rate-limit.ts";
import { endpoint } from "../wire/endpoint.ts";
import { refusedBy } from "../wire/fault.ts";
import * as field from "../wire/fields.ts";
import { presentToken, tokenShape } from "./token.shape.ts";

const optional = (description: string) => field.text(description).optional();

/** What is wrong with a card is for the vault to say, all at once: so here nothing is required. */
const card = z.object({
  name: optional("The cardholder's name."),
  number: optional("The card number; spaces are ignored."),
  expiration_month: optional("1 to 12."),
  expiration_year: optional("Two or four digits."),
  security_code: optional("Kept in memory until the card is charged, and never written anywhere."),
  street1: optional("Billing address."),
  street2: optional("Billing address."),
  city: optional("Billing address."),
  state: optional("Billing address."),
  country: optional("Billing address."),
  postal_code: optional("Billing address."),
  phone_number: optional("The cardholder's telephone number."),
  email: optional("The cardholder's e-mail address."),
});

const details = { tag: "Tokens", auth: "public", returns: tokenShape, present: presentToken } as const;

export const tokenEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/tokens",
    vault: true,
    summary: "Create a token",
    description: "Puts a card into the vault and answers a stand-in for it that can be charged once.",
    body: z.object({ card }),
    refuses: ["bad_request", "missing_card", "invalid_card"],
    refusal: (faults) =>
      faults.some(({ parameter, missing }) => parameter === "card" && missing)
        ? new Refusal("missing_card")
        : refusedBy()(faults),
    run: ({ gateway, caller, body: { card: given }, requestId, ip }) => {
      const input = {
        name: given.name,
        number: given.number,
        expirationMonth: given.expiration_month,
        expirationYear: given.expiration_year,
        securityCode: given.security_code,
        street1: given.street1,
        street2: given.street2,
        city: given.city,
        state: given.state,
        country: given.country,
        postalCode: given.postal_code,
        phoneNumber: given.phone_number,
        email: given.email,
      };
      return createToken(gateway, caller, input, { request: requestId, network: networkOf(ip).name });
    },
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/tokens/:id",
    summary: "Retrieve a token",
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => getToken(gateway, caller, params.id),
  }),
];
