import type { Country } from "../../src/domain/base/country.ts";
import { type AccountWithKeys, createMerchant } from "../../src/operations/merchant/account.ts";
import type { Answer, TestGateway } from "./gateway.ts";

/** The K PLUS charge of the guide, with its source inside. */
export function kplusCharge(gateway: TestGateway, patch: Record<string, unknown> = {}): Promise<Answer> {
  const body = {
    amount: 150000,
    currency: "THB",
    return_uri: "http://example.com/orders/345678/complete",
    source: { type: "mobile_banking_kbank", platform_type: "IOS" },
    ...patch,
  };
  return gateway.call("POST", "/charges", { body });
}

/** A token of a test card. */
export async function aToken(
  gateway: TestGateway,
  number = "4242424242424242",
  patch: Record<string, unknown> = {},
): Promise<string> {
  const card = {
    name: "Somchai Prasert",
    number,
    expiration_month: 12,
    expiration_year: 2030,
    security_code: "123",
    ...patch,
  };
  const { json } = await gateway.call("POST", "/tokens", { body: { card }, key: gateway.publicKey });
  if (json.object !== "token") throw new Error(`no token: ${json.message}`);
  return json.id;
}

/** A card charge; by default paid at once. */
export async function cardCharge(
  gateway: TestGateway,
  patch: Record<string, unknown> = {},
  number?: string,
): Promise<Answer> {
  const card = await aToken(gateway, number);
  return gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card, ...patch } });
}

/** The installment charge of the guide: KTC, four months. */
export async function installmentCharge(
  gateway: TestGateway,
  patch: Record<string, unknown> = {},
  number?: string,
): Promise<Answer> {
  const card = await aToken(gateway, number);
  const body = {
    amount: 400000,
    currency: "THB",
    return_uri: "https://example.com/orders/345678/complete",
    card,
    source: { type: "installment_wlb_ktc", installment_term: 4 },
    ...patch,
  };
  return gateway.call("POST", "/charges", { body });
}

/** A payment link of 1,500 baht that is paid once. */
export async function aLink(gateway: TestGateway, patch: Record<string, unknown> = {}) {
  const body = { amount: 150000, currency: "THB", title: "Order 345678", description: "Two bowls", ...patch };
  const { status, json } = await gateway.call("POST", "/links", { body });
  if (status !== 200) throw new Error(`no link: ${json.message}`);
  return json;
}

/** A checkout session of 1,500 baht, asked for as the shop plug-ins do. */
export async function aSession(gateway: TestGateway, patch: Record<string, unknown> = {}) {
  const json = {
    amount: 150000,
    currency: "THB",
    order_id: "345678",
    description: "Order 345678",
    payment_methods: ["card", "mobile_banking"],
    redirect_urls: { complete_url: "https://shop.example/done?o=1", cancel_url: "https://shop.example/cart" },
    metadata: { order_id: "345678" },
    ...patch,
  };
  const answer = await gateway.call("POST", "/api/sessions", { json });
  if (answer.status !== 200) throw new Error(`no session: ${answer.json.message}`);
  return answer.json;
}

/** Pays a link as its page does: a form that carries what the payment form made. */
export function payLink(gateway: TestGateway, link: { payment_uri: string }, made: Record<string, string>) {
  return gateway.call("POST", new URL(link.payment_uri).pathname, { key: null, body: made });
}

/** The test account of a second merchant on the same server. */
export async function aSecondMerchant({ gateway }: TestGateway, country: Country = "TH"): Promise<AccountWithKeys> {
  const merchant = { name: "Another Shop", email: "another@example.com", country };
  const { test } = await createMerchant(gateway, merchant, () => "c2VjcmV0LWtleS1mb3ItdGVzdHM=");
  return test;
}

/** A customer, by default with a test card. */
export async function aCustomer(
  gateway: TestGateway,
  patch: Record<string, unknown> = {},
  number?: string,
): Promise<Answer["json"]> {
  const body = {
    email: "somchai.prasert@example.com",
    description: "Somchai Prasert",
    card: await aToken(gateway, number),
    ...patch,
  };
  return (await gateway.call("POST", "/customers", { body })).json;
}

/** A customer with another card. */
export async function anotherCard(gateway: TestGateway, customer: string, number?: string): Promise<Answer["json"]> {
  const card = await aToken(gateway, number);
  return (await gateway.call("PATCH", `/customers/${customer}`, { body: { card } })).json;
}

/** A charge of a customer's default card. */
export const customerCharge = (
  gateway: TestGateway,
  customer: string,
  patch: Record<string, unknown> = {},
): Promise<Answer> =>
  gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", customer, ...patch } });
