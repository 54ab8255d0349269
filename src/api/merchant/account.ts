import { z } from "zod";
import { refuseIfAny } from "../../domain/base/errors.ts";
import { type Account, apiVersions, type MetadataExportKeys } from "../../domain/merchant/account.ts";
import { walletsFor } from "../../operations/card/wallet.ts";
import { methodsFor } from "../../operations/gateway.ts";
import { type AccountPatch, updateAccount } from "../../operations/merchant/account.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { accountShape, apiVersionsShape, presentAccount, presentApiVersions } from "./account.shape.ts";
import { capabilityShape, presentCapability } from "./capability.shape.ts";

const exportKeys = field.texts("Keys of metadata that go into exports.", 100).optional();

const patch = z.object({
  api_version: field.word("The same as `PATCH /account/api_version`.", apiVersions).optional(),
  webhook_uri: field.text("Where events are sent; HTTPS in live mode. Empty sends none.", 2_000).nullable().optional(),
  zero_interest_installments: field.flag("Who pays installment interest by default: true is the merchant.").optional(),
  chain_enabled: field.flag("Whether merchants can let this account act for them.").optional(),
  chain_return_uri: field.uri("Where a merchant is sent who let this account act for them.").nullable().optional(),
  metadata_export_keys: z
    .object({ charge: exportKeys, transfer: exportKeys, refund: exportKeys, dispute: exportKeys })
    .optional(),
});

const details = { tag: "Account", auth: "secret", returns: accountShape, present: presentAccount } as const;

export const accountEndpoints = [
  endpoint({
    ...details,
    method: "GET",
    path: "/account",
    right: "view",
    summary: "Retrieve the account",
    refuses: [],
    run: async ({ account }) => account,
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/account",
    summary: "Update the account",
    body: patch,
    clearable: ["webhook_uri", "chain_return_uri"],
    refuses: ["bad_request"],
    run: ({ gateway, caller, account, body }) => {
      const faults = body.webhook_uri ? gateway.webhooks.check(body.webhook_uri, account.livemode) : [];
      refuseIfAny(
        "bad_request",
        faults.map((fault) => `webhook_uri ${fault}`),
      );
      return updateAccount(gateway, caller, patchOf(account, body));
    },
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/account/api_version",
    summary: "Choose the API version",
    description: "The form of answers that name no version themselves, and of events from now on.",
    body: z.object({ api_version: field.word("One of `GET /account/api_versions`.", apiVersions) }),
    refuses: ["bad_request"],
    run: ({ gateway, caller, body }) => updateAccount(gateway, caller, { apiVersion: body.api_version }),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/account/api_versions",
    summary: "List the API versions",
    resource: accountShape.name,
    returns: apiVersionsShape,
    refuses: [],
    run: async ({ account }) => account,
    present: presentApiVersions,
  }),
  endpoint({
    tag: "Capability",
    auth: "either",
    method: "GET",
    path: "/capability",
    right: "view",
    summary: "Retrieve the capability",
    description:
      "The payment methods that the account can use, with their terms. Live mode offers those whose bank is connected.",
    returns: capabilityShape,
    refuses: [],
    run: async ({ gateway, account }) => ({
      account,
      methods: methodsFor(gateway, account),
      wallets: walletsFor(gateway, account),
    }),
    present: presentCapability,
  }),
];

function patchOf(account: Account, body: z.output<typeof patch>): AccountPatch {
  const { metadata_export_keys: keys } = body;
  const given =
    keys && (Object.fromEntries(Object.entries(keys).filter(([, value]) => value)) as Partial<MetadataExportKeys>);
  return {
    ...(body.api_version !== undefined && { apiVersion: body.api_version }),
    ...(body.webhook_uri !== undefined && { webhookUri: body.webhook_uri }),
    ...(body.zero_interest_installments !== undefined && { zeroInterestInstallments: body.zero_interest_installments }),
    ...(body.chain_enabled !== undefined && { chainEnabled: body.chain_enabled }),
    ...(body.chain_return_uri !== undefined && { chainReturnUri: body.chain_return_uri }),
    ...(given && { metadataExportKeys: { ...account.metadataExportKeys, ...given } }),
  };
}
