import { z } from "zod";
import { countryCodes } from "../../domain/base/country.ts";
import { lastsFor } from "../../domain/sandbox/sandbox.ts";
import { emptyAccount, endSandbox, getSandbox, makeSandbox, sandboxesOf } from "../../operations/sandbox/sandbox.ts";
import { newWebhookSecret } from "../../webhooks/signature.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { emptiedShape, presentEmptied, presentSandbox, sandboxShape } from "./sandbox.shape.ts";

/** Common to all of them; a restricted key that may change the account may empty it, and make others beside it. */
const control = { tag: "Test control", auth: "secret", resource: "account" } as const;
const details = { ...control, returns: sandboxShape, present: presentSandbox } as const;

const creation = z.object({
  name: field.text("What payers read on its pages.").optional(),
  country: field
    .word("Where it is, which decides its currency and its methods; as the account by default.", countryCodes)
    .optional(),
  expires_in: field
    .integer(`Seconds that it lasts, ${lastsFor.usual} where nothing is said, at most ${lastsFor.most}.`)
    .optional(),
  webhook_uri: field.uri("Its webhook endpoint.").optional(),
});

export const sandboxEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/test/accounts",
    right: "secret_keys",
    keepsAnswer: false,
    summary: "Make a throw-away account",
    description:
      "A test account with keys of its own, of which nothing is seen in any other. It ends by itself, and everything that is its is erased. It has no page of its own in the dashboard.",
    body: creation,
    refuses: ["bad_request"],
    run: async ({ gateway, account, body }) => {
      const { expires_in: lasts, name, country, webhook_uri: webhookUri } = body;
      const made = await makeSandbox(gateway, account, { name, country, lasts, webhookUri }, newWebhookSecret);
      return { ...made, now: gateway.now() };
    },
  }),
  listEndpoint({
    ...control,
    path: "/test/accounts",
    right: "view",
    summary: "List the throw-away accounts that were made with this account's keys",
    item: sandboxShape,
    list: async ({ gateway, account, range }) => {
      const { rows, total } = await sandboxesOf(gateway, account, range);
      const now = gateway.now();
      return { rows: rows.map((sandbox) => ({ sandbox, secrets: null, now })), total };
    },
    present: presentSandbox,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/test/accounts/:id",
    summary: "Retrieve a throw-away account",
    refuses: ["not_found"],
    run: async ({ gateway, account, params }) => ({
      sandbox: await getSandbox(gateway, account, params.id),
      secrets: null,
      now: gateway.now(),
    }),
  }),
  endpoint({
    ...details,
    method: "DELETE",
    path: "/test/accounts/:id",
    right: "secret_keys",
    summary: "End a throw-away account",
    description: "Its keys end at once, within seconds in other processes; the rest is erased a minute or two later.",
    refuses: ["not_found"],
    run: async ({ gateway, account, params }) => {
      const sandbox = await endSandbox(gateway, account, params.id);
      return { sandbox, secrets: null, now: gateway.now() };
    },
  }),
  endpoint({
    ...control,
    method: "POST",
    path: "/test/reset",
    right: "money",
    keepsAnswer: false,
    summary: "Empty the test account",
    description:
      "Payments, customers, events and all else that the account has are gone, as on its first day. Keys, settings, the audit log and the account's time stay.",
    returns: emptiedShape,
    refuses: ["bad_request"],
    run: ({ gateway, account }) => emptyAccount(gateway, account),
    present: presentEmptied,
  }),
];
