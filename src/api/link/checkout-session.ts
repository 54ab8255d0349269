import { z } from "zod";
import { createSession, getSession } from "../../operations/link/checkout-session.ts";
import { currencies } from "../payment/source.ts";
import { dashboardEndpoint, endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { checkoutSessionShape, presentCheckoutSession } from "./checkout-session.shape.ts";

const details = {
  tag: "Checkout sessions",
  auth: "secret",
  returns: checkoutSessionShape,
  present: presentCheckoutSession,
} as const;

/** Upper bound of named methods. */
const methodsMax = 50;

export const checkoutSessionEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/api/sessions",
    summary: "Create a checkout session",
    description:
      "Begins the payment of an order at a page of the gateway, from which the payer comes back to the shop. Shop plug-ins use it instead of a form of their own.",
    body: z.object({
      amount: field.minor("In the smallest unit: satang."),
      currency: field.currency("The account's currency, or another that the method takes.", currencies),
      order_id: field.text("The shop's name of the order.").optional(),
      description: field.text("What is bought. Its payer reads it.", 1_000).optional(),
      payment_methods: field
        .texts("Types or families of methods; all of the account's by default.", methodsMax)
        .optional(),
      redirect_urls: z.object({
        complete_url: field.uri("Where the payer goes when it was paid."),
        cancel_url: field.uri("Where the payer goes who gives up.").optional(),
      }),
      metadata: field.metadata("The merchant's own data; that of its charges, too.").optional(),
      style: field
        .metadata("The shop's colours: the page has `theme_color`, `#rrggbb`, made readable where it is not.")
        .optional(),
      locale: field.text("Language of the page, where the payer chooses none: `th`, `en` or `ja`.", 16).optional(),
      auto_capture: field.flag("Cards: false holds the amount until it is captured.").optional(),
    }),
    refuses: ["bad_request"],
    run: ({ gateway, caller, body }) =>
      createSession(gateway, caller, {
        amount: body.amount,
        currency: body.currency,
        orderId: body.order_id ?? null,
        description: body.description ?? null,
        methods: body.payment_methods ?? [],
        completeUrl: body.redirect_urls.complete_url,
        cancelUrl: body.redirect_urls.cancel_url ?? null,
        metadata: body.metadata ?? {},
        style: body.style ?? null,
        locale: body.locale ?? null,
        autoCapture: body.auto_capture ?? true,
      }),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/api/sessions/:id",
    summary: "Retrieve a checkout session",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getSession(gateway, account.id, params.id),
  }),
  listEndpoint({
    tag: "Dashboard: checkout sessions",
    auth: "session",
    path: "/checkout_sessions",
    right: "view",
    summary: "List checkout sessions",
    item: checkoutSessionShape,
    list: ({ gateway, account, range }) => gateway.store.checkoutSession.list(account.id, range),
    present: presentCheckoutSession,
  }),
  dashboardEndpoint({
    tag: "Dashboard: checkout sessions",
    method: "GET",
    path: "/checkout_sessions/:id",
    right: "view",
    summary: "Retrieve a checkout session in the dashboard",
    returns: checkoutSessionShape,
    present: presentCheckoutSession,
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getSession(gateway, account.id, params.id),
  }),
];
