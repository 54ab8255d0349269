import { z } from "zod";
import { forms2015 } from "./2015-11-17.ts";
import { before, olderListSchema, olderVersion } from "./form.ts";

/**
 * Version 2014-07-27, by its differences from 2015-11-17: a paid charge was called captured, and lists did not say their order.
 * Source: the API's page of versions; recorded answers of April 2015. OpenCart's plug-in and ActiveMerchant still ask for it.
 */
const charge = before(forms2015.charge, {
  renamed: { paid: "captured", paid_at: "captured_at" },
  with: { refunds: olderListSchema(forms2015.refund.schema, undefined) },
  values: (_, later) => ({ refunds: withoutOrder(later.refunds as object) }), // a list, as its schema says
});

const event = before(forms2015.event, {
  with: { data: z.union([charge.schema, forms2015.refund.schema]) },
});

const { event: _, ...objects } = { ...forms2015, charge };
export const version2014 = olderVersion(Object.values(objects), event, false);

function withoutOrder(list: object): object {
  const { order: _, ...rest } = list as { order: null };
  return rest;
}
