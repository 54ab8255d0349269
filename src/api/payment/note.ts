import { z } from "zod";
import { addNote, dropNote, notesOn } from "../../operations/payment/note.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { notesShape, presentNotes } from "./note.shape.ts";

const details = { tag: "Dashboard: charges", returns: notesShape, present: presentNotes } as const;

export const noteEndpoints = [
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/charges/:id/notes",
    right: "view",
    summary: "List the notes on a charge",
    description: "What members wrote about it for each other, oldest first. The API does not show it.",
    refuses: ["not_found"],
    run: ({ gateway, caller, member, params }) => notesOn(gateway, caller, member, params.id),
  }),
  dashboardEndpoint({
    ...details,
    method: "POST",
    path: "/charges/:id/notes",
    right: "notes",
    summary: "Write a note on a charge",
    body: z.object({ text: field.text("What the team should know.", 2_000) }),
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, caller, member, params, body }) => addNote(gateway, caller, member, params.id, body.text),
  }),
  dashboardEndpoint({
    ...details,
    method: "POST",
    path: "/charges/:id/notes/:note/remove",
    right: "notes",
    summary: "Remove a note on a charge",
    description:
      "Its author may, and whoever may change the team. The text is erased; the audit log keeps what was written.",
    refuses: ["forbidden", "not_found"],
    run: ({ gateway, caller, member, params }) => dropNote(gateway, caller, member, params.id, params.note),
  }),
];
