import { z } from "zod";
import { type EventKey, eventKeys } from "../../domain/event/event.ts";
import { firstLimits } from "../../domain/payment/method.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { cardShape } from "../card/card.shape.ts";
import { tokenShape } from "../card/token.shape.ts";
import { balanceShape, transactionShape } from "../ledger/ledger.shape.ts";
import { accountShape } from "../merchant/account.shape.ts";
import { capabilityShape } from "../merchant/capability.shape.ts";
import { chargeShape } from "../payment/charge.shape.ts";
import { refundShape } from "../payment/refund.shape.ts";
import { sourceShape } from "../payment/source.shape.ts";
import * as value from "../wire/values.ts";
import { form, olderListSchema, olderVersion } from "./form.ts";

/**
 * Version 2017-11-02: for each object its keys, in their order, and how their values follow from the newest form.
 * Source: the original's recorded answers of November 2017, and after the recorded keys whatever the documentation of the version lists besides.
 */

const currency = z.string().regex(/^[a-z]{3}$/);

const reference = (prefix: string, expanded: z.ZodType) => z.union([value.id(prefix), expanded]).nullable();

const card = form(cardShape, {
  object: z.literal("card"),
  id: value.id("card"),
  livemode: z.boolean(),
  country: z.string(),
  city: z.string().nullable(),
  postal_code: z.string().nullable(),
  financing: cardShape.schema.shape.financing,
  bank: z.string(),
  last_digits: z.string(),
  brand: z.string(),
  expiration_month: cardShape.schema.shape.expiration_month,
  expiration_year: cardShape.schema.shape.expiration_year,
  fingerprint: z.string().nullable(),
  name: z.string(),
  security_code_check: z.boolean(),
  created: value.time,
});

const token = form(
  tokenShape,
  {
    object: z.literal("token"),
    id: value.id("tokn"),
    livemode: z.boolean(),
    location: z.string(),
    used: z.boolean(),
    card: card.schema.nullable(),
    created: value.time,
  },
  (newest) => ({ card: newest.card && card.of(newest.card) }),
);

const source = form(
  sourceShape,
  {
    object: z.literal("source"),
    id: value.id("src"),
    livemode: z.boolean(),
    location: z.string(),
    amount: value.minor,
    barcode: sourceShape.schema.shape.barcode,
    bank: sourceShape.schema.shape.bank,
    created: value.time,
    currency,
    email: z.string().nullable(),
    flow: sourceShape.schema.shape.flow,
    installment_terms: z.int().nullable(),
    ip: z.string().nullable(),
    absorption_type: sourceShape.schema.shape.absorption_type,
    name: z.string().nullable(),
    mobile_number: z.string().nullable(),
    phone_number: z.string().nullable(),
    platform_type: z.string().nullable(),
    scannable_code: sourceShape.schema.shape.scannable_code,
    references: sourceShape.schema.shape.references,
    store_id: z.string().nullable(),
    store_name: z.string().nullable(),
    terminal_id: z.string().nullable(),
    type: z.string(),
    zero_interest_installments: z.boolean().nullable(),
    charge_status: sourceShape.schema.shape.charge_status,
    provider_references: sourceShape.schema.shape.provider_references,
    billing: sourceShape.schema.shape.billing,
    shipping: sourceShape.schema.shape.shipping,
    items: sourceShape.schema.shape.items,
    discounts: sourceShape.schema.shape.discounts,
    promotion_code: sourceShape.schema.shape.promotion_code,
    receipt_amount: sourceShape.schema.shape.receipt_amount,
  },
  (newest) => ({ installment_terms: newest.installment_term }),
);

const transaction = form(
  transactionShape,
  {
    object: z.literal("transaction"),
    id: value.id("trxn"),
    location: z.string(),
    type: z.enum(["credit", "debit"]),
    amount: value.minor,
    currency,
    transferable: value.time,
    source: z.string(),
    created: value.time,
  },
  (newest) => ({ type: newest.direction, transferable: newest.transferable_at, source: newest.origin }),
);

const refund = form(
  refundShape,
  {
    object: z.literal("refund"),
    id: value.id("rfnd"),
    location: z.string(),
    amount: value.minor,
    currency,
    voided: z.boolean(),
    charge: refundShape.schema.shape.charge,
    transaction: reference("trxn", transaction.schema),
    created: value.time,
    metadata: value.metadata,
    livemode: z.boolean(),
    funding_amount: value.minor,
    funding_currency: currency,
  },
  (newest) => ({ funding_currency: newest.funding_currency.toLowerCase() }),
);

