import { z } from "zod";
import { transactionForms } from "../ledger/ledger.versions.ts";
import { form, lowerCase, reference } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { refundShape } from "./refund.shape.ts";

const transaction = transactionForms["2017-11-02"];

const in2017 = form(
  refundShape,
  {
    object: z.literal("refund"),
    id: value.id("rfnd"),
    location: z.string(),
    amount: value.minor,
    currency: lowerCase,
    voided: z.boolean(),
    charge: refundShape.schema.shape.charge,
    transaction: reference("trxn", transaction.schema),
    created: value.time,
    metadata: value.metadata,
    livemode: z.boolean(),
    funding_amount: value.minor,
    funding_currency: lowerCase,
  },
  (newest) => ({ funding_currency: newest.funding_currency.toLowerCase() }),
);

/** A refund in older versions. */
export const refundForms = { "2017-11-02": in2017 };
