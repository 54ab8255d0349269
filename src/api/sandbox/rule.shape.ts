import { z } from "zod";
import { formatDuration } from "../../domain/base/duration.ts";
import { failureCodes } from "../../domain/payment/failure.ts";
import { faultEntry, faultNames, type Rule } from "../../domain/sandbox/rule.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const ruleShape = {
  name: "rule",
  schema: z.object({
    object: z.literal("rule"),
    id: value.id("rule"),
    livemode: z.literal(false),
    location: z.string(),
    fault: z.enum(faultNames),
    on: z
      .object({
        charge: z.string().nullable(),
        metadata: value.metadata.nullable(),
        method: z.string().nullable(),
        card: z.string().nullable().meta({ description: "The last four digits." }),
        phone: z.string().nullable().meta({ description: "Digits, with the country's." }),
      })
      .meta({ description: "What a payment must be. Null everywhere: each payment of the account." }),
    by: z.string().nullable().meta({ description: "How long, such as `10m`; null where the fault has no length." }),
    code: z.enum(failureCodes).nullable(),
    events: z.string().nullable().meta({ description: "A key or a pattern; null where it is not about webhooks." }),
    times: z.int().nullable().meta({ description: "How often it is applied; null for without end." }),
    applied: z.int().meta({ description: "How often it was applied." }),
    created_at: value.time,
  }),
} satisfies Shape;

export const presentRule = (rule: Rule) => ({
  object: "rule" as const,
  id: rule.id,
  livemode: false as const,
  location: `/test/rules/${rule.id}`,
  fault: rule.fault,
  on: { ...rule.conditions, metadata: rule.conditions.metadata && { ...rule.conditions.metadata } },
  by: rule.delay === null ? null : formatDuration(rule.delay),
  code: rule.code,
  events: rule.events,
  times: rule.times,
  applied: rule.applied,
  created_at: wireTime(rule.createdAt),
});

/** Every fault that there is, for forms. */
export const faultsShape = {
  name: "faults",
  schema: z.object({
    object: z.literal("faults"),
    livemode: z.literal(false),
    location: z.string(),
    codes: z.array(z.enum(failureCodes)).meta({ description: "Failure codes; each method has some of them." }),
    data: z.array(
      z.object({
        fault: z.enum(faultNames),
        place: z.enum(["answer", "outcome", "webhook", "api"]),
        what: z.object({ en: z.string(), th: z.string() }),
        by: z.string().nullable().meta({ description: "How long by default; null where it has no length." }),
        code: z.boolean().meta({ description: "Whether it has a failure code." }),
        events: z.boolean().meta({ description: "Whether it is about webhooks, and so about some events or all." }),
      }),
    ),
  }),
} satisfies Shape;

export const presentFaults = () => ({
  object: "faults" as const,
  livemode: false as const,
  location: "/test/faults",
  codes: [...failureCodes],
  data: faultNames.map((fault) => {
    const { place, what, by, code } = faultEntry(fault);
    return {
      fault,
      place,
      what,
      by: by ? formatDuration(by.usual) : null,
      code: code ?? false,
      events: place === "webhook",
    };
  }),
});
