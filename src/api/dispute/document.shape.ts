import { z } from "zod";
import type { Document } from "../../domain/dispute/document-row.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const documentShape = {
  name: "document",
  schema: z.object({
    object: z.literal("document"),
    livemode: z.boolean(),
    id: value.id("docu"),
    deleted: z.boolean(),
    filename: z.string(),
    location: z.string(),
    download_uri: z
      .string()
      .nullable()
      .meta({ description: "Where the file is, for anybody who knows this address; null once it is erased." }),
    created_at: value.time,
  }),
} satisfies Shape;

/** Presents evidence of a dispute, with the keys, in the order, of the recordings of 2021. */
export function presentDocument(document: Document, { publicUrl }: Pick<View, "publicUrl">) {
  const location = `/disputes/${document.dispute}/documents/${document.id}`;
  return {
    object: "document" as const,
    livemode: document.livemode,
    id: document.id,
    deleted: document.deletedAt !== null,
    filename: document.filename,
    location,
    download_uri: document.code === null ? null : `${publicUrl}${location}/downloads/${document.code}`,
    created_at: wireTime(document.createdAt),
  };
}
