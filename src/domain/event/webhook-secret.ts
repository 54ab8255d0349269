import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import { hours, type Time } from "../base/time.ts";
import type { Account } from "../merchant/account.ts";

/** How long a replaced secret still signs beside its successor. */
const overlap = hours(24);

/** Upper bound of replaced secrets that still sign: all signatures stand in one header. */
const previousMax = 4;

/** The sealed secrets that sign an account's webhooks, newest first. */
export function signingSecrets({ webhookSecret, previousWebhookSecrets }: Account, now: Time): string[] {
  return [webhookSecret, ...stillSigning(previousWebhookSecrets, now).map(({ secret }) => secret)];
}

/** The time until which a replaced secret still signs; null when none does. */
export function previousSecretsUntil({ previousWebhookSecrets }: Account, now: Time): Time | null {
  return stillSigning(previousWebhookSecrets, now)[0]?.until ?? null;
}

/**
 * Sets a new webhook secret. Replaced secrets sign until their time, even when the secret is rolled again: a receiver that knows one of them can
 * verify.
 *
 * @param sealed the new secret
 * @throws Refusal `bad_request` when too many replaced secrets still sign
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
