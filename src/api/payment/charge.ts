import { z } from "zod";
import { Refusal, refuseIfAny } from "../../domain/base/errors.ts";
import { type CardOnFile, recurringReasons } from "../../domain/payment/card-on-file.ts";
import { plainRequest } from "../../domain/payment/create-charge.ts";
import { failureCodes } from "../../domain/payment/failure.ts";
import { currenciesOf } from "../../domain/payment/method.ts";
import { withAttempts } from "../../operations/event/event.ts";
import {
  captureCharge,
  createCharge,
  expireCharge,
  getCharge,
  type PaymentRequest,
  reverseCharge,
  updateCharge,
} from "../../operations/payment/charge.ts";
import { markCharge } from "../../operations/sandbox/play.ts";
import { linkedAccount } from "../debit/linked-account.ts";
import { eventShape, presentEvent } from "../event/event.shape.ts";
import { endpoint } from "../wire/endpoint.ts";
import { refusedBy } from "../wire/fault.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { chargeShape, presentCharge } from "./charge.shape.ts";
import { chargeRequests } from "./charge.versions.ts";
import { currencies, sourceDetails, sourceRequest } from "./source.ts";

const sourceFault = "must be the id of a source, or the parameters of one";

const creation = z.object({
  currency: field.currency("The account's currency, or another that the method takes.", currencies),
  amount: field.integer("In the smallest unit: satang."),
  source: z
    .union([field.id("Id of a source that was not used before.", sourceFault), z.object(sourceDetails)])
    .optional()
    .meta({ description: "Id of a source that was not used before, or the parameters of one to be made now." }),
  card: field
    .id(
      "Id of a token that was not used before, or with `customer` the id of one of the customer's cards. Installments require a card.",
      "must be the id of a token",
    )
    .optional(),
  return_uri: field.uri("Where the payer goes afterwards. Required where the payer has something to do.").optional(),
  capture: field.flag("Cards: false holds the amount until it is captured.").optional(),
  authorization_type: field.word("Cards: `pre_auth` allows a partial capture.", ["pre_auth", "final_auth"]).optional(),
  description: field.text("What is bought. Its payer reads it on the payment page.", 1_000).optional(),
  metadata: field.metadata("The merchant's own data.").optional(),
  ip: field.text("The payer's address.", 64).optional(),
  expires_at: field.time("When to stop waiting for the payer; at most 7 days ahead.").optional(),
  zero_interest_installments: field
    .flag("Installments: true when the merchant pays the interest. Must match the source.")
    .optional(),
  webhook_endpoints: field.texts("Addresses that hear of this charge instead of the account's.", 2).optional(),
  authentication: field
    .word(
      "Cards: `3DS` asks the cardholder to authenticate, `PASSKEY` to do so with a passkey, for which the token needs `email` or `phone_number`; else 3-D Secure takes its place. With `PASSKEY` a token can be charged 0, which asks its issuer whether the card is good.",
      ["3DS", "PASSKEY"],
    )
    .optional(),
  customer: field
    .id(
      "Id of a customer, whose default card is charged, or the one that `card` names.",
      "must be the id of a customer",
    )
    .optional(),
  ...linkedAccount,
  transaction_indicator: field
    .word("Cards on file: `MIT` where the merchant begins the payment, without the cardholder.", ["MIT", "CIT"])
    .optional(),
  recurring_reason: field.word("Cards on file: why the merchant begins the payment.", recurringReasons).optional(),
  first_charge: field
    .id("Cards on file: id of the charge that was the first of the row.", "must be the id of a charge")
    .optional(),
});

const details = { tag: "Charges", auth: "secret", returns: chargeShape, present: presentCharge } as const;

