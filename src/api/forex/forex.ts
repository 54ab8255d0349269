import { z } from "zod";
import { rateOf, rateTable, setRate } from "../../operations/forex/rate.ts";
import { dashboardEndpoint, endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { dayRateShape, dayRatesShape, presentDayRate, presentDayRates } from "./day-rate.shape.ts";
import { forexShape, presentForex } from "./forex.shape.ts";

const operators = { tag: "Dashboard: operator", right: "operate", scope: "team" } as const;

export const forexEndpoints = [
  endpoint({
    tag: "Forex",
    auth: "secret",
    method: "GET",
    path: "/forex/:currency",
    summary: "Retrieve an exchange rate",
    description:
      "Today's rate of a currency, in any case, in the account's own. A card charge in that currency is converted by it, and keeps it.",
    returns: forexShape,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, params }) => ({
      exchange: await rateOf(gateway, account, params.currency.toUpperCase()),
      livemode: account.livemode,
    }),
    present: presentForex,
  }),
  dashboardEndpoint({
    ...operators,
    method: "GET",
    path: "/operator/rates",
    summary: "List exchange rates",
    returns: dayRatesShape,
    refuses: [],
    run: ({ gateway }) => rateTable(gateway),
    present: presentDayRates,
  }),
  dashboardEndpoint({
    ...operators,
    method: "POST",
    path: "/operator/rates/:id",
    summary: "Set an exchange rate",
    description:
      "Of the currency that the path names, from a day on, for live and test accounts alike. Charges that were made keep their rate.",
    body: z.object({
      rate: field.text("Baht for one main unit of it, such as 32.5438.", 20),
      since: field.day("The first day of the rate in Bangkok; today by default.").optional(),
    }),
    returns: dayRateShape,
    refuses: ["bad_request"],
    run: ({ gateway, params, body }) => setRate(gateway, params.id.toUpperCase(), body.rate, body.since),
    present: presentDayRate,
  }),
];
