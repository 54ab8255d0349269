import { z } from "zod";
import { allowChain, consentFor, getChain, opened, revokeChain } from "../../operations/chain/chain.ts";
import { dashboardEndpoint, endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { allowedChainShape, chainConsentShape, chainShape, presentChain, presentConsent } from "./chain.shape.ts";

const details = { tag: "Chains", auth: "secret", right: "secret_keys" } as const;
const consent = { tag: "Dashboard: chains", right: "secret_keys" } as const;

const platform = field.id("Id of the platform's account.", "must be the id of an account");

export const chainEndpoints = [
  listEndpoint({
    ...details,
    path: "/chains",
    summary: "List chains",
    description: "The merchants who let this account act for them, and the key for each.",
    nowhere: true,
    item: chainShape,
    list: async ({ gateway, account, range }) => {
      const { rows, total } = await gateway.store.chain.list(account.id, range);
      return { rows: rows.map((chain) => opened(gateway, chain)), total };
    },
    present: presentChain,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/chains/:id",
    summary: "Retrieve a chain",
    returns: chainShape,
    refuses: ["not_found"],
    run: async ({ gateway, account, params }) => opened(gateway, await getChain(gateway, account.id, params.id)),
    present: presentChain,
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/chains/:id/revoke",
    summary: "Revoke a chain",
    description: "Its key works no more, in other processes within two seconds. The merchant can allow another.",
    returns: chainShape,
    refuses: ["not_found"],
    run: async ({ gateway, caller, params }) => revokeChain(gateway, caller, params.id),
    present: presentChain,
  }),
  dashboardEndpoint({
    ...consent,
    method: "GET",
    path: "/chain-consent/:platform",
    summary: "Retrieve what a platform asks for",
    description: "Who wants to act for this account, and what it could do.",
    returns: chainConsentShape,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, account, params, grantable }) => consentFor(gateway, account, params.platform, grantable),
    present: presentConsent,
  }),
  dashboardEndpoint({
    ...consent,
    method: "POST",
    path: "/chain-consent",
    summary: "Let a platform act for this account",
    description: "Makes a restricted key that the platform may read. Who revokes it on the page of keys ends that.",
    body: z.object({ platform }),
    returns: allowedChainShape,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, account, body, grantable }) => allowChain(gateway, account, body.platform, grantable),
    present: ({ chain, platform: { chainReturnUri } }) => ({
      object: "allowed_chain" as const,
      chain: chain.id,
      return_uri: chainReturnUri,
    }),
  }),
];
