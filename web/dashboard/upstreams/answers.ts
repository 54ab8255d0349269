import type { z } from "zod";
import type { liveChecksShape } from "../../../src/api/upstream/live-check.shape.ts";
import type { routesShape, routeTrialShape, upstreamShape } from "../../../src/api/upstream/upstream.shape.ts";

export type UpstreamAnswer = z.output<typeof upstreamShape.schema>;
export type TrialAnswer = z.output<typeof routeTrialShape.schema>;
export type LiveChecksAnswer = z.output<typeof liveChecksShape.schema>;

/** A route as it is listed, and given again. */
export type Route = z.output<typeof routesShape.schema>["data"][number];
