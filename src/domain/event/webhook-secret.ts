import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import { hours, type Time } from "../base/time.ts";
import type { Account } from "../merchant/account.ts";

/** So long a secret that was rolled signs beside its successor. */
const overlap = hours(24);

/** Signatures stand in one header, so there can only be so many. */
const previousMax = 4;

/** The sealed secrets that sign an account's webhooks, newest first. */
export function signingSecrets({ webhookSecret, previousWebhookSecrets }: Account, now: Time): string[] {
  return [webhookSecret, ...stillSigning(previousWebhookSecrets, now).map(({ secret }) => secret)];
}

/** Until when a secret from before still signs, or null. */
export function previousSecretsUntil({ previousWebhookSecrets }: Account, now: Time): Time | null {
  return stillSigning(previousWebhookSecrets, now)[0]?.until ?? null;
}

/**
 * Puts another secret in place. Those before sign on until their time, also when it is rolled again meanwhile: a receiver
 * that knows any of them takes what we send.
 *
 * @param sealed the new secret
 * @throws Refusal `bad_request` when so many still sign that no other finds room
 */
export function rollSecret(account: Account, sealed: string, now: Time): Account {
  const kept = stillSigning(account.previousWebhookSecrets, now);
  if (kept.length >= previousMax) {
    throw new Refusal(
      "bad_request",
      `the webhook secret was rolled ${previousMax} times within 24 hours: wait until the oldest has stopped signing`,
    );
  }
  return revise(account, {
    webhookSecret: sealed,
    webhookSecretSince: now,
    previousWebhookSecrets: [{ secret: account.webhookSecret, until: now + overlap }, ...kept],
  });
}

const stillSigning = <Secret extends { until: Time }>(secrets: readonly Secret[], now: Time): Secret[] =>
  secrets.filter(({ until }) => now < until);
