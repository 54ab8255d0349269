import { z } from "zod";
import { cardForms } from "../card/card.versions.ts";
import { before, form, olderList, olderListSchema, reference, withoutOrder, withShortDeletion } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { customerShape } from "./customer.shape.ts";

const card = cardForms["2017-11-02"];

const in2017 = form(
  customerShape,
  {
    object: z.literal("customer"),
    id: value.id("cust"),
    livemode: z.boolean(),
    location: z.string(),
    default_card: reference("card", card.schema),
    email: z.string().nullable(),
    description: z.string().nullable(),
    metadata: value.metadata,
    created: value.time,
    cards: olderListSchema(card.schema, z.null()),
  },
  (newest) => ({ cards: olderList(newest.cards, card.of) }),
);

/** Lists did not state their order. Source: a recorded answer of 2015. */
const in2014 = before(in2017, {
  with: { cards: olderListSchema(card.schema, undefined) },
  values: (_, later) => ({ cards: withoutOrder(later.cards as object) }), // a list, as its schema says
});

/** A customer in older versions. */
export const customerForms = withShortDeletion({ "2014-07-27": in2014, "2017-11-02": in2017 });
