import { type Country, countries } from "../../src/domain/base/country.ts";
import { effectiveMinimum } from "../../src/domain/payment/installment.ts";
import { cardType, firstLimits, type Method } from "../../src/domain/payment/method.ts";
import type { SourceParameter } from "../../src/domain/payment/source-field.ts";
import { sourceFields } from "../../src/domain/payment/source-field.ts";
import { aSecondMerchant, aToken } from "./builders.ts";
import { aLinkedAccount } from "./debit-builders.ts";
import type { Answer, CallOptions, TestGateway } from "./gateway.ts";
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

/** The smallest amount of a charge of the method, with the months of its source. */
export function smallest(method: Method): number {
  const { min } = firstLimits(method);
  const months = aSourceOf(method)["installment_term"];
  return method.installment && typeof months === "number" ? effectiveMinimum(method.installment, months, min) : min;
}

/** Whether charges of the method have a source: all but those of a plain card or of an account that their payer has linked. */
export const hasSource = ({ type, carries }: Pick<Method, "type" | "carries">): boolean =>
  type !== cardType && carries !== "linked account";

/** What a charge of the method is paid with beside its source: a card, or an account that its payer has linked. A refused charge does not spend it. */
export async function meansOf(gateway: TestGateway, { carries, type }: Method): Promise<Record<string, unknown>> {
  if (carries === "card") return { card: await aToken(gateway) };
  if (carries === "linked account") return { linked_account: (await aLinkedAccount(gateway, "full", { type })).id };
  return {};
}

/** A charge of the method with what it requires: its source inside, and what it is paid with. */
export async function chargeBy(
  gateway: TestGateway,
  method: Method,
  patch: Record<string, unknown> = {},
  { means, ...options }: Pick<CallOptions, "headers"> & { means?: Record<string, unknown> } = {},
): Promise<Answer> {
  const source = hasSource(method) ? { source: aSourceOf(method) } : {};
  const back = method.journey.kind === "page" ? { return_uri: "https://shop.example/back" } : {};
  const given = { ...(means ?? (await meansOf(gateway, method))), ...source, ...back };
  const body = { amount: amountFor(method), currency: currencyOf(method), ...given, ...patch };
  return gateway.call("POST", "/charges", { body, ...options });
}

/** Where the test phone shows a charge's payment, once its payer's page has sent them there. */
export async function phonePathOf(gateway: TestGateway, charge: string): Promise<string> {
  const { json } = await gateway.call("GET", `/phone/payments/${charge}`, { key: null });
  return `/phone/pay/${json.reference}`;
}

/** Ends a charge as its payer: on the test phone, once the page of the payment has sent them there, or on the payment page of a method that is not on it. */
export async function actAsPayer(
  gateway: TestGateway,
  method: Method,
  charge: Answer["json"],
  outcome: string,
): Promise<void> {
  if (method.bank === "phone") {
    const path = await phonePathOf(gateway, charge.id);
    const body = outcome === "successful" ? { purse: "full", otp: "123456" } : { outcome };
    await gateway.call("POST", path, { key: null, body });
  } else if (charge.authorize_uri)
    await gateway.call("POST", new URL(charge.authorize_uri).pathname, { key: null, body: { outcome } });
}

/** A charge that its payer has ended. */
export async function decide(
  gateway: TestGateway,
  method: Method,
  charge: Answer["json"],
  outcome: string,
): Promise<Answer["json"]> {
  await actAsPayer(gateway, method, charge, outcome);
  return (await gateway.call("GET", `/charges/${charge.id}`)).json;
}
