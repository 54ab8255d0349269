import { z } from "zod";
import { type ChargeSearch, searchCharges, totalsFound } from "../../operations/insight/search.ts";
import { printCursor, readCursor } from "../wire/cursor.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { presentSearch, presentTotals, searchShape, totalsShape } from "./search.shape.ts";

/** Parameters of a search for charges; search and export take the same. */
export const chargeSearch = {
  q: field
    .text(
      "Any id of ours, what a bank calls the charge, an amount such as `2,590.00`, or words of its description, its metadata or its payer's name.",
      200,
    )
    .optional(),
  status: field.word("As charges have it.", ["pending", "successful", "failed", "expired", "reversed"]).optional(),
  method: field.text("`card`, or the type of a source; `installment_wlb` for those of all banks.", 64).optional(),
  bank: field.text("The bank of the method, such as `kbank` or `ktc`.", 64).optional(),
  customer: field.text("Id of the customer whose card was charged.", 64).optional(),
  schedule: field.text("Id of the schedule that it was made for.", 64).optional(),
  linked_account: field.text("Id of the linked account that the money came from.", 64).optional(),
  term: field.integer("Months of an installment plan.").optional(),
  amount_from: field.integer("Satang.").optional(),
  amount_to: field.integer("Satang.").optional(),
  from: field.time("The earliest creation time.").optional(),
  to: field.time("The latest creation time.").optional(),
  metadata_key: field.text("A key of the metadata's top level.").optional(),
  metadata_value: field.text("The whole value of a key.", 1_000).optional(),
};

export function chargeSearchOf(query: z.output<z.ZodObject<typeof chargeSearch>>): ChargeSearch {
  const { linked_account, amount_from, amount_to, metadata_key, metadata_value, ...rest } = query;
  return {
    ...rest,
    linkedAccount: linked_account,
    amountFrom: amount_from,
    amountTo: amount_to,
    metadataKey: metadata_key,
    metadataValue: metadata_value,
  };
}

/** Size of a page, with the bounds of the API's lists. */
export const pageLimit = (limit = 20): number => Math.min(Math.max(limit, 1), 100);

export const searchEndpoints = [
  dashboardEndpoint({
    tag: "Dashboard: charges",
    method: "GET",
    path: "/search/charges",
    right: "view",
    summary: "Search charges",
    description:
      "Newest first. One request looks at a bounded number of charges: `data` may be short, or empty, and still `next` says where to go on.",
    query: z.object({
      ...chargeSearch,
      before: field.text("The `next` of the page before.", 100).optional(),
      limit: field.integer("How many at most; 20 by default, 100 at most.").optional(),
    }),
    returns: searchShape,
    refuses: ["bad_request"],
    run: async ({ gateway, account, query: { before, limit, ...query } }) => {
      const search = chargeSearchOf(query);
      const { rows, next } = await searchCharges(gateway, account.id, search, readCursor(before), pageLimit(limit));
      return { charges: rows, next: printCursor(next), searchedTo: next?.at ?? null };
    },
    present: presentSearch,
  }),
  dashboardEndpoint({
    tag: "Dashboard: charges",
    method: "GET",
    path: "/search/charges/totals",
    right: "view",
    summary: "Add up charges",
    description:
      "Sums of all charges that a search finds, by currency. At most 200,000 are added up; 5,000 where texts, metadata or months are asked for.",
    query: z.object(chargeSearch),
    returns: totalsShape,
    refuses: ["bad_request"],
    run: ({ gateway, account, query }) => totalsFound(gateway, account.id, chargeSearchOf(query)),
    present: presentTotals,
  }),
];
