import { z } from "zod";
import { eventDeliveries, listDeliveries, resendEvent, resendGivenUp } from "../../operations/event/delivery.ts";
import { pageLimit } from "../insight/search.ts";
import { printCursor, readCursor } from "../wire/cursor.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import {
  deliveryPageShape,
  eventDeliveriesShape,
  presentDeliveryPage,
  presentEventDeliveries,
  presentResent,
  resentShape,
} from "./delivery.shape.ts";

const tag = "Dashboard: webhooks";

export const deliveryEndpoints = [
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/deliveries",
    right: "view",
    summary: "List deliveries",
    description: "Newest first.",
    query: z.object({
      state: field.word("Where they stand.", ["due", "delivered", "given_up"]).optional(),
      before: field.text("The `next` of the page before.", 100).optional(),
      limit: field.integer("How many at most; 20 by default, 100 at most.").optional(),
    }),
    returns: deliveryPageShape,
    refuses: ["bad_request"],
    run: ({ gateway, account, query: { state = null, before, limit } }) =>
      listDeliveries(gateway, account.id, state, readCursor(before), pageLimit(limit)),
    present: ({ rows, next }) => presentDeliveryPage(rows, printCursor(next), next?.at ?? null),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/deliveries/resend",
    right: "webhooks",
    summary: "Resend what was given up",
    description:
      "Puts deliveries that were given up on their way again, the oldest first, up to 1,000 at once. Each is tried once more, whatever its age.",
    returns: resentShape,
    refuses: [],
    run: ({ gateway, account }) => resendGivenUp(gateway, account.id),
    present: presentResent,
  }),
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/events/:id/deliveries",
    right: "view",
    summary: "Retrieve the deliveries of an event",
    returns: eventDeliveriesShape,
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => eventDeliveries(gateway, caller, params.id),
    present: presentEventDeliveries,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/events/:id/resend",
    right: "webhooks",
    summary: "Resend an event",
    description: "Sends it once more, now, to each endpoint that it was for, and waits for what they say.",
    returns: eventDeliveriesShape,
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => resendEvent(gateway, caller, params.id),
    present: presentEventDeliveries,
  }),
];
