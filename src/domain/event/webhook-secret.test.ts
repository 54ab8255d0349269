import { expect, test } from "vitest";
import { anAccount, noon } from "../../../tests/kit/domain-builders.ts";
import { hours } from "../base/time.ts";
import { previousSecretsUntil, rollSecret, signingSecrets } from "./webhook-secret.ts";

const first = anAccount({ webhookSecret: "first" });

test("a rolled secret signs beside its successor for 24 hours", () => {
  const rolled = rollSecret(first, "second", noon);
  expect(signingSecrets(rolled, noon)).toEqual(["second", "first"]);
  expect(signingSecrets(rolled, noon + hours(24) - 1)).toEqual(["second", "first"]);
  expect(signingSecrets(rolled, noon + hours(24))).toEqual(["second"]);
  expect(previousSecretsUntil(rolled, noon)).toBe(noon + hours(24));
  expect(previousSecretsUntil(rolled, noon + hours(24))).toBeNull();
});

test("each secret keeps its own 24 hours when it is rolled again", () => {
  const twice = rollSecret(rollSecret(first, "second", noon), "third", noon + hours(6));
  expect(signingSecrets(twice, noon + hours(7))).toEqual(["third", "second", "first"]);
  expect(signingSecrets(twice, noon + hours(25))).toEqual(["third", "second"]);
  expect(signingSecrets(twice, noon + hours(30))).toEqual(["third"]);
});

test("expired secrets are forgotten, and a roll is refused while too many still sign", () => {
  let account = first;
  for (const each of ["a", "b", "c", "d"]) account = rollSecret(account, each, noon);
  expect(() => rollSecret(account, "e", noon)).toThrow("rolled 4 times within 24 hours");
  expect(rollSecret(account, "e", noon + hours(24)).previousWebhookSecrets.map(({ secret }) => secret)).toEqual(["d"]);
});
