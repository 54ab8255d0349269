import { z } from "zod";
import type { Account } from "../../domain/merchant/account.ts";
import { type CardVault, cardVaultOf } from "../../operations/upstream/card-vault.ts";
import { endpoint } from "../wire/endpoint.ts";
import type { Shape } from "../wire/shape.ts";

const cardVaultShape = {
  name: "card_vault",
  schema: z.object({
    object: z.literal("card_vault"),
    livemode: z.boolean(),
    upstream: z.string().nullable().meta({ description: "Whose vault it is; null for this gateway's own." }),
    tokens_uri: z.string().meta({ description: "Where `POST /tokens` goes." }),
    public_key: z.string().nullable().meta({ description: "Key for it; null where it is the one that asks here." }),
  }),
} as const satisfies Shape;

function presentCardVault({ account, vault }: { account: Account; vault: CardVault }) {
  return {
    object: "card_vault" as const,
    livemode: account.livemode,
    upstream: vault.upstream,
    tokens_uri: vault.tokensUri,
    public_key: vault.publicKey,
  };
}

export const cardVaultEndpoints = [
  endpoint({
    tag: "Card vault",
    auth: "public",
    method: "GET",
    path: "/card_vault",
    summary: "Retrieve where card data go",
    description:
      "Where the payer's browser makes the token of a card: in live mode the vault of the upstream, so that the card never comes to this gateway. omise.js asks for it by itself.",
    returns: cardVaultShape,
    refuses: ["no_card_vault"],
    run: async ({ gateway, account }) => ({ account, vault: await cardVaultOf(gateway, account) }),
    present: presentCardVault,
  }),
];
