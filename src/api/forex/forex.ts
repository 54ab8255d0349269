import { rateOf } from "../../operations/forex/rate.ts";
import { endpoint } from "../wire/endpoint.ts";
import { forexShape, presentForex } from "./forex.shape.ts";

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
];
