import { z } from "zod";
import { apiVersions } from "../../domain/merchant/account.ts";
import { logoMax } from "../../domain/merchant/brand.ts";
import { updateAccount } from "../../operations/merchant/account.ts";
import { removeLogo, setLogo } from "../../operations/merchant/brand.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { presentSettings, settingsShape } from "./settings.shape.ts";

const details = { tag: "Dashboard: settings", returns: settingsShape, present: presentSettings } as const;

/** What receipts for fees say of the merchant, from then on. */
const billing = z.object({
  name: field.text("Name on receipts and tax invoices."),
  address: field.text("Address on them.", 1_000).nullable().optional(),
  tax_id: field.taxId("Tax number: 13 digits.").nullable().optional(),
  withholds_tax: field.flag("Whether 3 % of the fees are withheld as tax.").optional(),
});

export const settingsEndpoints = [
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/settings",
    right: "view",
    summary: "Retrieve the settings",
    refuses: [],
    run: async ({ account }) => account,
  }),
  dashboardEndpoint({
    ...details,
    method: "POST",
    path: "/settings",
    right: "settings",
    summary: "Update the settings",
    body: z.object({
      name: field.text("What payers read on the payment pages.").optional(),
      api_version: field.word("The form of answers and of events from now on.", apiVersions).optional(),
      zero_interest_installments: field
        .flag("Who pays installment interest by default: true is the merchant.")
        .optional(),
      three_d_secure: field.flag("Whether plain card charges authenticate the cardholder.").optional(),
      auto_activate_recipients: field.flag("Whether recipients are active as soon as they are verified.").optional(),
      billing: billing.optional(),
      color: field.color("Colour of the payers' pages; empty for the gateway's own.").nullable().optional(),
    }),
    clearable: ["color"],
    refuses: ["bad_request"],
    run: async ({ gateway, caller, body }) => {
      return updateAccount(gateway, caller, {
        ...(body.name !== undefined && { name: body.name }),
        ...(body.api_version !== undefined && { apiVersion: body.api_version }),
        ...(body.zero_interest_installments !== undefined && {
          zeroInterestInstallments: body.zero_interest_installments,
        }),
        ...(body.billing !== undefined && {
          billing: {
            name: body.billing.name,
            address: body.billing.address ?? null,
            taxId: body.billing.tax_id ?? null,
            withholdsTax: body.billing.withholds_tax ?? false,
          },
        }),
        ...(body.color !== undefined && { brandColor: body.color }),
        ...(body.three_d_secure !== undefined && { threeDSecure: body.three_d_secure }),
        ...(body.auto_activate_recipients !== undefined && {
          autoActivateRecipients: body.auto_activate_recipients,
        }),
      });
    },
  }),
  dashboardEndpoint({
    ...details,
    method: "POST",
    path: "/settings/logo",
    right: "settings",
    summary: "Upload a logo",
    description:
      "For the payers' pages: a PNG, JPEG or SVG, as `multipart/form-data`. An SVG must do nothing but draw.",
    fileMax: logoMax,
    body: z.object({ file: field.file("PNG, JPEG or SVG, at most 100 KiB and 2,000 pixels each way.").optional() }),
    refuses: ["bad_request", "missing_file", "invalid_file_type"],
    run: async ({ gateway, caller, body }) => setLogo(gateway, caller, body.file),
  }),
  dashboardEndpoint({
    ...details,
    method: "DELETE",
    path: "/settings/logo",
    right: "settings",
    summary: "Remove the logo",
    description: "The file is erased at once.",
    refuses: [],
    run: async ({ gateway, caller }) => removeLogo(gateway, caller),
  }),
];
