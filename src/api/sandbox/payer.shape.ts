import { z } from "zod";
import type { Example } from "../../operations/sandbox/example.ts";
import { timelineItemShape } from "../insight/timeline.shape.ts";
import type { Shape } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const methodExampleShape = {
  name: "method_example",
  schema: z.object({
    object: z.literal("method_example"),
    type: z.string(),
    amount: value.minor,
    currency: value.currency,
    card: z.boolean().meta({ description: "Whether a charge of it takes the token of a card." }),
    source: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: "The parameters of a source of it, no more than it requires; null for plain cards." }),
    outcomes: z
      .array(z.string())
      .meta({ description: "What its payer can be played to end in: `successful`, and its failure codes." }),
  }),
} satisfies Shape;

export function presentMethodExample({ method, amount, currency, carriesCard, source, outcomes }: Example) {
  return {
    object: "method_example" as const,
    type: method.type,
    amount,
    currency,
    card: carriesCard,
    source,
    outcomes,
  };
}

export const timelineShape = {
  name: "timeline",
  schema: z.object({
    object: z.literal("timeline"),
    charge: value.id("chrg"),
    data: z.array(timelineItemShape).meta({ description: "Everything known to have happened to it, oldest first." }),
  }),
} satisfies Shape;
