import { z } from "zod";
import { type Account, apiVersions, type Billing } from "../../domain/merchant/account.ts";
import { logoPath } from "../../operations/merchant/brand.ts";
import type { View } from "../wire/endpoint.ts";
import type { Shape } from "../wire/shape.ts";

export const settingsShape = {
  name: "settings",
  schema: z.object({
    object: z.literal("settings"),
    name: z.string(),
    api_version: z.enum(apiVersions),
    api_versions: z.array(z.enum(apiVersions)),
    zero_interest_installments: z.boolean(),
    three_d_secure: z.boolean(),
    auto_activate_recipients: z.boolean(),
    billing: z
      .object({
        name: z.string(),
        address: z.string().nullable(),
        tax_id: z.string().nullable(),
        withholds_tax: z.boolean(),
      })
      .nullable()
      .meta({ description: "What receipts for fees say of the merchant." }),
    color: z.string().nullable().meta({ description: "Colour of the payers' pages, `#rrggbb`." }),
    logo_uri: z.string().nullable().meta({ description: "The logo on the payers' pages; needs no key." }),
  }),
} satisfies Shape;

export function presentSettings(account: Account, { publicUrl }: Pick<View, "publicUrl">) {
  const logo = logoPath(account);
  return {
    object: "settings" as const,
    name: account.name,
    api_version: account.apiVersion,
    api_versions: apiVersions,
    zero_interest_installments: account.zeroInterestInstallments,
    three_d_secure: account.threeDSecure,
    auto_activate_recipients: account.autoActivateRecipients,
    billing: account.billing && presentBilling(account.billing),
    color: account.brandColor,
    logo_uri: logo && `${publicUrl}${logo}`,
  };
}

const presentBilling = ({ name, address, taxId, withholdsTax }: Billing) => ({
  name,
  address,
  tax_id: taxId,
  withholds_tax: withholdsTax,
});
