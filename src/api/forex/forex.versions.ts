import { z } from "zod";
import { form, lowerCase } from "../wire/form.ts";
import { forexShape } from "./forex.shape.ts";

const in2017 = form(
  forexShape,
  {
    object: z.literal("forex"),
    from: lowerCase,
    to: lowerCase,
    rate: z.number(),
    location: z.string(),
  },
  ({ base, quote }) => ({ from: base.toLowerCase(), to: quote.toLowerCase() }),
);

/** A rate in older versions, which had other names for its currencies. Source: a recording of version 2017-11-02. */
export const forexForms = { "2017-11-02": in2017 };
