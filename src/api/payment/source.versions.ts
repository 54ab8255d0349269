import { z } from "zod";
import { form, lowerCase } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { sourceShape } from "./source.shape.ts";

const in2017 = form(
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
    currency: lowerCase,
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

/** A source in older versions. */
export const sourceForms = { "2017-11-02": in2017 };
