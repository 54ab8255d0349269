import { notYet, Refusal } from "../../domain/base/errors.ts";
import * as field from "../wire/fields.ts";

/** The parameter of what is paid from an account at a bank. It is refused and not left out: else a card would be charged in its place. */
export const linkedAccount = { linked_account: field.text("Not supported yet.").optional() };

/** @throws Refusal `bad_request` where one is named */
export function refuseLinkedAccount({ linked_account }: { linked_account?: string | undefined }): void {
  if (linked_account !== undefined)
    throw new Refusal("bad_request", "linked_account is currently not supported", notYet("linked accounts"));
}
