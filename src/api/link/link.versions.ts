import { z } from "zod";
import { chargeForms } from "../payment/charge.versions.ts";
import { form, lowerCase, olderList, olderListSchema, withoutOrder, withShortDeletion } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { linkShape } from "./link.shape.ts";

/** A form of the link in an older version. @param listOrder how the list of charges inside states its order; absent if not at all */
function linkIn(version: keyof typeof chargeForms, listOrder: z.ZodNull | undefined) {
  const charge = chargeForms[version];
  return form(
    linkShape,
    {
      object: z.literal("link"),
      id: value.id("link"),
      livemode: z.boolean(),
      deleted: z.boolean(),
      location: z.string(),
      amount: value.minor,
      currency: lowerCase,
      used: z.boolean(),
      multiple: z.boolean(),
      title: z.string(),
      description: z.string(),
      charges: olderListSchema(charge.schema, listOrder),
      payment_uri: z.string(),
      created: value.time,
      used_at: value.time.nullable(),
      deleted_at: value.time.nullable(),
    },
    ({ charges }, methods) => {
      const older = olderList(charges, (each) => charge.of(each, methods));
      return { charges: listOrder ? older : withoutOrder(older) };
    },
  );
}

/**
 * A link in older versions. Its charges have the form of the version, so each version has one of its own.
 * Order of the keys: an event of 2019 in version 2017-11-02.
 */
export const linkForms = withShortDeletion({
  "2014-07-27": linkIn("2014-07-27", undefined),
  "2015-11-17": linkIn("2015-11-17", z.null()),
  "2017-11-02": linkIn("2017-11-02", z.null()),
});
