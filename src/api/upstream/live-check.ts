import { dashboardEndpoint } from "../wire/endpoint.ts";
import { liveChecksShape, presentLiveChecks } from "./live-check.shape.ts";

export const liveCheckEndpoints = [
  dashboardEndpoint({
    tag: "Dashboard: upstreams",
    method: "GET",
    path: "/live-checks",
    right: "upstreams",
    summary: "Read what live money needs",
    description: "What this server has to have before it takes live money, and what of it is missing.",
    returns: liveChecksShape,
    refuses: [],
    run: async ({ gateway }) => gateway.live,
    present: presentLiveChecks,
  }),
];
