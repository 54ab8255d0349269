import { expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { aToken } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";

/** What confirms a card by a passkey. Sources: live tests of omise-go, examples of omise-node, the guide of omise-dotnet. */

const reachable = { email: "somchai@example.com" };

async function passkeyCharge(
  gateway: TestGateway,
  patch: Record<string, unknown> = {},
  holder: Record<string, unknown> = reachable,
) {
  const card = await aToken(gateway, "4242424242424242", holder);
  const body = { amount: 100000, currency: "THB", card, authentication: "PASSKEY", return_uri: "https://example.com/" };
  return gateway.call("POST", "/charges", { body: { ...body, ...patch } });
}

test.each([
  ["an e-mail address", reachable],
  ["a telephone number", { phone_number: "+66812345678" }],
])("a cardholder with %s confirms a charge with a passkey in their browser, and it is paid", async (_, holder) => {
  const gateway = await aGateway();
  const { status, json } = await passkeyCharge(gateway, {}, holder);
  expect(status).toBe(200);
  expect(json).toMatchObject({ status: "pending", authorized: false, authenticated_by: "PASSKEY" });
  expect(json.authorize_uri).toMatch(/\/authorize\?signature=[0-9a-f]{64}$/);
  const page = await fetch(json.authorize_uri, { headers: { accept: "text/html" } });
  expect(page.status).toBe(200);
  const { json: paid } = await gateway.call("POST", `${json.location}/mark_as_paid`);
  expect(paid).toMatchObject({ status: "successful", paid: true, authenticated_by: "PASSKEY" });
});

test("without either, 3-D Secure takes its place, and the charge says so", async () => {
  const gateway = await aGateway();
  const { json } = await passkeyCharge(gateway, {}, {});
  expect(json).toMatchObject({ status: "pending", authenticated_by: "3DS" });
  expect(json.authorize_uri).toMatch(/\?acs=false$/);
});

test("a charge that asks for no passkey has the recorded keys only", async () => {
  const gateway = await aGateway();
  expect((await passkeyCharge(gateway, { authentication: "3DS" })).json).not.toHaveProperty("authenticated_by");
});

test("the live test of omise-go gets its charge of 0, which failed, since its payer had no way back", async () => {
  const gateway = await aGateway();
  const { status, json } = await passkeyCharge(gateway, { amount: 0, return_uri: undefined }, {});
  expect(status).toBe(200);
  expect(json).toMatchObject({ object: "charge", amount: 0, status: "failed", failure_code: "payment_rejected" });
});

for (const engine of ["sqlite", "postgres"] as const)
  test(`a charge of 0 asks the issuer whether the card is good, moves no money, and lapses (${engine})`, async () => {
    const gateway = await aGateway({ engine });
    const { json } = await passkeyCharge(gateway, { amount: 0 });
    expect(json).toMatchObject({ amount: 0, net: 0, fee: 0, capture: false, status: "pending", authorized: false });
    const { json: good } = await gateway.call("POST", `${json.location}/mark_as_paid`);
    expect(good).toMatchObject({
      authorized: true,
      capturable: false,
      reversible: true,
      paid: false,
      transaction: null,
    });
    const { status, json: refused } = await gateway.call("POST", `${json.location}/capture`);
    expect([status, refused.code]).toEqual([400, "failed_capture"]);
    expect(refused.message).toBe("charge has an amount of 0, so there is nothing to capture");
    await gateway.advance(days(7));
    expect((await gateway.call("GET", json.location)).json).toMatchObject({ status: "reversed" });
    expect((await gateway.call("GET", "/transactions")).json.total).toBe(0);
  });

test.each([
  [{ amount: 0, authentication: "3DS" }, "amount must be greater than or equal to 2000 (thb subunits)"],
  [{ amount: 0, authentication: undefined }, "amount must be greater than or equal to 2000 (thb subunits)"],
  [{ amount: 1 }, "amount must be greater than or equal to 2000 (thb subunits)"],
  [{ amount: -1 }, "amount must be greater than or equal to 2000 (thb subunits)"],
  [{ authentication: "FINGERPRINT" }, "authentication must be 3DS or PASSKEY"],
])("a token charged with %j is refused", async (patch, message) => {
  const gateway = await aGateway();
  const { status, json } = await passkeyCharge(gateway, patch);
  expect([status, json.message]).toEqual([400, message]);
});

test("a customer's card cannot be charged 0", async () => {
  const gateway = await aGateway();
  const card = await aToken(gateway, "4242424242424242", reachable);
  const { json: customer } = await gateway.call("POST", "/customers", { body: { card } });
  const { json } = await passkeyCharge(gateway, { amount: 0, card: undefined, customer: customer.id });
  expect(json).toMatchObject({ code: "invalid_charge" });
});
