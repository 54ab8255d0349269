import { z } from "zod";
import { settledBy } from "../../domain/ledger/settlement.ts";
import { reportSettlement } from "../../operations/ledger/settlement.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { period, periodOf } from "../wire/list-query.ts";
import { presentSettlement, settlementShape } from "./settlement.shape.ts";

/** Parameters of a settlement report. */
export const settlementQuery = z.object({
  ...period,
  by: field.word("A row for each day in Bangkok, or for each payout; by day unless said.", settledBy).optional(),
});

export const settlementEndpoints = [
  dashboardEndpoint({
    tag: "Dashboard: balance",
    method: "GET",
    path: "/settlements",
    right: "view",
    summary: "Report settlements",
    description:
      "What came into the balance and what left it, by day or by payout, with the balance before and after each row. The last thirty days and today where no period is named.",
    query: settlementQuery,
    returns: settlementShape,
    refuses: ["bad_request"],
    run: ({ gateway, account, query }) => reportSettlement(gateway, account, periodOf(query), query.by ?? "day"),
    present: presentSettlement,
  }),
];
