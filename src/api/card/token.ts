import { z } from "zod";
import { Refusal } from "../../domain/base/errors.ts";
import { createToken, createWalletToken, getToken } from "../../operations/card/token.ts";
import { networkOf } from "../http/rate-limit.ts";
import { endpoint } from "../wire/endpoint.ts";
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

/** What a wallet handed over. `data` has more characters than any other parameter. */
const tokenization = z.object({
  method: field.text("`googlepay` or `applepay`, where the capability names it in `tokenization_methods`."),
  data: field.text(
    "JSON text, as the wallet gave it: `paymentMethodData.tokenizationData.token` of Google Pay, the token's `paymentData` of Apple Pay.",
    16_384,
  ),
  merchant_id: optional("Apple Pay: the merchant's identifier at Apple."),
  brand: optional("Apple Pay: the network as the device names it. The brand is told by the number."),
  billing_name: optional("The cardholder's name; without it the wallet's own, or the wallet's."),
  billing_street1: optional("Billing address."),
  billing_street2: optional("Billing address."),
  billing_city: optional("Billing address."),
  billing_state: optional("Billing address."),
  billing_country: optional("Billing address."),
  billing_postal_code: optional("Billing address."),
  billing_phone_number: optional("The cardholder's telephone number."),
});

const details = { tag: "Tokens", auth: "public", returns: tokenShape, present: presentToken } as const;

export const tokenEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/tokens",
    vault: true,
    summary: "Create a token",
    description:
      "Puts a card into the vault and answers a stand-in for it that can be charged once. The card was typed, or is what a wallet handed over.",
    body: z.object({ card: card.optional(), tokenization: tokenization.optional() }),
    refuses: [
      ...(["bad_request", "missing_card", "invalid_card"] as const),
      ...(["no_card_vault", "card_goes_elsewhere", "upstream_unavailable"] as const),
    ],
    run: ({ gateway, caller, body: { card: given, tokenization: fromWallet }, requestId, ip }) => {
      const from = { request: requestId, network: networkOf(ip).name };
      if (given && fromWallet) throw new Refusal("bad_request", "card and tokenization cannot be used together");
      if (fromWallet) {
        const { method, data, merchant_id: identifier } = fromWallet;
        const named = { wallet: method, data, identifier: identifier || null };
        return createWalletToken(gateway, caller, named, billingOf(fromWallet), from);
      }
      if (!given) throw new Refusal("missing_card");
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
      return createToken(gateway, caller, input, from);
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

const billingOf = (given: z.output<typeof tokenization>) => ({
  name: given.billing_name,
  street1: given.billing_street1,
  street2: given.billing_street2,
  city: given.billing_city,
  state: given.billing_state,
  country: given.billing_country,
  postalCode: given.billing_postal_code,
  phoneNumber: given.billing_phone_number,
});
