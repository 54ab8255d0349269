import { z } from "zod";
import { searchCustomers } from "../../operations/customer/search-customers.ts";
import { printCursor, readCursor } from "../wire/cursor.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { customerSearchShape, presentCustomerSearch } from "./customer-search.shape.ts";

/** Parameters of a search for customers; search and export take the same. */
export const customerSearch = {
  q: field
    .text(
      "An id, the last digits of a card, or words of the customer's e-mail address, description, metadata or name on a card.",
      200,
    )
    .optional(),
};

export const customerSearchEndpoints = [
  dashboardEndpoint({
    tag: "Dashboard: customers",
    method: "GET",
    path: "/search/customers",
    right: "view",
    summary: "Search customers",
    description: "Newest first. `data` may be short, or empty, and still `next` says where to go on.",
    query: z.object({
      ...customerSearch,
      before: field.text("The `next` of the page before.", 100).optional(),
      limit: field.integer("How many at most; 20 by default, 100 at most.").optional(),
    }),
    returns: customerSearchShape,
    refuses: ["bad_request"],
    run: async ({ gateway, account, query: { q, before, limit = 20 } }) => {
      const size = Math.min(Math.max(limit, 1), 100);
      const { rows, next } = await searchCustomers(gateway, account.id, q, readCursor(before), size);
      return { customers: rows, next: printCursor(next), searchedTo: next?.at ?? null };
    },
    present: presentCustomerSearch,
  }),
];
