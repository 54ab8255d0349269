import { z } from "zod";
import { additions, form, lowerCase, reference, withShortDeletion } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { bankAccountIn2017, recipientForms } from "./recipient.versions.ts";
import { transferShape } from "./transfer.shape.ts";

const { sent, paid, amount, fee, fail_fast, failure_code, failure_message, sent_at, paid_at } =
  transferShape.schema.shape;

/** The fee was one amount, VAT included, and `transaction` the id of the debit. Recorded in 2017. */
const in2017 = form(
  transferShape,
  {
    object: z.literal("transfer"),
    id: value.id("trsf"),
    livemode: z.boolean(),
    location: z.string(),
    recipient: reference("recp", recipientForms["2017-11-02"].schema),
    bank_account: bankAccountIn2017.schema,
    ...{ sent, paid, amount },
    currency: lowerCase,
    ...{ fee, fail_fast, failure_code, failure_message },
    transaction: value.id("trxn").nullable(),
    created: value.time,
    ...{ sent_at, paid_at },
    ...additions(transferShape, "deleted", "sendable", "schedule", "metadata"),
    ...additions(transferShape, "net", "split_transfer_group_id"),
  },
  (newest) => ({
    bank_account: bankAccountIn2017.of(newest.bank_account),
    fee: newest.total_fee,
    transaction: newest.transactions.find(({ direction }) => direction === "debit")?.id ?? null,
  }),
);

/** A transfer in older versions. */
export const transferForms = withShortDeletion({ "2017-11-02": in2017 });
