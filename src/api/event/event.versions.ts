import { z } from "zod";
import { type EventKey, eventKeys, eventKinds } from "../../domain/event/event.ts";
import { type ApiVersion, apiVersions } from "../../domain/merchant/account.ts";
import { resources } from "../resources.ts";
import { form, formIn } from "../wire/form.ts";
import * as value from "../wire/values.ts";

export const eventKeySchema = z.enum(Object.keys(eventKeys) as [EventKey, ...EventKey[]]);

/** Data of an event in a version: one of the objects that events are about, as it was at that moment. */
export const dataIn = (version: ApiVersion) =>
  z
    .union(eventKinds.map((kind) => formIn(resources[kind].older, version)?.schema ?? resources[kind].shape.schema))
    .meta({ description: "The object as it was when it happened." });

const envelope = (version: ApiVersion) =>
  form(
    { schema: z.object({ created_at: value.time }) }, // the newest shape and form are made from these
    {
      object: z.literal("event"),
      id: value.id("evnt"),
      livemode: z.boolean(),
      location: z.string(),
      key: eventKeySchema,
      created: value.time,
      data: dataIn(version),
    },
  );

/** Envelope of an event in each older version. Its data was put into that version when it was stored. */
export const eventForms = new Map<string, ReturnType<typeof envelope>>(
  apiVersions.slice(0, -1).map((version) => [version, envelope(version)]),
);
