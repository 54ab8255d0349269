import { z } from "zod";
import { settlementFileMax } from "../../connectors/settlement-file.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { noteMax } from "../../domain/upstream/reconciliation.ts";
import type { Gateway } from "../../operations/gateway.ts";
import {
  getReconciliation,
  type Reconciled,
  reconcile,
  reconciledUpstreams,
  reconcileFile,
  workOffItem,
} from "../../operations/upstream/reconcile.ts";
import type { ItemCounts } from "../../storage/upstream/reconciliation.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import {
  type CountedReconciliation,
  presentItem,
  presentReconciledUpstreams,
  presentReconciliation,
  reconciledUpstreamsShape,
  reconciliationItemShape,
  reconciliationShape,
} from "./reconciliation.shape.ts";

const tag = "Dashboard: reconciliation";
const one = { returns: reconciliationShape, present: presentReconciliation } as const;

const upstream = field.text("Name of the upstream.", 64);
const day = field.text("A day in Bangkok that is over, such as 2026-11-30; yesterday by default.", 10).optional();

const none: ItemCounts = { open: 0, workedOff: 0, cleared: 0 };

export const reconciliationEndpoints = [
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/reconciliations/upstreams",
    right: "receipts",
    summary: "List the upstreams to reconcile with",
    description: "Those that the account is connected to, and when each is asked for a day's payments next.",
    returns: reconciledUpstreamsShape,
    refuses: [],
    run: ({ gateway, account }) => reconciledUpstreams(gateway, account.id),
    present: presentReconciledUpstreams,
  }),
  listEndpoint({
    tag,
    auth: "session",
    path: "/reconciliations",
    right: "receipts",
    summary: "List reconciliations",
    description: "Days of upstreams, each with the number of payments that are not the same on both sides.",
    item: reconciliationShape,
    list: async ({ gateway, account, range }) => {
      const { rows, total } = await gateway.store.reconciliation.list(account.id, range);
      const ids = rows.map(({ id }) => id);
      const counts = await gateway.store.reconciliation.counts(account.id, ids);
      return {
        rows: rows.map((reconciliation) => ({ reconciliation, counts: counts.get(reconciliation.id) ?? none })),
        total,
      };
    },
    present: presentReconciliation,
  }),
  dashboardEndpoint({
    tag,
    method: "GET",
    path: "/reconciliations/:id",
    right: "receipts",
    summary: "Retrieve a reconciliation",
    ...one,
    refuses: ["not_found"],
    run: async ({ gateway, account, params }) => {
      const reconciliation = await getReconciliation(gateway, account.id, params.id);
      const counts = await gateway.store.reconciliation.counts(account.id, [reconciliation.id]);
      return { reconciliation, counts: counts.get(reconciliation.id) ?? none };
    },
  }),
  listEndpoint({
    tag,
    auth: "session",
    path: "/reconciliations/:id/items",
    right: "receipts",
    summary: "List the items of a reconciliation",
    description:
      "Payments that are missing here, missing there, or differ; those that were worked off and cleared, too.",
    item: reconciliationItemShape,
    list: async ({ gateway, account, params, range }) => {
      const { id } = await getReconciliation(gateway, account.id, params.id);
      return gateway.store.reconciliation.listItems(account.id, id, range);
    },
    present: presentItem,
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/reconciliations",
    right: "payouts",
    summary: "Reconcile a day",
    description:
      "Asks the upstream what was paid on a day, and compares it with the books. What was worked off stays so.",
    body: z.object({ upstream, day }),
    ...one,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, account, body }) =>
      counted(gateway, await reconcile(gateway, account, body.upstream, body.day)),
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/reconciliations/files/:upstream",
    right: "payouts",
    summary: "Reconcile a day by a file",
    description:
      "Reads a CSV of payments that the upstream lets its merchants download, as `multipart/form-data`. Payments of other days are left out.",
    fileMax: settlementFileMax,
    body: z.object({ file: field.file("CSV, at most 20 MiB.").optional(), day }),
    ...one,
    refuses: ["bad_request", "not_found", "missing_file"],
    run: async ({ gateway, account, params, body: { file, day: of } }) => {
      if (!file) throw new Refusal("missing_file");
      const text = file.contents.toString("utf8");
      return counted(gateway, await reconcileFile(gateway, account, params.upstream, text, of));
    },
  }),
  dashboardEndpoint({
    tag,
    method: "POST",
    path: "/reconciliation_items/:id/work_off",
    right: "payouts",
    summary: "Work an item off",
    description:
      "With a note of what was found out, which the audit log has, too. No repeat of the day changes it any more.",
    body: z.object({ note: field.text("What was found out, and what was done.", noteMax) }),
    returns: reconciliationItemShape,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, account, member, params, body }) =>
      workOffItem(gateway, account.id, params.id, member.id, body.note),
    present: presentItem,
  }),
];

async function counted({ store }: Gateway, { reconciliation }: Reconciled): Promise<CountedReconciliation> {
  const counts = await store.reconciliation.counts(reconciliation.account, [reconciliation.id]);
  return { reconciliation, counts: counts.get(reconciliation.id) ?? none };
}
