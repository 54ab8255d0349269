// node --test: a K PLUS payment, its webhooks, and a month in a second.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startChamra } from "chamra/testing";

let chamra;
before(async () => {
  chamra = await startChamra();
});
after(() => chamra.close());

const order = {
  amount: 150000,
  currency: "THB",
  return_uri: "http://localhost:3000/orders/1/complete",
  source: { type: "mobile_banking_kbank" },
};

test("an order is paid when its payer has paid", async () => {
  const charge = await chamra.request("POST", "/charges", order); // here your own code, with chamra.url and chamra.secretKey
  await chamra.payer.pay(charge);
  const event = await chamra.webhooks.next("charge.complete");
  assert.equal(event.data.id, charge.id);
  assert.equal(event.data.status, "successful");
});

test("an order whose payer has no money is not paid", async () => {
  const charge = await chamra.request("POST", "/charges", order);
  await chamra.payer.fail(charge, "insufficient_fund");
  assert.equal((await chamra.webhooks.next("charge.complete")).data.failure_code, "insufficient_fund");
});

test("an order that nobody pays expires", async () => {
  const account = await chamra.account(); // one of its own, so that no other test sees its time
  await account.request("POST", "/charges", order);
  await account.clock.advance("31d");
  assert.equal((await account.webhooks.next("charge.expire")).data.status, "expired");
});
