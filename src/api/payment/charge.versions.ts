import { z } from "zod";
import { cardForms } from "../card/card.versions.ts";
import { customerForms } from "../customer/customer.versions.ts";
import { disputeForms } from "../dispute/dispute.versions.ts";
import { transactionForms } from "../ledger/ledger.versions.ts";
import {
  before,
  form,
  lowerCase,
  type OlderRequests,
  olderList,
  olderListSchema,
  reference,
  withoutOrder,
} from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { chargeShape } from "./charge.shape.ts";
import type { refundShape } from "./refund.shape.ts";
import { refundForms } from "./refund.versions.ts";
import { sourceForms } from "./source.versions.ts";

const transaction = transactionForms["2017-11-02"];
const card = cardForms["2017-11-02"];
const customer = customerForms["2017-11-02"];
const source = sourceForms["2017-11-02"];
const refund = refundForms["2017-11-02"];
const dispute = disputeForms["2017-11-02"];
const disputeIn2014 = disputeForms["2014-07-27"];

const in2017 = form(
  chargeShape,
  {
    object: z.literal("charge"),
    id: value.id("chrg"),
    livemode: z.boolean(),
    location: z.string(),
    amount: value.minor,
    currency: lowerCase,
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
    customer: reference("cust", customer.schema),
    ip: z.string().nullable(),
    dispute: dispute.schema.nullable(),
    created: value.time,
    source: source.schema.nullable(),
    capturable: z.boolean(),
    disputable: z.boolean(),
    expired: z.boolean(),
    expired_at: value.time.nullable(),
    expires_at: value.time.nullable(),
    funding_amount: value.minor,
    funding_currency: lowerCase,
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
    refunds: olderList(newest.refunds, (each) => refund.of(each as z.output<typeof refundShape.schema>)), // a charge lists refunds
    reference: newest.authorize_uri && (/\/payments\/([^/]+)\//.exec(newest.authorize_uri)?.[1] ?? null),
    card: newest.card && card.of(newest.card),
    dispute: newest.dispute && dispute.of(newest.dispute),
    source: newest.source && source.of(newest.source),
    funding_currency: newest.funding_currency.toLowerCase(),
  }),
);

/**
 * There were no sources, so a charge itself had its method.
 * Source: the API's page of versions; recorded charges of 2015.
 */
const in2015 = before(in2017, {
  without: ["source"],
  with: {
    source_of_fund: z.enum(["card", "offsite", "offline"]),
    offsite: z.string().nullable(),
    offline: z.string().nullable(),
    installment_terms: z.int().nullable(),
  },
  values: ({ source }) => ({
    source_of_fund: source === null ? "card" : source.flow === "offline" ? "offline" : "offsite",
    offsite: source === null || source.flow === "offline" ? null : source.type,
    offline: source?.flow === "offline" ? source.type : null,
    installment_terms: source?.installment_term ?? null,
  }),
});

/**
 * A paid charge was called captured, and lists did not state their order.
 * Source: the API's page of versions; recorded answers of April 2015. OpenCart's plug-in and ActiveMerchant still ask for it.
 */
const in2014 = before(in2015, {
  renamed: { paid: "captured", paid_at: "captured_at" },
  with: { refunds: olderListSchema(refund.schema, undefined), dispute: disputeIn2014.schema.nullable() },
  values: (newest, later) => ({
    refunds: withoutOrder(later.refunds as object), // a list, as its schema says
    dispute: newest.dispute && disputeIn2014.of(newest.dispute),
  }),
});

/** A charge in older versions. */
export const chargeForms = { "2014-07-27": in2014, "2015-11-17": in2015, "2017-11-02": in2017 };

/**
 * How a charge was asked for before there were sources: the charge itself named the method.
 * Source: the API's page of versions; the official Swift library's requests of 2016.
 */
export const chargeRequests: OlderRequests = {
  "2015-11-17": ({ offsite, offline, installment_terms, ...given }) => {
    const type = offsite ?? offline;
    return type === undefined ? given : { source: { type, installment_terms }, ...given };
  },
};
