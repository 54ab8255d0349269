import { Refusal } from "../../domain/base/errors.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { hasSource } from "../../domain/payment/journey.ts";
import { cardType, type Method } from "../../domain/payment/method.ts";
import { type SourceParameter, sourceFields } from "../../domain/payment/source-field.ts";
import { type Gateway, methodsFor } from "../gateway.ts";
import { outcomesOf } from "./play.ts";

/** A charge that a payment method takes, in the names of the API, and how its payer can be played. */
export type Example = {
  method: Method;
  /** Smallest units of the currency. */
  amount: number;
  currency: string;
  /** Null for plain cards. */
  source: Record<string, unknown> | null;
  carriesCard: boolean;
  outcomes: readonly string[];
};

/** Values for parameters that a method requires. A barcode with this one has a payer who confirms on the phone. */
const fitting: Partial<Record<SourceParameter, unknown>> = {
  phoneNumber: "0812345678",
  barcode: "280000000000000009",
  shipping: { street1: "1 Silom", city: "Bangkok", postal_code: "10500", country: "TH" },
  items: [{ sku: "1", name: "Bowl", quantity: 2, amount: 75_000 }],
  platformType: "IOS",
};

/** Satang: enough for the shortest plan of any bank, and for anything else. */
const usualAmount = 600_000;

/**
 * Makes an example of a charge by a method of the account.
 * @throws Refusal `not_found` for a type that the account cannot charge, `bad_request` for one that needs more than a request
 */
export function exampleOf(gateway: Gateway, account: Account, type: string): Example {
  const method = methodsFor(gateway, account).find((each) => each.type === type);
  if (!method) throw new Refusal("not_found", `payment method ${type.slice(0, 64)} was not found`);
  if (type !== cardType && !hasSource(method))
    throw new Refusal("bad_request", `${type} takes a linked account, whose owner agrees at the bank first`);
  const [currency = account.currency, limits = { min: 0, max: 0 }] = Object.entries(method.limits)[0] ?? [];
  return {
    method,
    amount: Math.max(limits.min, Math.min(limits.max, usualAmount)),
    currency,
    source: type === cardType ? null : sourceOf(method),
    carriesCard: type === cardType || method.carries === "card",
    outcomes: outcomesOf(method),
  };
}

function sourceOf({ type, parameters, installment }: Method): Record<string, unknown> {
  const required = Object.entries(parameters).filter(([, need]) => need === "required");
  const [shortest, next] = installment?.terms ?? [];
  const values: typeof fitting = { ...fitting, installmentTerm: next ?? shortest };
  return {
    type,
    ...Object.fromEntries(
      required.map(([parameter]) => {
        const name = parameter as SourceParameter; // the keys of `parameters`
        if (values[name] === undefined) throw new Error(`no value is known that fits ${name}`);
        return [sourceFields[name].wire, values[name]];
      }),
    ),
  };
}
