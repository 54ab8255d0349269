import { z } from "zod";
import type { Fidelity } from "../../operations/shadow/fidelity.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const counted = z.array(
  z.object({
    line: z.string(),
    count: z.int(),
    example: z.string().meta({ description: "Id of one of the requests; of events, of an object." }),
  }),
);

const tally = {
  requests: z.int(),
  same: z.int(),
  differing: z.int(),
  skipped: z.int().meta({ description: "Not sent, with the reason." }),
  unanswered: z.int().meta({ description: "Sent, without an answer that says anything of the request." }),
};

export const fidelityShape = {
  name: "fidelity",
  schema: z.object({
    object: z.literal("fidelity"),
    livemode: z.literal(false),
    location: z.string(),
    account: z.string(),
    upstream: z.string(),
    active: z.boolean().meta({ description: "Whether the account has a shadow now." }),
    since: value.time,
    until: value.time,
    waiting: z.int().meta({ description: "Requests that are still to be sent." }),
    ...tally,
    endpoints: z.array(z.object({ endpoint: z.string(), ...tally, differences: counted, reasons: counted })),
    events: z.object({
      objects: z.int().meta({ description: "Objects whose events were compared." }),
      same: z.int(),
      differences: counted,
      problem: z.string().nullable().meta({ description: "Why events were not compared; null where they were." }),
    }),
  }),
} satisfies Shape;

export const presentFidelity = ({ account, upstream, active, since, until, waiting, total, ...found }: Fidelity) => ({
  object: "fidelity" as const,
  livemode: false as const,
  location: "/test/fidelity",
  account,
  upstream,
  active,
  since: wireTime(since),
  until: wireTime(until),
  waiting,
  ...total,
  endpoints: found.endpoints,
  events: found.events,
});
