import { z } from "zod";
import { disable, request, standings } from "../../operations/merchant/method.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { methodShape, methodsShape, presentMethod, presentMethods } from "./method.shape.ts";

const tag = "Dashboard: payment methods";
const one = { returns: methodShape, present: presentMethod } as const;

export const methodEndpoints = [
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/methods",
    right: "view",
    summary: "List all methods",
    description: "Every payment method with its terms and limits, and where the account stands with it.",
    returns: methodsShape,
    refuses: [],
    run: async ({ gateway, account }) => standings(gateway, account),
    present: presentMethods,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/methods/:type/request",
    right: "methods",
    summary: "Request a method",
    description:
      "Accepts the method's terms. In test mode it is enabled at once, in live mode once an operator has approved it.",
    body: z.object({ terms_version: field.text("The version of the terms that were read and accepted.", 64) }),
    ...one,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, params, body }) => request(gateway, account, params.type, body.terms_version),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/methods/:type/disable",
    right: "methods",
    summary: "Disable a method",
    description: "It disappears from the capability and is refused from now on. Charges under way go on.",
    ...one,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, params }) => disable(gateway, account, params.type),
  }),
];
