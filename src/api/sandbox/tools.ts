import { z } from "zod";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import { webhookSecretOf } from "../../operations/event/webhook.ts";
import { listRequests } from "../../operations/log/request.ts";
import { shownKeys } from "../../operations/merchant/key.ts";
import { presentRequestPage, requestPageShape } from "../log/request.shape.ts";
import { printCursor, readCursor } from "../wire/cursor.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { presentTools, toolsShape } from "./tools.shape.ts";

const details = { tag: "Test control", auth: "secret" } as const;

export const toolEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/test/tools",
    resource: "account", // and with POST its `write`: the secret forges events
    summary: "Reveal what tools need",
    description: "A public key, the secret that signs events, and the account's time, for tools at a terminal.",
    returns: toolsShape,
    refuses: ["bad_request"],
    run: async ({ gateway, account }) => {
      mustBeTest(account, "this");
      const { publicKey } = await shownKeys(gateway, account);
      const secret = webhookSecretOf(gateway, account);
      return { account: account.id, publicKey, secret, now: gateway.clock.of(account.id) };
    },
    present: presentTools,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/test/requests",
    resource: "account",
    summary: "List requests of the account's keys",
    description: "Requests that changed something or were refused, newest first, without their bodies.",
    query: z.object({
      before: field.text("The `next` of the page before.", 100).optional(),
      limit: field.integer("How many at most; 20 by default, 100 at most.").optional(),
    }),
    returns: requestPageShape,
    refuses: ["bad_request"],
    run: ({ gateway, account, query: { before, limit = 20 } }) => {
      mustBeTest(account, "this");
      const all = { method: null, path: null, key: null, status: null, statusClass: null };
      return listRequests(gateway, account.id, all, readCursor(before), Math.min(Math.max(limit, 1), 100));
    },
    present: ({ rows, next, dropped }) => presentRequestPage(rows, printCursor(next), next?.at ?? null, dropped),
  }),
];
