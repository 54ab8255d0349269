import { z } from "zod";
import { type Account, apiVersions } from "../../domain/merchant/account.ts";
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
  }),
} satisfies Shape;

export function presentSettings(account: Account) {
  return {
    object: "settings" as const,
    name: account.name,
    api_version: account.apiVersion,
    api_versions: apiVersions,
    zero_interest_installments: account.zeroInterestInstallments,
    three_d_secure: account.threeDSecure,
    auto_activate_recipients: account.autoActivateRecipients,
  };
}
