import { z } from "zod";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import { chargeOverview } from "../../operations/insight/charge-overview.ts";
import { exampleOf } from "../../operations/sandbox/example.ts";
import { playPayer } from "../../operations/sandbox/play.ts";
import { presentItem } from "../insight/timeline.shape.ts";
import { chargeShape, presentCharge } from "../payment/charge.shape.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { methodExampleShape, presentMethodExample, timelineShape } from "./payer.shape.ts";

const details = { tag: "Test control", auth: "secret" } as const;

export const payerEndpoints = [
  endpoint({
    ...details,
    method: "GET",
    path: "/test/methods/:type",
    resource: "capability",
    summary: "Retrieve an example of a payment method",
    description: "What a charge by this method takes, filled in, and how its payer can be played.",
    returns: methodExampleShape,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, params }) => {
      mustBeTest(account, "this");
      return exampleOf(gateway, account, params.type);
    },
    present: presentMethodExample,
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/test/charges/:id/pay",
    summary: "Play the payer of a charge",
    description:
      "Decides as the payer would on the bank's page or phone, or in the challenge of the card's issuer. The answer is the charge as it is then.",
    body: z.object({
      outcome: field
        .text("`successful`, or one of the failure codes of its method; `successful` by default.", 64)
        .optional(),
    }),
    returns: chargeShape,
    refuses: ["bad_request", "not_found", "invalid_charge"],
    run: ({ gateway, caller, params, body: { outcome = "successful" } }) =>
      playPayer(gateway, caller, params.id, outcome),
    present: presentCharge,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/test/charges/:id/timeline",
    resource: "charge",
    summary: "Retrieve the timeline of a charge",
    description: "Requests, the banks' answers, states, entries of the ledger, events and every try to deliver them.",
    returns: timelineShape,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, caller, params }) => {
      const overview = await chargeOverview(gateway, caller, params.id); // of another account's there is nothing, in either mode
      mustBeTest(caller.account, "this");
      return overview;
    },
    present: ({ charge, timeline }, view) => ({
      object: "timeline" as const,
      charge: charge.id,
      data: timeline.map((item) => presentItem(item, charge, view)),
    }),
  }),
];
