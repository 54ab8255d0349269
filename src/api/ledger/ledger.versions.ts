import { z } from "zod";
import { additions, before, form, lowerCase } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { balanceShape, transactionShape } from "./ledger.shape.ts";

const transactionIn2017 = form(
  transactionShape,
  {
    object: z.literal("transaction"),
    id: value.id("trxn"),
    location: z.string(),
    type: z.enum(["credit", "debit"]),
    amount: value.minor,
    currency: lowerCase,
    transferable: value.time,
    source: z.string(),
    created: value.time,
    ...additions(transactionShape, "livemode", "key"),
  },
  (newest) => ({ type: newest.direction, transferable: newest.transferable_at, source: newest.origin }),
);

/** Recorded in April 2015: the one object of that version whose currency is in capitals. */
const transactionIn2014 = before(transactionIn2017, {
  with: { currency: value.currency },
  values: ({ currency }) => ({ currency }),
});

const balanceIn2017 = form(
  balanceShape,
  {
    object: z.literal("balance"),
    livemode: z.boolean(),
    location: z.string(),
    available: value.minor,
    total: value.minor,
    currency: lowerCase,
    reserve_amount: value.minor,
    ...additions(balanceShape, "on_hold"),
    created: value.time,
  },
  (newest) => ({ available: newest.transferable, reserve_amount: newest.reserve }),
);

/** A movement of the balance in older versions. */
export const transactionForms = { "2014-07-27": transactionIn2014, "2017-11-02": transactionIn2017 };

/** The balance in older versions. */
export const balanceForms = { "2017-11-02": balanceIn2017 };
