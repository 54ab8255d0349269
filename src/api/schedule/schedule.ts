import { z } from "zod";
import { refuseIfAny } from "../../domain/base/errors.ts";
import { lastDayOfMonth, periods, type Recurrence, weekdays, weekdaysOfMonth } from "../../domain/schedule/calendar.ts";
import type { ScheduleRequest } from "../../domain/schedule/schedule.ts";
import { getCustomer } from "../../operations/customer/customer.ts";
import { getRecipient } from "../../operations/payout/recipient.ts";
import { createSchedule, deleteSchedule, getOccurrence, getSchedule } from "../../operations/schedule/schedule.ts";
import { currencies } from "../payment/source.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { below, listEndpoint } from "../wire/list-endpoint.ts";
import { occurrenceShape, presentOccurrence } from "./occurrence.shape.ts";
import { presentSchedule, scheduleShape } from "./schedule.shape.ts";

const on = z.object({
  weekdays: field.words("With `week`: the days of the week.", weekdays).optional(),
  days_of_month: field.integers("With `month`: the days of the month.", 1, lastDayOfMonth).optional(),
  weekday_of_month: field.text("With `month`: one day, such as `2nd_monday` or `last_friday`.").optional(),
});

const end = () => field.day("The last date on which it may occur.").optional();

const creation = z.object({
  every: field.integer("1 for each period, 2 for every second one, and so on."),
  period: field.word("What `every` counts.", periods),
  on: on.optional().meta({ description: "The days in each period. A day that its month may lack cannot be chosen." }),
  start_date: field.day("The first date on which it may occur; today by default, as Bangkok has it.").optional(),
  end_date: end().meta({ description: "The last date on which it may occur. Required." }),
  end_on: end().meta({ description: "The same, as older documentation called it." }),
  charge: z
    .object({
      customer: field.id("Id of the customer to charge.", "must be the id of a customer"),
      amount: field.integer("In the smallest unit: satang."),
      card: field
        .id(
          "Id of one of the customer's cards; without it, what is the default card on the day.",
          "must be the id of a card",
        )
        .optional(),
      currency: field.currency("The account's by default.", currencies).optional(),
      description: field.text("What is bought.", 1_000).optional(),
      metadata: field.metadata("The merchant's own data.").optional(),
    })
    .optional()
    .meta({ description: "What is charged. This or `transfer` is required." }),
  transfer: z
    .object({
      recipient: field.id("Id of the recipient to pay.", "must be the id of a recipient"),
      amount: field.integer("In satang, fee included.").optional(),
      percentage_of_balance: field
        .percentage(
          "The part of what can be transferred on the day; all of it where neither this nor an amount is given.",
        )
        .optional(),
    })
    .optional()
    .meta({ description: "What is paid out of the balance, in place of `charge`." }),
});

const details = { tag: "Schedules", auth: "secret", returns: scheduleShape, present: presentSchedule } as const;
const list = {
  tag: "Schedules",
  auth: "secret",
  right: "view",
  item: scheduleShape,
  present: presentSchedule,
} as const;

