import { z } from "zod";
import { chargeOverview } from "../../operations/insight/charge-overview.ts";
import { overviewOf } from "../../operations/insight/overview.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { chargeOverviewShape, presentChargeOverview } from "./charge-overview.shape.ts";
import { overviewShape, presentOverview } from "./overview.shape.ts";

export const overviewEndpoints = [
  dashboardEndpoint({
    tag: "Dashboard: home",
    method: "GET",
    path: "/overview",
    right: "view",
    summary: "Retrieve the overview",
    description: "Today against yesterday, charges over time by method, failures, and how webhooks are doing.",
    query: z.object({ days: field.word("How many days of Bangkok, today included.", ["1", "7", "30"]).optional() }),
    returns: overviewShape,
    refuses: ["bad_request"],
    run: ({ gateway, account, query }) => overviewOf(gateway, account.id, Number(query.days ?? "1")),
    present: presentOverview,
  }),
  dashboardEndpoint({
    tag: "Dashboard: charges",
    method: "GET",
    path: "/charges/:id/overview",
    right: "view",
    summary: "Retrieve the overview of a charge",
    description: "The charge with its installment plan, what can be done with it, and everything that happened to it.",
    returns: chargeOverviewShape,
    refuses: ["not_found"],
    run: async ({ gateway, caller, params }) => chargeOverview(gateway, caller, params.id),
    present: presentChargeOverview,
  }),
];
