import { z } from "zod";
import { form, lowerCase, olderList, olderListSchema } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { disputeShape } from "./dispute.shape.ts";
import { documentForms } from "./document.versions.ts";

const { shape } = disputeShape.schema;
const document = documentForms["2017-11-02"];

/** The wording of the reason until 2021. */
const olderReasons: Readonly<Record<string, string>> = {
  goods_or_services_not_provided: "Services not provided or Merchandise not received",
};

const in2017 = form(
  disputeShape,
  {
    object: z.literal("dispute"),
    id: value.id("dspt"),
    livemode: z.boolean(),
    location: z.string(),
    amount: value.minor,
    currency: lowerCase,
    status: shape.status,
    transaction: value.id("trxn").meta({ description: "The one that took the amount." }),
    message: z.string().nullable(),
    reason_code: z.string(),
    reason_message: z.string(),
    charge: shape.charge,
    documents: olderListSchema(document.schema, z.null()),
    created: value.time,
    closed_at: value.time.nullable(),
  },
  (newest) => ({
    transaction: newest.transactions.at(-1)?.id,
    reason_message: olderReasons[newest.reason_code] ?? newest.reason_message,
    documents: olderList(newest.documents, (each) => document.of(each)),
  }),
);

/** Recorded in March 2015. */
const in2014 = form(disputeShape, {
  object: z.literal("dispute"),
  id: value.id("dspt"),
  livemode: z.boolean(),
  location: z.string(),
  amount: value.minor,
  currency: lowerCase,
  status: shape.status,
  message: z.string().nullable(),
  charge: shape.charge,
  created: value.time,
});

/** A dispute in older versions. */
export const disputeForms = { "2014-07-27": in2014, "2017-11-02": in2017 };
