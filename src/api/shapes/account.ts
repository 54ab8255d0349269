import { z } from "zod";
import { type Account, apiVersions } from "../../domain/account.ts";
import { type Shape, wireTime } from "./shape.ts";
import * as value from "./values.ts";

const names = z.array(z.string());

export const accountShape = {
  name: "account",
  schema: z.object({
    object: z.literal("account"),
    id: value.id("account"),
    team: value.id("acct"),
    livemode: z.boolean(),
    location: z.string(),
    country: z.string(),
    currency: value.currency,
    email: z.string(),
    created_at: value.time,
    supported_currencies: z.array(value.currency),
    api_version: z.enum(apiVersions),
    auto_activate_recipients: z.boolean(),
    chain_enabled: z.boolean(),
    zero_interest_installments: z.boolean(),
    chain_return_uri: z.string().nullable(),
    webhook_uri: z.string().nullable(),
    metadata_export_keys: z.object({ charge: names, transfer: names, refund: names, dispute: names }),
    chaining_allowed: z.boolean(),
    last_updated_api_version: z.string(),
    transfer_config: z.object({}).catchall(z.unknown()),
  }),
} satisfies Shape;

export function presentAccount(account: Account) {
  return {
    object: "account",
    id: account.id,
    team: account.team,
    livemode: account.livemode,
    location: "/account",
    country: account.country,
    currency: account.currency,
    email: account.email,
    created_at: wireTime(account.createdAt),
    supported_currencies: [account.currency],
    api_version: account.apiVersion,
    auto_activate_recipients: false,
    chain_enabled: account.chainEnabled,
    zero_interest_installments: account.zeroInterestInstallments,
    chain_return_uri: account.chainReturnUri,
    webhook_uri: account.webhookUri,
    metadata_export_keys: account.metadataExportKeys,
    chaining_allowed: false,
    last_updated_api_version: apiVersions.at(-1),
    transfer_config: {},
  };
}
