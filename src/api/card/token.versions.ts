import { z } from "zod";
import { form } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { cardForms } from "./card.versions.ts";
import { tokenShape } from "./token.shape.ts";

const card = cardForms["2017-11-02"];

const in2017 = form(
  tokenShape,
  {
    object: z.literal("token"),
    id: value.id("tokn"),
    livemode: z.boolean(),
    location: z.string(),
    used: z.boolean(),
    card: card.schema.nullable(),
    created: value.time,
  },
  (newest) => ({ card: newest.card && card.of(newest.card) }),
);

/** A token in older versions. */
export const tokenForms = { "2017-11-02": in2017 };
