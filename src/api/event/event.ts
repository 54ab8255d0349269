import { getEvent, withAttempts } from "../../operations/event/event.ts";
import { endpoint } from "../wire/endpoint.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { eventShape, presentEvent } from "./event.shape.ts";

const details = { tag: "Events", auth: "secret", returns: eventShape, present: presentEvent } as const;

export const eventEndpoints = [
  listEndpoint({
    tag: "Events",
    auth: "secret",
    path: "/events",
    right: "view",
    summary: "List events",
    item: eventShape,
    list: async ({ gateway, account, range }) =>
      withAttempts(gateway, account.id, await gateway.store.event.list(account.id, range)),
    present: presentEvent,
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
