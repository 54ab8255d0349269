import { Refusal } from "../../domain/base/errors.ts";
import { revise } from "../../domain/base/row.ts";
import { reveal, Secret } from "../../domain/base/secret.ts";
import type { Time } from "../../domain/base/time.ts";
import { putEndpoint, removeEndpoint } from "../../domain/event/endpoint.ts";
import type { Event } from "../../domain/event/event.ts";
import { rollSecret, signingSecrets } from "../../domain/event/webhook-secret.ts";
import type { Account, OtherEndpoint } from "../../domain/merchant/account.ts";
import { createCharge, plainRequest } from "../../domain/payment/create-charge.ts";
import { createInlineSource } from "../../domain/payment/create-source.ts";
import { cardType, firstLimits, type Method } from "../../domain/payment/method.ts";
import { decline } from "../../domain/payment/settle-charge.ts";
import { nothingGiven } from "../../domain/payment/source-field.ts";
import { type Gateway, newReference, type Sent } from "../gateway.ts";
import { changeAccount } from "../merchant/account.ts";

/** An account with one of its webhook secrets, base64 as the merchant uses it. */
export type WebhookSecret = { account: Account; secret: string };

/** A test event that was sent, and the endpoint's answer. */
export type TestEvent = Sent & { event: string; uri: string; sentAt: Time };

/** Sets or removes the account's endpoint. The address was checked where it was read. */
export function setWebhook(gateway: Gateway, account: Account, uri: string | null): Promise<Account> {
  return changeAccount(gateway, account.id, (current) => revise(current, { webhookUri: uri }));
}

/** Adds or changes another endpoint, for some events or all. @throws Refusal `bad_request` when there are too many */
export function setOtherEndpoint(gateway: Gateway, account: Account, endpoint: OtherEndpoint): Promise<Account> {
  return changeAccount(gateway, account.id, (current) => putEndpoint(current, endpoint));
}

/** Removes another endpoint; deliveries under way to it go on. @throws Refusal `not_found` */
export function removeOtherEndpoint(gateway: Gateway, account: Account, uri: string): Promise<Account> {
  return changeAccount(gateway, account.id, (current) => removeEndpoint(current, uri));
}

/** Returns the secret that signs an account's webhooks, base64. */
export const webhookSecretOf = (gateway: Gateway, account: Account): string =>
  unseal(gateway, account, account.webhookSecret);

/** Returns all secrets that sign now, newest first. */
export const signingSecretsOf = (gateway: Pick<Gateway, "vault" | "clock">, account: Account): string[] =>
  signingSecrets(account, gateway.clock.of(account.id)).map((sealed) => unseal(gateway, account, sealed));

/** Shows the secret; the audit log records it. */
export async function revealWebhookSecret(gateway: Gateway, account: Account): Promise<WebhookSecret> {
  await gateway.note({});
  return { account, secret: webhookSecretOf(gateway, account) };
}

/**
 * Replaces the secret. Old and new both sign for 24 hours, so that receivers can change over without losing an event.
 * @throws Refusal `bad_request` when it was rolled too often within that time
 */
export async function rollWebhookSecret(gateway: Gateway, account: Account, secret: string): Promise<WebhookSecret> {
  const sealed = gateway.vault.keyring.sealText(new Secret(secret), account.id);
  const rolled = await changeAccount(gateway, account.id, (current) =>
    rollSecret(current, sealed, gateway.clock.of(account.id)),
  );
  return { account: rolled, secret };
}

/**
 * Sends an example event to the account's endpoint, signed and shaped like every event, and returns the answer. The event is not stored,
 * and its charge does not exist: a receiver that reads the charge again, as it should, finds nothing. A receiver that does not ships nothing,
 * because the charge failed. Header, description and metadata say that it is a test.
 *
 * @throws Refusal `bad_request` when no endpoint is set
 */
export async function sendTestEvent(gateway: Gateway, account: Account): Promise<TestEvent> {
  const uri = account.webhookUri;
  if (uri === null) throw new Refusal("bad_request", "no webhook endpoint is set: set one first");
  await gateway.note({});
  const event = exampleEvent(gateway, account);
  const sent = await gateway.webhooks.post(event, uri, { [testHeader]: "1" });
  return { ...sent, event: event.id, uri, sentAt: event.createdAt };
}

/** Header that only test events have. */
export const testHeader = "chamra-test-event";

const about = "Test event from the dashboard. Nobody paid, and this charge does not exist.";

/** Makes the event that every shop waits for: a completed charge. */
export function exampleEvent(gateway: Gateway, account: Account): Event {
  const { livemode, apiVersion } = account;
  const now = gateway.clock.of(account.id);
  const ids = {
    charge: gateway.newId("charge", livemode),
    page: gateway.newPageId("page", account),
    providerReference: newReference(gateway),
  };
  const method = exampleMethod(gateway, account);
  const request = {
    ...plainRequest,
    amount: firstLimits(method).min,
    currency: account.currency,
    returnUri: "https://example.com/orders/test/complete",
    description: about,
    metadata: { test_event: true },
  };
  const source = createInlineSource(
    gateway.newId("source", livemode),
    account,
    method,
    { ...nothingGiven, ...request },
    now,
  );
  const payment = {
    method,
    source,
    inline: true,
    token: null,
    card: null,
    customer: null,
    upstream: null,
    exchange: null,
  };
  const { charge } = decline(createCharge(account, payment, request, ids, now).charge, "payment_rejected", now);
  return {
    id: gateway.newId("event", livemode),
    account: account.id,
    livemode,
    key: "charge.complete",
    object: "charge",
    objectId: charge.id,
    charge: charge.id,
    data: gateway.serialize({ kind: "charge", row: charge }, apiVersion, now),
    apiVersion,
    createdAt: now,
  };
}

/** A method with a payer's page and without a card: most shops must handle its completion. */
function exampleMethod(gateway: Gateway, account: Account): Method {
  const methods = gateway.methods.in(account.currency);
  const pages = methods.all.filter(({ journey, carries }) => journey.kind === "page" && carries === null);
  const [simplest] = pages.filter(({ parameters }) => !Object.values(parameters).includes("required"));
  return simplest ?? methods.of(cardType);
}

const unseal = ({ vault }: Pick<Gateway, "vault">, { id }: Account, sealed: string): string =>
  reveal(vault.keyring.openText(sealed, id));
