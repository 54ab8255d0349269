import { z } from "zod";
import type { RequestOverview } from "../../operations/log/request.ts";
import type { RequestFacts } from "../../storage/log/request.ts";
import { curlOf } from "../http/curl.ts";
import { cardCheckItemShape, presentCardCheck } from "../insight/timeline.shape.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const facts = {
  object: z.literal("request"),
  id: z.string().meta({ description: "As it stood in `X-Request-Id`." }),
  at: value.time,
  method: z.string(),
  path: z.string().meta({ description: "Without the parameters behind it." }),
  status: z.int(),
  latency_ms: z.number(),
  key: z.object({ id: z.string(), kind: z.enum(["public", "secret"]) }).nullable(),
  ip: z.string().nullable(),
  error_code: z.string().nullable(),
  about: z.string().nullable().meta({ description: "The object that it was about; of a refund its charge." }),
};

const row = z.object(facts);

export const requestPageShape = {
  name: "request_page",
  schema: z.object({
    object: z.literal("request_page"),
    data: z.array(row),
    next: z.string().nullable().meta({ description: "Give it back as `before` to go on; null at the end." }),
    searched_to: value.time.nullable(),
    dropped: z.int().meta({
      description: "Requests that this process could not keep since it started, as too many came at once.",
    }),
  }),
} satisfies Shape;

export const requestShape = {
  name: "request",
  schema: z.object({
    ...facts,
    request_headers: z.record(z.string(), z.string()).meta({ description: "Those that matter." }),
    request_body: z
      .string()
      .nullable()
      .meta({ description: "The parameters as JSON, secrets and card data masked; null where there were none." }),
    response_body: z.string().nullable(),
    truncated: z.boolean().meta({ description: "Whether a body was longer than what is kept." }),
    card_check: z.array(cardCheckItemShape).meta({
      description:
        "The authorization of 1 baht that Krungsri and First Choice ask for before a card gets its token, and its void.",
    }),
    curl: z.string().meta({ description: "The same request for a terminal, with $OMISE_SECRET_KEY for the key." }),
  }),
} satisfies Shape;

export type RequestAnswer = z.output<typeof requestShape.schema>;
export type RequestPageAnswer = z.output<typeof requestPageShape.schema>;

export function presentRequestPage(
  rows: readonly RequestFacts[],
  next: string | null,
  searchedTo: number | null,
  dropped: number,
) {
  return {
    object: "request_page" as const,
    data: rows.map(presentFacts),
    next,
    searched_to: wireTime(searchedTo),
    dropped,
  };
}

export function presentRequest(request: RequestOverview, { publicUrl }: View) {
  return {
    ...presentFacts(request),
    request_headers: request.headers,
    request_body: request.requestBody,
    response_body: request.responseBody,
    truncated: request.truncated,
    card_check: request.cardCheck.map(presentCardCheck),
    curl: curlOf(publicUrl, request),
  };
}

const presentFacts = (request: RequestFacts) => ({
  object: "request" as const,
  id: request.id,
  at: wireTime(request.createdAt),
  method: request.method,
  path: request.path,
  status: request.status,
  latency_ms: request.latencyMs,
  key: { id: request.apiKey, kind: request.keyKind },
  ip: request.ip,
  error_code: request.errorCode,
  about: request.about,
});
