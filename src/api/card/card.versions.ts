import { z } from "zod";
import { additions, form } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { cardShape } from "./card.shape.ts";

const in2017 = form(cardShape, {
  object: z.literal("card"),
  id: value.id("card"),
  livemode: z.boolean(),
  location: z.string().nullable(),
  country: z.string(),
  city: z.string().nullable(),
  postal_code: z.string().nullable(),
  financing: cardShape.schema.shape.financing,
  bank: z.string(),
  last_digits: z.string(),
  brand: z.string(),
  expiration_month: cardShape.schema.shape.expiration_month,
  expiration_year: cardShape.schema.shape.expiration_year,
  fingerprint: z.string().nullable(),
  name: z.string(),
  security_code_check: z.boolean(),
  created: value.time,
  ...additions(
    cardShape,
    ...(["first_digits", "phone_number", "state", "street1", "street2", "tokenization_method"] as const),
  ),
});

/** A card in older versions. */
export const cardForms = { "2017-11-02": in2017 };