const charge = form(
  chargeShape,
  {
    object: z.literal("charge"),
    id: value.id("chrg"),
    livemode: z.boolean(),
    location: z.string(),
    amount: value.minor,
    currency,
    description: z.string().nullable(),
    metadata: value.metadata,
    status: chargeShape.schema.shape.status,
    capture: z.boolean(),
    authorized: z.boolean(),
    reversed: z.boolean(),
    paid: z.boolean(),
    transaction: reference("trxn", transaction.schema),
    refunded: value.minor,
    refunds: olderListSchema(refund.schema, z.null()),
    return_uri: z.string().nullable(),
    reference: z.string().nullable().meta({ description: "The payment page behind `authorize_uri`." }),
    authorize_uri: z.string().nullable(),
    failure_code: z.string().nullable(),
    failure_message: z.string().nullable(),
    card: card.schema.nullable(),
    customer: chargeShape.schema.shape.customer,
    ip: z.string().nullable(),
    dispute: chargeShape.schema.shape.dispute,
    created: value.time,
    source: source.schema.nullable(),
    capturable: z.boolean(),
    disputable: z.boolean(),
    expired: z.boolean(),
    expired_at: value.time.nullable(),
    expires_at: value.time.nullable(),
    funding_amount: value.minor,
    funding_currency: currency,
    paid_at: value.time.nullable(),
    refundable: z.boolean(),
    reversible: z.boolean(),
    voided: z.boolean(),
    acquirer_reference_number: chargeShape.schema.shape.acquirer_reference_number,
    approval_code: chargeShape.schema.shape.approval_code,
    authorization_type: chargeShape.schema.shape.authorization_type,
    authorized_amount: chargeShape.schema.shape.authorized_amount,
    captured_amount: chargeShape.schema.shape.captured_amount,
    branch: chargeShape.schema.shape.branch,
    can_perform_void: z.boolean(),
    device: chargeShape.schema.shape.device,
  },
  (newest) => ({
    refunded: newest.refunded_amount,
    refunds: nested(newest.refunds),
    reference: newest.authorize_uri && (/\/payments\/([^/]+)\//.exec(newest.authorize_uri)?.[1] ?? null),
    card: newest.card && card.of(newest.card),
    source: newest.source && source.of(newest.source),
    funding_currency: newest.funding_currency.toLowerCase(),
  }),
);

const account = form(
  accountShape,
  {
    object: z.literal("account"),
    id: value.id("acct"),
    livemode: z.boolean(),
    location: z.string(),
    email: z.string(),
    currency,
    supported_currencies: z.array(currency),
    created: value.time,
  },
  (newest) => ({ id: newest.team, supported_currencies: lowerCase(newest.supported_currencies) }),
);

const balance = form(
  balanceShape,
  {
    object: z.literal("balance"),
    livemode: z.boolean(),
    location: z.string(),
    available: value.minor,
    total: value.minor,
    currency,
    reserve_amount: value.minor,
  },
  (newest) => ({ available: newest.transferable, reserve_amount: newest.reserve }),
);

const limit = z.object({ max: value.minor, min: value.minor });

const capability = form(
  capabilityShape,
  {
    object: z.literal("capability"),
    location: z.string(),
    banks: z.array(z.string()),
    limits: capabilityShape.schema.shape.limits,
    payment_backends: z.array(
      z.record(
        z.string(),
        z.object({
          type: z.string(),
          currencies: z.array(currency),
          brands: z.array(z.string()).optional(),
          allowed_installment_terms: z.array(z.int()).optional(),
          amount: limit.optional(),
        }),
      ),
    ),
    tokenization_methods: capabilityShape.schema.shape.tokenization_methods,
    zero_interest_installments: z.boolean(),
  },
  (newest, methods) => ({ payment_backends: newest.payment_methods.map((method) => backend(method, methods)) }),
);

const event = form(
  { name: "event", schema: z.object({ created_at: value.time }) }, // its newest shape is made of this one and the newest form
  {
    object: z.literal("event"),
    id: value.id("evnt"),
    livemode: z.boolean(),
    location: z.string(),
    key: z.enum(Object.keys(eventKeys) as [EventKey, ...EventKey[]]),
    created: value.time,
    data: z.union([charge.schema, refund.schema]).meta({ description: "The object as it was when it happened." }),
  },
);

/** The objects of this version, for those before it. */
export const forms2017 = { charge, source, token, card, refund, account, balance, transaction, capability, event };

export const version2017 = olderVersion(
  [charge, source, token, card, refund, account, balance, transaction, capability],
  event,
  true,
);

/** A way to pay, as a hash of one key. Cards were called `credit_card` there, and a bank's app or plan had its family as type. */
function backend(method: z.output<typeof capabilityShape.schema>["payment_methods"][number], methods: Methods): object {
  const currencies = lowerCase(method.currencies);
  if (method.card_brands) return { credit_card: { type: "card", currencies, brands: method.card_brands } };
  const own = methods.of(method.name);
  const amount = firstLimits(own);
  const type = familyTypes.has(own.family) ? own.family : method.name;
  const terms = method.installment_terms && { allowed_installment_terms: method.installment_terms };
  return { [method.name]: { type, currencies, ...terms, amount: { min: amount.min, max: amount.max } } };
}

/** Families that were a type of their own; the methods of others, such as wallets, are types each. Source: recorded capability of 2017. */
const familyTypes: ReadonlySet<string> = new Set(["installment", "mobile_banking", "internet_banking"]);

/** The list of refunds inside a charge, which did not say its order. */
function nested({ from, to, offset, limit, total, location, data }: z.output<typeof chargeShape.schema>["refunds"]) {
  const refunds = data.map((each) => refund.of(each as z.output<typeof refundShape.schema>)); // a charge lists refunds
  return { object: "list", from, to, offset, limit, total, order: null, location, data: refunds };
}

function lowerCase(currencies: readonly string[]): string[] {
  return currencies.map((currency) => currency.toLowerCase());
}
