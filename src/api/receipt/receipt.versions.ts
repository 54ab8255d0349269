import { z } from "zod";
import { form, lowerCase } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { receiptShape } from "./receipt.shape.ts";

const { shape } = receiptShape.schema;

const in2017 = form(
  receiptShape,
  {
    object: z.literal("receipt"),
    id: value.id("rcpt"),
    number: z.string(),
    location: z.string(),
    date: value.time,
    customer_name: shape.customer_name,
    customer_address: z.string(),
    customer_tax_id: z.string(),
    customer_email: shape.customer_email,
    customer_statement_name: shape.customer_statement_name,
    company_name: shape.company_name,
    company_address: z.string(),
    company_tax_id: z.string(),
    charge_fee: value.minor,
    voided_fee: value.minor,
    transfer_fee: value.minor,
    subtotal: value.minor,
    vat: value.minor,
    wht: value.minor,
    total: value.minor,
    credit_note: z.boolean(),
    currency: lowerCase,
  },
  ({ issued_on, customer_address, customer_tax_id, company_address, company_tax_id }) => ({
    date: `${issued_on}T16:59:59Z`, // recorded: the last second of the day in Bangkok
    customer_address: customer_address ?? "", // recorded: what is not known is an empty text
    customer_tax_id: customer_tax_id ?? "",
    company_address: company_address ?? "",
    company_tax_id: company_tax_id ?? "",
  }),
);

/** A receipt in older versions. Source: recordings of version 2015-11-17, whose form 2017-11-02 had too. */
export const receiptForms = { "2017-11-02": in2017 };
