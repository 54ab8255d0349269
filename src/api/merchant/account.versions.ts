import { z } from "zod";
import { additions, form, inLowerCase, lowerCase } from "../wire/form.ts";
import * as value from "../wire/values.ts";
import { accountShape } from "./account.shape.ts";

const in2017 = form(
  accountShape,
  {
    object: z.literal("account"),
    id: value.id("acct"),
    livemode: z.boolean(),
    location: z.string(),
    email: z.string(),
    currency: lowerCase,
    supported_currencies: z.array(lowerCase),
    created: value.time,
    ...additions(
      accountShape,
      ...(["country", "api_version", "last_updated_api_version", "auto_activate_recipients"] as const),
      ...(["chain_enabled", "chain_return_uri", "chaining_allowed", "zero_interest_installments"] as const),
      ...(["webhook_uri", "metadata_export_keys", "transfer_config"] as const),
    ),
  },
  (newest) => ({ id: newest.team, supported_currencies: inLowerCase(newest.supported_currencies) }),
);

/** An account in older versions. */
export const accountForms = { "2017-11-02": in2017 };
