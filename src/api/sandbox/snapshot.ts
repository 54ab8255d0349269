import { z } from "zod";
import { snapshotsMax } from "../../domain/sandbox/snapshot.ts";
import {
  eraseSnapshot,
  getSnapshot,
  restoreSnapshot,
  saveSnapshot,
  snapshotsOf,
} from "../../operations/sandbox/snapshot.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { presentSnapshot, snapshotShape } from "./snapshot.shape.ts";

const control = { tag: "Test control", auth: "secret", resource: "account" } as const;
const details = { ...control, keepsAnswer: false, returns: snapshotShape, present: presentSnapshot } as const;

export const snapshotEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/test/snapshots",
    right: "money",
    summary: "Save a snapshot of the test account",
    description: `What the account has now, to be put back later; ${snapshotsMax} at most. One of the same name is replaced.`,
    body: z.object({ name: field.text("Letters, digits, hyphens and underscores.", 64) }),
    refuses: ["bad_request"],
    run: ({ gateway, account, body }) => saveSnapshot(gateway, account, body.name),
  }),
  listEndpoint({
    ...control,
    path: "/test/snapshots",
    right: "view",
    summary: "List the snapshots of the test account",
    item: snapshotShape,
    list: ({ gateway, account, range }) => snapshotsOf(gateway, account, range),
    present: presentSnapshot,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/test/snapshots/:name",
    summary: "Retrieve a snapshot",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getSnapshot(gateway, account, params.name),
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/test/snapshots/:name/restore",
    right: "money",
    summary: "Put the test account back to a snapshot",
    description:
      "Whatever came after it is gone, and ids are as they were. The account's time does not go back, customers' cards that were deleted stay deleted, since their numbers are, and the request log goes on.",
    refuses: ["not_found", "bad_request"],
    run: ({ gateway, account, params }) => restoreSnapshot(gateway, account, params.name),
  }),
  endpoint({
    ...details,
    method: "DELETE",
    path: "/test/snapshots/:name",
    right: "money",
    summary: "Delete a snapshot",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => eraseSnapshot(gateway, account, params.name),
  }),
];