export const scheduleEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/schedules",
    right: "schedules",
    summary: "Create a schedule",
    description:
      "Charges a customer's card again and again, or pays money of the balance out, at 08:30 in Bangkok. Where the first date is today it happens at once, and the answer shows it. A date that fails is tried again on the next two days, of a transfer on banking days.",
    body: creation,
    refuses: ["bad_request", "invalid_charge", "invalid_transfer", "missing_card", "not_found"],
    resource: ({ transfer }) => (transfer === undefined ? "schedule" : "transfer"), // a key that may not pay out does not do so by a schedule
    run: ({ gateway, caller, account, body }) => {
      const { charge, transfer } = body;
      const endOn = body.end_date ?? body.end_on;
      const { recurrence, faults } = recurrenceOf(body);
      refuseIfAny("bad_request", [
        ...faults,
        ...(endOn === undefined ? ["end_date cannot be blank"] : []),
        ...(charge === undefined && transfer === undefined ? ["charge cannot be blank"] : []),
        ...(charge === undefined || transfer === undefined ? [] : ["charge cannot be used together with transfer"]),
        ...(transfer?.amount === undefined || transfer.percentage_of_balance === undefined
          ? []
          : ["amount cannot be used together with percentage_of_balance"]),
      ]);
      const order = transfer ? payout(account.currency, transfer) : charge && payment(account.currency, charge);
      if (endOn === undefined || recurrence === null || !order) throw new Error("not refused above");
      return createSchedule(gateway, caller, { recurrence, startOn: body.start_date, endOn, ...order });
    },
  }),
  listEndpoint({
    ...list,
    path: "/schedules",
    summary: "List schedules",
    description: "Deleted ones are among them.",
    list: ({ gateway, account, range }) => gateway.store.schedule.list(account.id, range),
  }),
  listEndpoint({
    ...list,
    path: "/charges/schedules",
    summary: "List schedules of charges",
    list: ({ gateway, account, range }) => gateway.store.schedule.listOfCharges(account.id, range),
  }),
  listEndpoint({
    ...list,
    path: "/transfers/schedules",
    summary: "List schedules of transfers",
    list: ({ gateway, account, range }) => gateway.store.schedule.listOfTransfers(account.id, range),
  }),
  listEndpoint({
    ...list,
    path: "/recipients/:id/schedules",
    summary: "List schedules of a recipient",
    list: below(getRecipient, (store) => store.schedule.listOfRecipient),
  }),
  listEndpoint({
    ...list,
    path: "/customers/:id/schedules",
    summary: "List schedules of a customer",
    list: below(getCustomer, (store) => store.schedule.listOfCustomer),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/schedules/:id",
    right: "view",
    summary: "Retrieve a schedule",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getSchedule(gateway, account.id, params.id),
  }),
  endpoint({
    ...details,
    method: "DELETE",
    path: "/schedules/:id",
    right: "schedules",
    summary: "Destroy a schedule",
    description: "It does not occur again, and stays readable. A charge that is under way goes on.",
    refuses: ["not_found", "failed_deletion"],
    run: ({ gateway, caller, params }) => deleteSchedule(gateway, caller, params.id),
  }),
  listEndpoint({
    tag: "Schedules",
    auth: "secret",
    right: "view",
    path: "/schedules/:id/occurrences",
    summary: "List occurrences of a schedule",
    description: "An occurrence appears once it is processed; each retry is one of its own.",
    item: occurrenceShape,
    list: below(getSchedule, (store) => store.occurrence.listOfSchedule),
    present: presentOccurrence,
  }),
  endpoint({
    tag: "Schedules",
    auth: "secret",
    method: "GET",
    path: "/occurrences/:id",
    summary: "Retrieve an occurrence",
    returns: occurrenceShape,
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getOccurrence(gateway, account.id, params.id),
    present: presentOccurrence,
  }),
];

type Creation = z.output<typeof creation>;
type Order = Omit<ScheduleRequest, "recurrence" | "startOn" | "endOn">;

const payment = (home: string, charge: NonNullable<Creation["charge"]>): Order => ({
  customer: charge.customer,
  card: charge.card ?? null,
  recipient: null,
  amount: charge.amount,
  balanceBps: null,
  currency: charge.currency ?? home,
  description: charge.description ?? null,
  metadata: charge.metadata ?? {},
});

/** Without an amount and a part the whole balance is paid out. */
const payout = (home: string, transfer: NonNullable<Creation["transfer"]>): Order => ({
  customer: null,
  card: null,
  recipient: transfer.recipient,
  amount: transfer.amount ?? null,
  balanceBps: transfer.amount === undefined ? (transfer.percentage_of_balance ?? 10_000) : null,
  currency: home,
  description: null,
  metadata: {},
});

type Days = z.output<typeof on>;
type Read = { recurrence: Recurrence | null; faults: string[] };

/** How the dates repeat; null where there are faults. */
function recurrenceOf({
  every,
  period,
  on = {},
}: {
  every: number;
  period: Recurrence["period"];
  on?: Days | undefined;
}): Read {
  const { recurrence, faults } = daysOf(every, period, on);
  const all = every < 1 ? ["every must be greater than 0", ...faults] : faults;
  return { recurrence: all.length > 0 ? null : recurrence, faults: all };
}

function daysOf(
  every: number,
  period: Recurrence["period"],
  { weekdays, days_of_month: daysOfMonth, weekday_of_month: given }: Days,
): Read {
  const refused = (fault: string): Read => ({ recurrence: null, faults: [fault] });
  const monthly = daysOfMonth !== undefined || given !== undefined;
  switch (period) {
    case "day":
      return weekdays || monthly
        ? refused("on cannot be used with period day")
        : { recurrence: { every, period }, faults: [] };
    case "week":
      if (monthly) return refused("on can only have weekdays with period week");
      return weekdays ? { recurrence: { every, period, weekdays }, faults: [] } : refused("weekdays cannot be blank");
    case "month": {
      if (weekdays || (daysOfMonth === undefined) === (given === undefined))
        return refused("on must have either days_of_month or weekday_of_month with period month");
      if (daysOfMonth) return { recurrence: { every, period, daysOfMonth }, faults: [] };
      const weekdayOfMonth = weekdaysOfMonth.find((each) => each === given?.toLowerCase());
      return weekdayOfMonth
        ? { recurrence: { every, period, weekdayOfMonth }, faults: [] }
        : refused("weekday_of_month must be a weekday such as 2nd_monday or last_friday");
    }
  }
}
