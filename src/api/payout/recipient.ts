import { z } from "zod";
import { refuseIfAny } from "../../domain/base/errors.ts";
import type { GivenBankAccount, RecipientRequest } from "../../domain/payout/recipient.ts";
import { recipientTypes } from "../../domain/payout/recipient-row.ts";
import {
  activateRecipient,
  createRecipient,
  deleteRecipient,
  getRecipient,
  updateRecipient,
  verifyRecipient,
} from "../../operations/payout/recipient.ts";
import { dashboardEndpoint, endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { presentRecipient, recipientShape } from "./recipient.shape.ts";

const details = { tag: "Recipients", auth: "secret", returns: recipientShape, present: presentRecipient } as const;

const bankAccount = z
  .object({
    brand: field.text("The bank: a code of `banks` in `GET /capability`, or its national code.").optional(),
    bank_code: field.text("The same as `brand`.").optional(),
    number: field.text("The number of the account.").optional(),
    name: field.text("Whose account it is, as the bank knows it.").optional(),
  })
  .optional();

const notes = {
  name: field.text("Who is paid.").optional(),
  type: field.word("A person or a company.", recipientTypes).optional(),
  bank_account: bankAccount,
  email: field.text("Their e-mail address.").nullable().optional(),
  description: field.text("What helps the merchant to know them.", 1_000).nullable().optional(),
  tax_id: field.text("Their tax number.").optional(),
  metadata: field.metadata("The merchant's own data, as a whole.").optional(),
};
const clearable = ["email", "description"];

export const recipientEndpoints = [
  endpoint({
    ...details,
    method: "POST",
    path: "/recipients",
    right: "payouts",
    summary: "Create a recipient",
    description:
      "Somebody to whom money can be paid out. In test mode a recipient is verified after a day, or at once by `PATCH /recipients/{id}/verify`.",
    body: z.object(notes),
    refuses: ["bad_request", "invalid_recipient", "invalid_bank_account"],
    run: async ({ gateway, caller, body }) => {
      const { name = "", type, ...rest } = requestOf(body);
      refuseIfAny("invalid_recipient", [
        ...(name.trim() === "" ? ["name can't be blank"] : []),
        ...(type === undefined ? ["type can't be blank"] : []),
        ...(rest.bankAccount === undefined ? ["bank_account can't be blank"] : []),
      ]);
      if (type === undefined || rest.bankAccount === undefined) throw new Error("not refused above");
      return createRecipient(gateway, caller, { ...rest, name, type, bankAccount: rest.bankAccount });
    },
  }),
  listEndpoint({
    tag: "Recipients",
    auth: "secret",
    path: "/recipients",
    right: "view",
    summary: "List recipients",
    item: recipientShape,
    list: ({ gateway, account, range }) => gateway.store.recipient.list(account.id, range),
    present: presentRecipient,
  }),
  endpoint({
    ...details,
    method: "GET",
    path: "/recipients/:id",
    right: "view",
    summary: "Retrieve a recipient",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getRecipient(gateway, account.id, params.id),
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/recipients/:id",
    right: "payouts",
    summary: "Update a recipient",
    description: "Another bank account has to be verified anew.",
    body: z.object(notes),
    clearable,
    refuses: ["bad_request", "not_found", "invalid_recipient", "invalid_bank_account"],
    run: ({ gateway, caller, params, body }) => updateRecipient(gateway, caller, params.id, requestOf(body)),
  }),
  endpoint({
    ...details,
    method: "PATCH",
    path: "/recipients/:id/verify",
    right: "payouts",
    summary: "Verify a test recipient",
    description: "Verifies the bank account now, and activates the recipient. Test mode only.",
    refuses: ["not_found", "invalid_recipient"],
    run: ({ gateway, caller, params }) => verifyRecipient(gateway, caller, params.id),
  }),
  endpoint({
    ...details,
    method: "DELETE",
    path: "/recipients/:id",
    right: "payouts",
    summary: "Delete a recipient",
    description: "Transfers that were not sent fail. The default recipient cannot be deleted.",
    refuses: ["not_found", "failed_deletion"],
    run: ({ gateway, caller, params }) => deleteRecipient(gateway, caller, params.id),
  }),
  ...(["activate", "deactivate"] as const).map((act) =>
    dashboardEndpoint({
      tag: "Dashboard: payouts",
      method: "POST",
      path: `/recipients/:id/${act}`,
      right: "payouts",
      summary: act === "activate" ? "Activate a recipient" : "Deactivate a recipient",
      returns: recipientShape,
      refuses: ["not_found", ...(act === "activate" ? (["invalid_recipient"] as const) : [])],
      run: ({ gateway, caller, params }) => activateRecipient(gateway, caller, params.id, act === "activate"),
      present: presentRecipient,
    }),
  ),
];

type Given = z.output<z.ZodObject<typeof notes>>;

/** What is asked for; what is left out stays as it is. */
function requestOf({
  name,
  type,
  bank_account,
  email,
  description,
  tax_id,
  metadata,
}: Given): Partial<RecipientRequest> {
  return {
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type }),
    ...(bank_account !== undefined && isGiven(bank_account) && { bankAccount: bankAccountOf(bank_account) }),
    ...(email !== undefined && { email }),
    ...(description !== undefined && { description }),
    ...(tax_id !== undefined && { taxId: tax_id }),
    ...(metadata !== undefined && { metadata }),
  };
}

/** Whether anything is said of a bank account: clients send the empty one with every change of a recipient. Observed: omise-go 1.7.2. */
const isGiven = (bankAccount: NonNullable<Given["bank_account"]>): boolean =>
  Object.values(bankAccount).some((value) => value !== undefined && value !== "");

const bankAccountOf = ({ brand, bank_code, number, name }: NonNullable<Given["bank_account"]>): GivenBankAccount => ({
  bank: brand ?? bank_code ?? "",
  number: number ?? "",
  name: name ?? "",
});
