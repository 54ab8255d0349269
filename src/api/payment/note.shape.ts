import { z } from "zod";
import type { ShownNote } from "../../operations/payment/note.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const notesShape = {
  name: "charge_notes",
  schema: z.object({
    object: z.literal("charge_notes"),
    data: z.array(
      z.object({
        object: z.literal("charge_note"),
        id: value.id("note"),
        text: z.string(),
        author: z.object({ id: value.id("memb"), name: z.string() }),
        removable: z.boolean().meta({ description: "Whether the member who asks may remove it." }),
        created_at: value.time,
      }),
    ),
  }),
} satisfies Shape;

export const presentNotes = (notes: readonly ShownNote[]) => ({
  object: "charge_notes" as const,
  data: notes.map(({ note, author, removable }) => ({
    object: "charge_note" as const,
    id: note.id,
    text: note.note,
    author: { id: note.member, name: author },
    removable,
    created_at: wireTime(note.createdAt),
  })),
});
