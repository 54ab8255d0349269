import { expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";

import { createMerchant } from "../../src/operations/merchant/account.ts";
import { newWebhookSecret } from "../../src/webhooks/signature.ts";
import { kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";

test("what an account does happens in its own time: where its clock is ahead its charges are, and nobody else's", async () => {
  const testing = await aGateway();
  const { gateway } = testing;
  const other = await createMerchant(gateway, { name: "Other", email: "other@example.com" }, newWebhookSecret);
  const ahead = other.test.account.id;
  gateway.clock.of = (account) => gateway.now() + (account === ahead ? days(3) : 0);

  const own = await kplusCharge(testing);
  const theirs = await testing.call("POST", "/charges", {
    key: other.test.secretKey,
    body: {
      amount: 150000,
      currency: "THB",
      source: { type: "mobile_banking_kbank" },
      return_uri: "https://example.com/done",
    },
  });
  for (const what of ["created_at", "expires_at"])
    expect(Date.parse(theirs.json[what]) - Date.parse(own.json[what]), what).toBe(days(3));
  const { json: events } = await testing.call("GET", "/events", { key: other.test.secretKey });
  expect(events.data[0].created_at).toBe(theirs.json.created_at);
  expect(await (await fetch(theirs.json.authorize_uri)).text()).toContain("1,500.00");
});
