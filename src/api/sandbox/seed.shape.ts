import { z } from "zod";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const seedShape = {
  name: "seed",
  schema: z.object({
    object: z.literal("seed"),
    livemode: z.literal(false),
    location: z.string(),
    scenario: z.string().nullable().meta({ description: "Null where the data were described." }),
    seed: z.string(),
    now: value.time.meta({ description: "The account's time afterwards: a month is played ahead." }),
  }),
} satisfies Shape;

export const presentSeed = ({ scenario, seed, now }: { scenario: string | null; seed: string; now: number }) => ({
  object: "seed" as const,
  livemode: false as const,
  location: "/test/seed",
  scenario,
  seed,
  now: wireTime(now),
});
