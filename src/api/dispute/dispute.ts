import { z } from "zod";
import { type DisputeState, openStates } from "../../domain/dispute/dispute-row.ts";
import {
  acceptDispute,
  closeDispute,
  getDispute,
  openDispute,
  updateDispute,
} from "../../operations/dispute/dispute.ts";
import { dashboardEndpoint, endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { disputeShape, presentDispute } from "./dispute.shape.ts";
import { disputeCaseShape, presentDisputeCase } from "./dispute-case.shape.ts";

const details = { tag: "Disputes", auth: "secret", returns: disputeShape, present: presentDispute } as const;
const list = { tag: "Disputes", auth: "secret", right: "view", item: disputeShape, present: presentDispute } as const;

/** A list of the disputes in some states. */
const listOf = (path: string, summary: string, states?: readonly DisputeState[]) =>
  listEndpoint({
    ...list,
    path,
    summary,
    list: ({ gateway, account, range }) => gateway.store.dispute.list(account.id, range, states),
  });

export const disputeEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/charges/:id/disputes",
    right: "disputes",
    summary: "Open a dispute",
    description: "Test mode: plays a cardholder who disputes what is left of a charge. Its amount leaves the balance.",
    refuses: ["not_found", "invalid_dispute"],
    run: ({ gateway, caller, params }) => openDispute(gateway, caller, params.id),
  }),
  listOf("/disputes", "List disputes"),
  listOf("/disputes/open", "List disputes that wait for an answer", ["open"]),
  listOf("/disputes/pending", "List disputes that were answered", openStates.slice(1)),
  listOf("/disputes/closed", "List disputes that were won or lost", ["won", "lost"]),
  endpoint({
    ...details,
    method: "GET",
    path: "/disputes/:id",
    right: "view",
    summary: "Retrieve a dispute",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getDispute(gateway, account.id, params.id),
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/disputes/:id",
    right: "disputes",
    summary: "Answer a dispute",
    description:
      "A message answers it: nothing of it can be changed after that, so upload documents first. Metadata alone answers nothing.",
    body: z.object({
      message: field.text("Why the payment was right, for the cardholder's bank.", 2_000).optional(),
      metadata: field.metadata("The merchant's own data.").optional(),
    }),
    refuses: ["bad_request", "not_found", "invalid_dispute"],
    run: ({ gateway, caller, params, body }) => updateDispute(gateway, caller, params.id, body),
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/disputes/:id/accept",
    right: "disputes",
    summary: "Accept a dispute",
    description: "Gives the amount up: the dispute is lost at once.",
    refuses: ["not_found", "invalid_dispute"],
    run: ({ gateway, caller, params }) => acceptDispute(gateway, caller, params.id),
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/disputes/:id/close",
    right: "disputes",
    summary: "Close a dispute",
    description: "Test mode: plays the decision of the cardholder's bank. One that is won gives its amount back.",
    body: z.object({ status: field.word("How it is decided.", ["won", "lost"]) }),
    refuses: ["bad_request", "not_found", "invalid_dispute"],
    run: ({ gateway, caller, params, body }) => closeDispute(gateway, caller, params.id, body.status === "won"),
  }),
  listEndpoint({
    tag: "Dashboard: disputes",
    auth: "session",
    path: "/dispute_cases",
    right: "view",
    summary: "List disputes with their time to answer",
    item: disputeCaseShape,
    list: ({ gateway, account, range }) => gateway.store.dispute.list(account.id, range),
    present: presentDisputeCase,
  }),
  dashboardEndpoint({
    tag: "Dashboard: disputes",
    method: "GET",
    path: "/dispute_cases/:id",
    right: "view",
    summary: "Retrieve a dispute with its time to answer",
    returns: disputeCaseShape,
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getDispute(gateway, account.id, params.id),
    present: presentDisputeCase,
  }),
];
