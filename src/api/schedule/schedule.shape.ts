import { z } from "zod";
import { datesOf, inWords, type Recurrence, weekdays } from "../../domain/schedule/calendar.ts";
import { isActive, type Schedule, type Scheduled, scheduledBy } from "../../domain/schedule/schedule-row.ts";
import type { View } from "../wire/endpoint.ts";
import { listSchema, nestedRange, presentList } from "../wire/list.shape.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";
import { occurrenceShape, presentOccurrence } from "./occurrence.shape.ts";

/** The most dates that a schedule shows ahead. Recorded. */
const datesShown = 30;

export const scheduleShape = {
  name: "schedule",
  schema: z.object({
    object: z.literal("schedule"),
    id: value.id("schd"),
    deleted: z.boolean(),
    livemode: z.boolean(),
    location: z.string(),
    every: z.int(),
    occurrences: listSchema(occurrenceShape.schema),
    on: z.object({
      weekdays: z.array(z.enum(weekdays)).optional(),
      days_of_month: z.array(z.int()).optional(),
      weekday_of_month: z.string().optional(),
    }),
    in_words: z.string(),
    period: z.enum(["day", "week", "month"]),
    status: z.enum(["running", "expiring", "expired", "suspended", "deleted"]),
    active: z.boolean(),
    state: z.enum(["Active"]),
    charge: z
      .object({
        object: z.literal("scheduled_charge"),
        id: value.id("rchg"),
        livemode: z.boolean(),
        currency: value.currency,
        amount: value.minor,
        default_card: z.boolean(),
        card: value.id("card").nullable(),
        customer: value.id("cust"),
        linked_account: z.null(),
        description: z.string().nullable(),
        metadata: value.metadata,
        created_at: value.time,
      })
      .optional(),
    transfer: z
      .object({
        object: z.literal("scheduled_transfer"),
        id: value.id("rtrf"),
        livemode: z.boolean(),
        amount: value.minor.nullable(),
        currency: value.currency,
        percentage_of_balance: z.number().nullable(),
        recipient: value.id("recp"),
        created_at: value.time,
      })
      .optional()
      .meta({ description: "Either this or `charge` is there." }),
    next_occurrences_on: z.array(value.day),
    ended_at: value.time.nullable(),
    start_on: value.day,
    end_on: value.day,
    created_at: value.time,
    execute_time: z.null(),
    deleted_by: z.null(),
  }),
} satisfies Shape;

/** Presents a schedule with the keys of 2025, in their order. The date of an occurrence that is retried stays the first of the next ones. */
export function presentSchedule(schedule: Schedule, { now }: Pick<View, "now">) {
  const location = `/schedules/${schedule.id}`;
  const occurrences = { rows: [...schedule.occurrences], total: schedule.processed };
  return {
    object: "schedule" as const,
    id: schedule.id,
    deleted: schedule.state === "deleted",
    livemode: schedule.livemode,
    location,
    every: schedule.recurrence.every,
    occurrences: presentList(occurrences, nestedRange(now), `${location}/occurrences`, presentOccurrence),
    on: presentDays(schedule.recurrence),
    in_words: inWords(schedule.recurrence),
    period: schedule.recurrence.period,
    status: schedule.state,
    active: isActive(schedule),
    state: "Active" as const, // the other word, Paused, is of a pause that no call makes
    ...presentScheduled(schedule),
    next_occurrences_on: schedule.nextOn === null ? [] : datesOf(schedule, schedule.nextOn, datesShown),
    ended_at: wireTime(schedule.endedAt),
    start_on: schedule.startOn,
    end_on: schedule.endOn,
    created_at: wireTime(schedule.createdAt),
    execute_time: null,
    deleted_by: null,
  };
}

function presentDays(recurrence: Recurrence) {
  switch (recurrence.period) {
    case "day":
      return {};
    case "week":
      return { weekdays: recurrence.weekdays };
    case "month":
      return "daysOfMonth" in recurrence
        ? { days_of_month: recurrence.daysOfMonth }
        : { weekday_of_month: recurrence.weekdayOfMonth };
  }
}

/** Recorded: what a schedule does not do has no key. */
function presentScheduled(schedule: Schedule) {
  const scheduled = scheduledBy(schedule);
  return scheduled.kind === "charge"
    ? { charge: presentScheduledCharge(schedule, scheduled) }
    : { transfer: presentScheduledTransfer(schedule, scheduled) };
}

function presentScheduledTransfer(
  schedule: Schedule,
  { recipient, amount, balanceBps }: Extract<Scheduled, { kind: "transfer" }>,
) {
  return {
    object: "scheduled_transfer" as const,
    id: schedule.scheduledId,
    livemode: schedule.livemode,
    amount,
    currency: schedule.currency,
    percentage_of_balance: balanceBps === null ? null : balanceBps / 100,
    recipient,
    created_at: wireTime(schedule.createdAt),
  };
}

function presentScheduledCharge(schedule: Schedule, { customer, amount }: Extract<Scheduled, { kind: "charge" }>) {
  return {
    object: "scheduled_charge" as const,
    id: schedule.scheduledId,
    livemode: schedule.livemode,
    currency: schedule.currency,
    amount,
    default_card: schedule.card === null,
    card: schedule.card ?? schedule.defaultCard,
    customer,
    linked_account: null,
    description: schedule.description,
    metadata: schedule.metadata,
    created_at: wireTime(schedule.createdAt),
  };
}
