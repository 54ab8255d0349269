import { z } from "zod";
import { refuseIfAny } from "../../domain/base/errors.ts";
import { otherEndpointsMax } from "../../domain/event/endpoint.ts";
import { type EventKey, eventKeys } from "../../domain/event/event.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import { examineWebhooks } from "../../operations/event/doctor.ts";
import {
  removeOtherEndpoint,
  revealWebhookSecret,
  rollWebhookSecret,
  sendTestEvent,
  setOtherEndpoint,
  setWebhook,
} from "../../operations/event/webhook.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { newWebhookSecret } from "../../webhooks/signature.ts";
import { dashboardEndpoint, endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import {
  presentWebhook,
  presentWebhookSecret,
  presentWebhookTest,
  webhookSecretShape,
  webhookShape,
  webhookTestShape,
} from "./webhook.shape.ts";
import { examinationShape, presentExamination } from "./webhook-doctor.shape.ts";

const tag = "Dashboard: webhooks";
const secret = { returns: webhookSecretShape, present: presentWebhookSecret } as const;

const examined =
  "Sends an example event to each endpoint, and where it is taken also one that a stranger signed and a copy that was signed an hour ago: says what stands in the way of events, and whether the signature is checked.";

const keys = Object.keys(eventKeys) as EventKey[]; // the table has no other keys

/** @throws Refusal `bad_request` when events of the account may not be sent there */
function refuseUnfit(gateway: Gateway, { livemode }: Account, uri: string): void {
  refuseIfAny(
    "bad_request",
    gateway.webhooks.check(uri, livemode).map((fault) => `uri ${fault}`),
  );
}

const shown = ({ webhooks }: Gateway, account: Account) => ({ account, waits: webhooks.waits });

export const webhookEndpoints = [
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/webhook",
    right: "view",
    summary: "Retrieve the webhook",
    returns: webhookShape,
    refuses: [],
    run: async ({ gateway, account }) => shown(gateway, account),
    present: presentWebhook,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/webhook",
    right: "settings",
    summary: "Set the webhook",
    body: z.object({
      uri: field.text("Where events are sent, HTTPS in live mode; null or absent for nowhere.", 2_000).optional(),
    }),
    returns: webhookShape,
    refuses: ["bad_request"],
    run: async ({ gateway, account, body: { uri = null } }) => {
      if (uri !== null) refuseUnfit(gateway, account, uri);
      return shown(gateway, await setWebhook(gateway, account, uri));
    },
    present: presentWebhook,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/webhook/others",
    right: "settings",
    summary: "Set another endpoint",
    description: `Sends events there too, beside the main endpoint; for an address that is among them already, other events. At most ${otherEndpointsMax}. They hear of charges too that name endpoints of their own.`,
    body: z.object({
      uri: field.text("Where events are sent, HTTPS in live mode.", 2_000),
      events: field.texts("Keys of the events that are sent there; all where it is absent.", keys.length).optional(),
    }),
    returns: webhookShape,
    refuses: ["bad_request"],
    run: async ({ gateway, account, body: { uri, events = null } }) => {
      refuseUnfit(gateway, account, uri);
      const unknown = (events ?? []).filter((key) => !keys.some((each) => each === key));
      refuseIfAny("bad_request", unknown.length > 0 ? [`events must be of ${keys.join(", ")}`] : []);
      return shown(gateway, await setOtherEndpoint(gateway, account, { uri, events }));
    },
    present: presentWebhook,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/webhook/others/remove",
    right: "settings",
    summary: "Remove another endpoint",
    description: "What is on its way there already is still sent.",
    body: z.object({ uri: field.text("The endpoint's address.", 2_000) }),
    returns: webhookShape,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, body: { uri } }) => {
      return shown(gateway, await removeOtherEndpoint(gateway, account, uri));
    },
    present: presentWebhook,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/webhook/test",
    right: "webhooks",
    summary: "Send a test event",
    description:
      "Posts an example `charge.complete` to the endpoint, signed as every event, and answers with what was sent and what came back. Its charge failed and does not exist; " +
      "the header `Chamra-Test-Event` and `metadata.test_event` mark it.",
    returns: webhookTestShape,
    refuses: ["bad_request"],
    run: ({ gateway, account }) => sendTestEvent(gateway, account),
    present: presentWebhookTest,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/webhook/examine",
    right: "webhooks",
    summary: "Examine the endpoints",
    description: `${examined} Waits for the answers, half a minute at most.`,
    returns: examinationShape,
    refuses: [],
    run: ({ gateway, account }) => examineWebhooks(gateway, account),
    present: presentExamination,
  }),
  endpoint({
    tag: "Test control",
    auth: "secret",
    method: "POST",
    path: "/test/webhook/examine",
    resource: "account",
    summary: "Examine the endpoints of test mode",
    description: examined,
    returns: examinationShape,
    refuses: ["bad_request"],
    run: ({ gateway, account }) => {
      mustBeTest(account, "this");
      return examineWebhooks(gateway, account);
    },
    present: presentExamination,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/webhook/reveal",
    right: "secret_keys",
    summary: "Reveal the webhook secret",
    ...secret,
    refuses: [],
    run: ({ gateway, account }) => revealWebhookSecret(gateway, account),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/webhook/roll",
    right: "secret_keys",
    summary: "Roll the webhook secret",
    description:
      "Puts a new secret in place. For 24 hours the one before signs too: two signatures, separated by a comma.",
    ...secret,
    refuses: ["bad_request"],
    run: ({ gateway, account }) => rollWebhookSecret(gateway, account, newWebhookSecret()),
  }),
];
