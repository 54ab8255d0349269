import { z } from "zod";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { auditLogShape, presentAuditLog } from "./audit.shape.ts";

const pageOf = 50;

/** The audit log. */
export const auditEndpoints = [
  dashboardEndpoint({
    tag: "Dashboard: audit log",
    scope: "team",
    right: "team",
    method: "GET",
    path: "/audit",
    summary: "List acts",
    description:
      "Everything that was changed from the dashboard, and what keys changed of settings, the newest first, with what stood there before and after. Each row's hash covers the row before, so that no row can be changed or left out unseen: `chamra verify` looks.",
    query: z.object({ before: field.integer("The `next` of the page before.").optional() }),
    returns: auditLogShape,
    refuses: ["bad_request"],
    run: async ({ gateway: { store }, member: { team }, test, live, query }) => {
      const rows = await store.audit.list(team, query.before ?? null, pageOf);
      const [members, ...keys] = await Promise.all([
        store.member.everInTeam(team),
        store.account.keys(test.id),
        store.account.keys(live.id),
      ]);
      return { rows, members, keys: keys.flat(), test, live };
    },
    present: presentAuditLog,
  }),
];
