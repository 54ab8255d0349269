import { z } from "zod";
import { before, form, lowerCase, olderList, olderListSchema, withoutOrder } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { occurrenceForms } from "./occurrence.versions.ts";
import { scheduleShape } from "./schedule.shape.ts";

const occurrence = occurrenceForms["2017-11-02"];

const in2017 = form(
  scheduleShape,
  {
    object: z.literal("schedule"),
    id: value.id("schd"),
    livemode: z.boolean(),
    location: z.string(),
    status: z.enum(["active", "expiring", "expired", "suspended", "deleted"]),
    every: z.int(),
    period: scheduleShape.schema.shape.period,
    on: scheduleShape.schema.shape.on,
    in_words: z.string(),
    start_date: value.day,
    end_date: value.day,
    charge: z
      .object({
        amount: value.minor,
        currency: lowerCase,
        description: z.string().nullable(),
        customer: value.id("cust"),
        card: value.id("card").nullable(),
      })
      .optional(),
    transfer: z
      .object({
        recipient: value.id("recp"),
        amount: value.minor.nullable(),
        percentage_of_balance: z.number().nullable(),
        currency: lowerCase,
      })
      .optional(),
    occurrences: olderListSchema(occurrence.schema, z.null()),
    next_occurrence_dates: z.array(value.day),
    created: value.time,
  },
  (newest) => ({
    status: newest.status === "running" ? "active" : newest.status,
    start_date: newest.start_on,
    end_date: newest.end_on,
    ...(newest.charge && { charge: scheduledCharge(newest.charge) }),
    ...(newest.transfer && { transfer: scheduledTransfer(newest.transfer) }),
    occurrences: olderList(newest.occurrences, occurrence.of),
    next_occurrence_dates: newest.next_occurrences_on,
  }),
);

/** Lists did not state their order. */
const in2014 = before(in2017, {
  with: { occurrences: olderListSchema(occurrence.schema, undefined) },
  values: (_, later) => ({ occurrences: withoutOrder(later.occurrences as object) }), // a list, as its schema says
});

/** A schedule in older versions. */
export const scheduleForms = { "2014-07-27": in2014, "2017-11-02": in2017 };

type Newest = z.output<typeof scheduleShape.schema>;

/** A card that was not named was not shown. Recorded in 2017 and 2018. */
function scheduledCharge({
  amount,
  currency,
  description,
  customer,
  card,
  default_card,
}: NonNullable<Newest["charge"]>) {
  return { amount, currency: currency.toLowerCase(), description, customer, card: default_card ? null : card };
}

/** Recorded in 2017. */
function scheduledTransfer({ recipient, amount, percentage_of_balance, currency }: NonNullable<Newest["transfer"]>) {
  return { recipient, amount, percentage_of_balance, currency: currency.toLowerCase() };
}