export const chargeEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/charges",
    right: "money",
    summary: "Create a charge",
    description:
      "Takes money from a payer, or begins to. A declined payment is a charge with `status: failed`, not an error.",
    body: creation,
    older: chargeRequests,
    refuses: [
      "bad_request",
      "invalid_amount",
      "invalid_charge",
      "used_token",
      "missing_card",
      "not_found",
      "not_ready_for_live",
    ],
    // a live test of a community library found the code of a missing amount; recordings have that of a wrong one, and of the currency
    refusal: refusedBy(
      ["invalid_amount", ({ parameter, missing }) => parameter === "amount" && missing],
      ["invalid_charge", ({ parameter }) => parameter === "amount" || parameter === "currency"],
    ),
    run: ({ gateway, caller, account, body, ip }) => {
      if (!gateway.methods.in(account.currency).all.some((method) => currenciesOf(method).includes(body.currency)))
        throw new Refusal("invalid_charge", "currency is currently not supported");
      refuseIfAny("bad_request", [
        ...(body.webhook_endpoints ?? []).flatMap((uri) =>
          gateway.webhooks.check(uri, account.livemode).map((fault) => `webhook_endpoints ${fault}`),
        ),
      ]);
      return createCharge(gateway, caller, paymentOf(body, ip), {
        ...plainRequest,
        amount: body.amount,
        currency: body.currency,
        capture: body.capture ?? true,
        preAuth: body.authorization_type === "pre_auth",
        returnUri: body.return_uri,
        description: body.description,
        metadata: body.metadata ?? {},
        ip: body.ip,
        expiresAt: body.expires_at,
        zeroInterestInstallments: body.zero_interest_installments,
        webhookEndpoints: body.webhook_endpoints?.length === 0 ? undefined : body.webhook_endpoints,
        authentication: body.authentication ?? null,
        cardOnFile: cardOnFileOf(body),
      });
    },
  }),
  listEndpoint({
    tag: "Charges",
    auth: "secret",
    path: "/charges",
    right: "view",
    summary: "List charges",
    item: chargeShape,
    list: ({ gateway, account, range }) => gateway.store.charge.list(account.id, range),
    present: presentCharge,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/charges/:id",
    right: "view",
    summary: "Retrieve a charge",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getCharge(gateway, account.id, params.id),
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/charges/:id",
    summary: "Update a charge",
    description: "Replaces description or metadata.",
    body: z.object({ description: creation.shape.description, metadata: creation.shape.metadata }),
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, caller, params, body: { description, metadata } }) =>
      updateCharge(gateway, caller, params.id, {
        ...(description !== undefined && { description }),
        ...(metadata !== undefined && { metadata }),
      }),
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/charges/:id/capture",
    right: "money",
    summary: "Capture a charge",
    description: "Claims an authorized amount; a part of it only for `authorization_type=pre_auth`.",
    body: z.object({ capture_amount: field.zeroIsAbsent(field.minor("The whole amount by default, and for 0.")) }),
    refuses: ["bad_request", "not_found", "failed_capture", "expired_charge"],
    run: ({ gateway, caller, params, body }) => captureCharge(gateway, caller, params.id, body.capture_amount),
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/charges/:id/reverse",
    right: "money",
    summary: "Reverse a charge",
    description: "Releases an authorized amount that was not captured.",
    refuses: ["not_found", "failed_reverse"],
    run: ({ gateway, caller, params }) => reverseCharge(gateway, caller, params.id),
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/charges/:id/expire",
    right: "money",
    summary: "Expire a charge",
    description: "Stops waiting for the payer.",
    refuses: ["not_found", "failed_expire"],
    run: ({ gateway, caller, params }) => expireCharge(gateway, caller, params.id),
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/charges/:id/mark_as_paid",
    right: "money",
    summary: "Mark a test charge as paid",
    description: "Plays a payer who pays. Test mode only.",
    refuses: ["not_found", "invalid_charge"],
    run: ({ gateway, caller, params }) => markCharge(gateway, caller, params.id, "successful"),
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/charges/:id/mark_as_failed",
    right: "money",
    summary: "Mark a test charge as failed",
    description: "Plays a payment that fails, with `failed_processing` unless another code is named. Test mode only.",
    body: z.object({
      failure_code: field.word("One of the codes with which the charge's method fails.", failureCodes).optional(),
    }),
    refuses: ["not_found", "bad_request", "invalid_charge"],
    run: ({ gateway, caller, params, body }) =>
      markCharge(gateway, caller, params.id, body.failure_code ?? "failed_processing"),
  }),
  listEndpoint({
    tag: "Charges",
    auth: "secret",
    path: "/charges/:id/events",
    summary: "List events of a charge",
    item: eventShape,
    list: async ({ gateway, account, params, range }) => {
      const { id } = await getCharge(gateway, account.id, params.id);
      return withAttempts(gateway, account.id, await gateway.store.event.listOfCharge(account.id, id, range));
    },
    present: presentEvent,
  }),
];

function cardOnFileOf({
  transaction_indicator: indicator,
  recurring_reason: reason,
  first_charge: first,
}: z.output<typeof creation>): CardOnFile | null {
  if (indicator === undefined && reason === undefined && first === undefined) return null;
  return { transactionIndicator: indicator ?? null, recurringReason: reason ?? null, firstCharge: first ?? null };
}

function paymentOf(body: z.output<typeof creation>, ip: string): PaymentRequest {
  const { source: given, card, customer, linked_account: linkedAccount } = body;
  if (typeof given !== "object") return { source: given, card, customer, linkedAccount };
  const source: { type: string } & Record<string, unknown> = given;
  const inline = {
    ...source,
    zero_interest_installments: source["zero_interest_installments"] ?? body.zero_interest_installments,
  };
  return {
    source: { type: source.type, request: sourceRequest(inline, { ...body, ip: body.ip ?? ip }) },
    card,
    customer,
    linkedAccount,
  };
}
