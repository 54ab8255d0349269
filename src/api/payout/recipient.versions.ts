import { z } from "zod";
import { additions, form, withShortDeletion } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { bankAccountSchema, recipientShape } from "./recipient.shape.ts";

/** An account at a bank before 2019, whose `brand` was the code of the bank. Recorded in 2015 and 2017. */
export const bankAccountIn2017 = form(
  { schema: bankAccountSchema },
  {
    object: z.literal("bank_account"),
    brand: z.string(),
    last_digits: z.string(),
    name: z.string(),
    created: value.time,
    ...additions({ schema: bankAccountSchema }, "livemode", "account_number", "type", "bank_code", "branch_code"),
  },
  ({ bank_code }) => ({ brand: bank_code }),
);

const { verified, active, name, description, type, tax_id, failure_code, email } = recipientShape.schema.shape;

const in2017 = form(
  recipientShape,
  {
    object: z.literal("recipient"),
    id: value.id("recp"),
    livemode: z.boolean(),
    location: z.string(),
    ...{ verified, active, name, email, description, type, tax_id },
    bank_account: bankAccountIn2017.schema,
    failure_code,
    created: value.time,
    ...additions(recipientShape, "deleted", "default", "schedule", "metadata", "verified_at", "activated_at"),
  },
  (newest) => ({ bank_account: bankAccountIn2017.of(newest.bank_account) }),
);

/** A recipient in older versions. */
export const recipientForms = withShortDeletion({ "2017-11-02": in2017 });
