import { z } from "zod";
import type { SourceRequest } from "../domain/create-source.ts";
import { createSource, getSource } from "../operations/source.ts";
import { endpoint } from "./endpoint.ts";
import * as field from "./fields.ts";
import { presentSource, sourceShape } from "./shapes/source.ts";

/** The parameters of a source beside amount and currency; a charge can carry them itself. */
export const sourceDetails = {
  type: field.text("The payment method, such as `mobile_banking_kbank` or `installment_wlb_ktc`.", 64),
  installment_term: field.zeroIsAbsent(field.integer("Installments: over how many months.")),
  zero_interest_installments: field
    .flag("Installments: true when the merchant pays the interest; the account's setting by default.")
    .optional(),
  platform_type: field.word("K PLUS: where the payer is.", ["IOS", "ANDROID", "WEB"]).optional(),
  email: field.text("The payer's e-mail address.").optional(),
  name: field.text("The payer's name.").optional(),
  phone_number: field.text("The payer's telephone number.", 32).optional(),
  store_id: field.text("The merchant's store.").optional(),
  store_name: field.text("The store's name.").optional(),
  terminal_id: field.text("The terminal in the store.").optional(),
  ip: field.text("The payer's address.", 64).optional(),
};

export function sourceRequest(
  details: z.output<z.ZodObject<typeof sourceDetails>>,
  { amount, currency, ip }: { amount: number; currency: string; ip: string },
): SourceRequest {
  return {
    amount,
    currency,
    installmentTerm: details.installment_term,
    zeroInterestInstallments: details.zero_interest_installments,
    platformType: details.platform_type,
    email: details.email,
    name: details.name,
    phoneNumber: details.phone_number,
    storeId: details.store_id,
    storeName: details.store_name,
    terminalId: details.terminal_id,
    ip: details.ip ?? ip,
  };
}

const details = { tag: "Sources", auth: "either", returns: sourceShape } as const;

export const sourceEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/sources",
    summary: "Create a source",
    description: "One intention to pay by a method that is not a plain card. Used once, by one charge.",
    body: z.object({
      amount: field.minor("In the smallest unit: satang."),
      currency: field.currency("`THB`."),
      ...sourceDetails,
    }),
    refuses: ["bad_request"],
    run: ({ gateway, caller, body, ip }) =>
      createSource(gateway, caller, body.type, sourceRequest(body, { ...body, ip })),
    present: ({ source, status }) => presentSource(source, status),
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/sources/:id",
    summary: "Retrieve a source",
    refuses: ["not_found"],
    run: ({ gateway, caller, params }) => getSource(gateway, caller, params.id),
    present: ({ source, status }) => presentSource(source, status),
  }),
];
