import { z } from "zod";
import { form, withShortDeletion } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { documentShape } from "./document.shape.ts";

const in2017 = form(documentShape, {
  object: z.literal("document"),
  id: value.id("docu"),
  livemode: z.boolean(),
  location: z.string(),
  filename: z.string(),
  created: value.time,
});

/** A document in older versions: no address to download it. Recorded in November 2017. */
export const documentForms = withShortDeletion({ "2017-11-02": in2017 });
