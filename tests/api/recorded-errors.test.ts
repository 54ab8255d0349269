import { expect, test } from "vitest";
import { aToken, cardCharge } from "../kit/builders.ts";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";

/**
 * Errors recorded from the original, verbatim: the request that causes each, its status, code and message.
 * Sources: test data of the official client libraries for PHP, Swift, Go and Elixir, and of the mobile libraries.
 */
const recorded: [code: string, message: string, status: number, ask: (gateway: TestGateway) => Promise<Answer>][] = [
  [
    "authentication_failure",
    "authentication failed",
    401,
    ({ call }) => call("GET", "/account", { key: "skey_test_no" }),
  ],
  ["bad_request", "amount is not a number", 400, (gateway) => source(gateway, { amount: "abc" })],
  ["bad_request", "currency is currently not supported", 400, (gateway) => source(gateway, { currency: "invalid" })],
  ["bad_request", "type is currently not supported", 400, (gateway) => source(gateway, { type: "invalid" })],
  [
    "failed_reverse",
    "only uncaptured authorized charges can be reversed",
    400,
    async (gateway) => gateway.call("POST", `/charges/${(await cardCharge(gateway)).json.id}/reverse`),
  ],
  ["failed_capture", "Charge is not authorized", 400, (gateway) => captureOfPending(gateway)],
  ["invalid_card", "number is invalid", 400, (gateway) => token(gateway, { number: "4242424242424241" })],
  [
    "invalid_charge",
    "amount must be greater than or equal to 2000 (thb subunits)",
    400,
    (gateway) => cardCharge(gateway, { amount: 10 }),
  ],
  [
    "invalid_charge",
    "currency is currently not supported",
    400,
    (gateway) => cardCharge(gateway, { currency: "invalid" }),
  ],
  [
    "invalid_charge",
    "currency is currently not supported and amount is not a number",
    400,
    (gateway) => cardCharge(gateway, { amount: "abc", currency: "XXX" }),
  ],
  [
    "missing_card",
    "request contains no card parameters",
    400,
    ({ call, publicKey }) => call("POST", "/tokens", { key: publicKey, body: { x: 1 } }),
  ],
  [
    "not_found",
    "charge chrg_63f4bvoea7xdc1je2ry2 was not found",
    404,
    ({ call }) => call("GET", "/charges/chrg_63f4bvoea7xdc1je2ry2"),
  ],
  [
    "not_found",
    "source src_test_61ogzjw3to8279z8f6pk was not found",
    404,
    ({ call }) => call("GET", "/sources/src_test_61ogzjw3to8279z8f6pk"),
  ],
  [
    "not_found",
    "token tokn_test_6143sao9orm05j2t78jl was not found",
    404,
    ({ call, publicKey }) => call("GET", "/tokens/tokn_test_6143sao9orm05j2t78jl", { key: publicKey }),
  ],
  ["not_found", "token invalid_token was not found", 404, (gateway) => cardCharge(gateway, { card: "invalid_token" })],
  ["used_token", "token was already used", 400, (gateway) => spentTwice(gateway)],
  ["failed_refund", "amount is not a number", 400, (gateway) => refundOf(gateway, "abc")],
];

test.each(recorded)("%s: %s", async (code, message, status, ask) => {
  const answer = await ask(await aGateway());
  const location = `https://www.omise.co/api-errors#${code.replaceAll("_", "-")}`;
  expect(answer.text).toBe(`${JSON.stringify({ object: "error", location, code, message }, null, 2)}\n`);
  expect(answer.status).toBe(status);
});

function source({ call, publicKey }: TestGateway, patch: object): Promise<Answer> {
  const body = { amount: 150000, currency: "THB", type: "mobile_banking_kbank", ...patch };
  return call("POST", "/sources", { key: publicKey, body });
}

function token({ call, publicKey }: TestGateway, patch: object): Promise<Answer> {
  const card = {
    name: "Somchai Prasert",
    number: "4242424242424242",
    expiration_month: 12,
    expiration_year: 2030,
    ...patch,
  };
  return call("POST", "/tokens", { key: publicKey, body: { card } });
}

async function captureOfPending(gateway: TestGateway): Promise<Answer> {
  const challenge = { authentication: "3DS", return_uri: "https://example.com/done" };
  const { json } = await cardCharge(gateway, challenge);
  return gateway.call("POST", `/charges/${json.id}/capture`);
}

async function spentTwice(gateway: TestGateway): Promise<Answer> {
  const body = { amount: 100000, currency: "THB", card: await aToken(gateway) };
  await gateway.call("POST", "/charges", { body });
  return gateway.call("POST", "/charges", { body });
}

async function refundOf(gateway: TestGateway, amount: string): Promise<Answer> {
  const { json } = await cardCharge(gateway);
  return gateway.call("POST", `/charges/${json.id}/refunds`, { body: { amount } });
}
