import { type Country, countries } from "../../src/domain/base/country.ts";
import type { Method } from "../../src/domain/payment/method.ts";
import type { SourceParameter } from "../../src/domain/payment/source-field.ts";
import { sourceFields } from "../../src/domain/payment/source-field.ts";
import { aSecondMerchant, aToken } from "./builders.ts";
import type { Answer, TestGateway } from "./gateway.ts";
import { standardMethods } from "./methods.ts";

/** A value that each parameter takes; a method's source is given those that it requires. */
const fitting: Partial<Record<SourceParameter, unknown>> = {
  phoneNumber: "0812345678",
  name: "Somchai",
  email: "somchai@example.com",
  bank: "uob",
  barcode: "280000000000000009", // its payer must confirm on the phone
  shipping: { street1: "1 Silom", city: "Bangkok", postal_code: "10500", country: "TH" },
  items: [{ sku: "1", name: "Bowl", quantity: "2", amount: "75000" }],
};

/** A source of the method with what it requires. */
export function aSourceOf(method: Method): Record<string, unknown> {
  const required = Object.entries(method.parameters).filter(([, need]) => need === "required");
  const [, ...later] = method.installment?.terms ?? [];
  return {
    type: method.type,
    ...Object.fromEntries(
      required.map(([name]) => [
        sourceFields[name as SourceParameter].wire, // the keys of `parameters`
        name === "installmentTerm" ? later[0] : fitting[name as SourceParameter],
      ]),
    ),
  };
}

/** A test account of a country beside the first one, which is Thailand's, with the methods that it has. */
export async function aShopIn(
  gateway: TestGateway,
  country: Country,
): Promise<{ gateway: TestGateway; methods: readonly Method[] }> {
  const methods = standardMethods.in(countries[country].currency).all;
  if (country === "TH") return { gateway, methods };
  const { publicKey, secretKey } = await aSecondMerchant(gateway, country);
  const call: TestGateway["call"] = (method, path, options = {}) =>
    gateway.call(method, path, { key: secretKey, ...options });
  return { gateway: { ...gateway, publicKey, secretKey, call }, methods };
}

/** The first currency of a method as an account has it. */
export const currencyOf = ({ limits }: Method): string => Object.keys(limits)[0] ?? "";

/** An amount that every plan of the method takes. */
export const amountFor = (method: Method): number => Math.min(method.limits[currencyOf(method)]?.max ?? 0, 600_000);

/** A charge of the method with its source inside. */
export async function chargeBy(
  gateway: TestGateway,
  method: Method,
  patch: Record<string, unknown> = {},
): Promise<Answer> {
  const card = method.carries === "card" ? { card: await aToken(gateway) } : {};
  const source = method.type === "card" ? {} : { source: aSourceOf(method) };
  const back = method.journey.kind === "page" ? { return_uri: "https://shop.example/back" } : {};
  const body = { amount: amountFor(method), currency: currencyOf(method), ...card, ...source, ...back, ...patch };
  return gateway.call("POST", "/charges", { body });
}

/** Ends a charge as its payer: on the test phone, or on the payment page of a method that is not on it. */
export async function decide(
  gateway: TestGateway,
  method: Method,
  charge: Answer["json"],
  outcome: string,
): Promise<Answer["json"]> {
  if (method.bank === "phone") {
    const path = `/phone/pay/${charge.source.provider_references.reference_number_1}`;
    if (charge.authorize_uri) await gateway.call("GET", new URL(charge.authorize_uri).pathname, { key: null });
    const body = outcome === "successful" ? { purse: "full", otp: "123456" } : { outcome };
    await gateway.call("POST", path, { key: null, body });
  } else if (charge.authorize_uri)
    await gateway.call("POST", new URL(charge.authorize_uri).pathname, { key: null, body: { outcome } });
  return (await gateway.call("GET", `/charges/${charge.id}`)).json;
}
