import { z } from "zod";
import { type Examination, endpointSources, findings } from "../../operations/event/doctor.ts";
import type { Sent } from "../../operations/gateway.ts";
import type { Shape } from "../wire/shape.ts";

const sent = z
  .object({
    status: z.int().nullable(),
    error: z.string().nullable(),
    answer: z.string().nullable().meta({ description: "Beginning of the body beside a status other than 2xx." }),
    latency_ms: z.int(),
  })
  .nullable();

/** What was found of each endpoint. */
export const examinationShape = {
  name: "webhook_examination",
  schema: z.object({
    object: z.literal("webhook_examination"),
    endpoints: z.array(
      z.object({
        uri: z.string(),
        from: z.enum(endpointSources).meta({
          description: "The account's main endpoint, one of its others, or one of the server (`CHAMRA_WEBHOOK_URL`).",
        }),
        finding: z.enum(findings).meta({ description: "What has to be mended first; `well` where nothing has." }),
        faults: z.array(z.string()).meta({ description: "What is wrong with the address." }),
        genuine: sent.meta({ description: "An event that should be taken; null where nothing was sent." }),
        forged: sent.meta({ description: "An event that a stranger signed, which should not be taken." }),
        replayed: sent.meta({ description: "A copy that was signed an hour ago, which should not be taken." }),
      }),
    ),
    any_event: z.boolean().meta({ description: "Whether anything has happened yet that could have been told." }),
    any_given_up: z.boolean().meta({ description: "Whether there are deliveries that were given up." }),
  }),
} satisfies Shape;

export const presentExamination = ({ endpoints, anyEvent, anyGivenUp }: Examination) => ({
  object: "webhook_examination" as const,
  endpoints: endpoints.map(({ uri, from, finding, faults, genuine, forged, replayed }) => ({
    uri,
    from,
    finding,
    faults,
    genuine: presentSent(genuine),
    forged: presentSent(forged),
    replayed: presentSent(replayed),
  })),
  any_event: anyEvent,
  any_given_up: anyGivenUp,
});

const presentSent = (sent: Sent | null) =>
  sent && { status: sent.status, error: sent.error, answer: sent.answer, latency_ms: sent.latencyMs };
