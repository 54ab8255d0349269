import { z } from "zod";
import { forms2017 } from "./2017-11-02.ts";
import { before, olderVersion } from "./form.ts";

/**
 * Version 2015-11-17, by its differences from 2017-11-02: there were no sources, so a charge itself said how it is paid.
 * Source: the API's page of versions; recorded charges of 2015.
 */
const charge = before(forms2017.charge, {
  without: ["source"],
  with: {
    source_of_fund: z.enum(["card", "offsite", "offline"]),
    offsite: z.string().nullable(),
    offline: z.null(),
    installment_terms: z.int().nullable(),
  },
  values: ({ source }) => ({
    source_of_fund: source === null ? "card" : source.flow === "offline" ? "offline" : "offsite",
    offsite: source?.type ?? null,
    offline: null,
    installment_terms: source?.installment_term ?? null,
  }),
});

const event = before(forms2017.event, {
  with: { data: z.union([charge.schema, forms2017.refund.schema]) },
});

/** The objects of this version, for the one before it. */
export const forms2015 = { ...forms2017, charge, event };

const { event: _, ...objects } = forms2015;
export const version2015 = olderVersion(Object.values(objects), event, true);
