import { getEvent, withAttempts } from "../../operations/event/event.ts";
import { endpoint } from "../wire/endpoint.ts";
import { listShape, presentList } from "../wire/list.shape.ts";
import { listQuery, rangeOf } from "../wire/list-query.ts";
import { eventShape, presentEvent } from "./event.shape.ts";

const details = { tag: "Events", auth: "secret", returns: eventShape, present: presentEvent } as const;

export const eventEndpoints = [
  endpoint({
    ...details,
    method: "GET",
    path: "/events",
    right: "view",
    summary: "List events",
    query: listQuery,
    returns: listShape(eventShape),
    refuses: ["bad_request"],
    run: async ({ gateway, account, query, view }) => {
      const range = rangeOf(query, view.now);
      return {
        range,
        listed: await withAttempts(gateway, account.id, await gateway.store.event.list(account.id, range)),
      };
    },
    present: ({ range, listed }) => presentList(listed, range, "/events", presentEvent),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/events/:id",
    right: "view",
    summary: "Retrieve an event",
    description: "The object as it was when it happened, and every attempt to deliver it.",
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => getEvent(gateway, caller, params.id),
  }),
];
