import { z } from "zod";
import { type LiveReadiness, liveRuleNames } from "../../domain/upstream/live-check.ts";
import type { Shape } from "../wire/shape.ts";

export const liveChecksShape = {
  name: "live_checks",
  schema: z.object({
    object: z.literal("live_checks"),
    enforced: z.boolean().meta({ description: "Whether live charges are refused while something is missing." }),
    data: z.array(
      z.object({
        name: z.enum(liveRuleNames),
        needs: z.string(),
        missing: z.string().nullable().meta({ description: "What is missing, with its cure; null where nothing is." }),
      }),
    ),
  }),
} as const satisfies Shape;

export const presentLiveChecks = ({ enforced, checks }: LiveReadiness) => ({
  object: "live_checks" as const,
  enforced,
  data: [...checks],
});
