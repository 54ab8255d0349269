import { z } from "zod";
import { form } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { occurrenceShape } from "./occurrence.shape.ts";

const in2017 = form(
  occurrenceShape,
  {
    object: z.literal("occurrence"),
    id: value.id("occu"),
    livemode: z.boolean(),
    location: z.string(),
    schedule: value.id("schd"),
    schedule_date: value.day,
    retry_date: value.day.nullable(),
    processed_at: value.time,
    status: occurrenceShape.schema.shape.status,
    message: z.string().nullable(),
    result: occurrenceShape.schema.shape.result,
    created: value.time,
  },
  ({ scheduled_on, retry_on }) => ({ schedule_date: scheduled_on, retry_date: retry_on }),
);

/** An occurrence in older versions. */
export const occurrenceForms = { "2017-11-02": in2017 };
