import { z } from "zod";
import { getRequest, listRequests } from "../../operations/log/request.ts";
import { pageLimit } from "../insight/search.ts";
import { printCursor, readCursor } from "../wire/cursor.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { presentRequest, presentRequestPage, requestPageShape, requestShape } from "./request.shape.ts";
import { answerOf } from "./request-answer.ts";

const tag = "Dashboard: request log";

export const requestEndpoints = [
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/requests",
    right: "view",
    summary: "List requests",
    description:
      "Requests of keys that changed something or were refused, newest first, for seven days. A process that dies takes its last quarter of a second with it.",
    query: z.object({
      method: field.word("Of the request.", ["GET", "POST", "PATCH", "DELETE", "PUT"]).optional(),
      status: field.text("A status such as `400`, or a class of them such as `4xx`.", 3).optional(),
      path: field.text("Occurs in the path.", 100).optional(),
      key: field.text("Id of the key that was used.", 64).optional(),
      before: field.text("The `next` of the page before.", 100).optional(),
      limit: field.integer("How many at most; 20 by default, 100 at most.").optional(),
    }),
    returns: requestPageShape,
    refuses: ["bad_request"],
    run: ({ gateway, account, query: { method = null, status = "", path = null, key = null, before, limit } }) => {
      const filter = {
        method,
        path,
        key,
        status: numberIn(/^(\d{3})$/, status),
        statusClass: numberIn(/^(\d)xx$/i, status),
      };
      return listRequests(gateway, account.id, filter, readCursor(before), pageLimit(limit));
    },
    present: ({ rows, next, dropped }) => presentRequestPage(rows, printCursor(next), next?.at ?? null, dropped),
  }),
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/requests/:id",
    right: "view",
    summary: "Retrieve a request",
    description: "With its bodies, without secrets and card data.",
    returns: requestShape,
    refuses: ["not_found"],
    run: async ({ gateway, caller, account, params, view }) => {
      const request = await getRequest(gateway, account.id, params.id);
      if (request.responseBody !== null || request.status >= 400) return request;
      return { ...request, responseBody: await answerOf(gateway, caller, request, view) };
    },
    present: presentRequest,
  }),
];

function numberIn(pattern: RegExp, text: string): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
