import type { RecipientAnswer } from "../answers.ts";

/** A bank account by its bank and its last digits; the whole number is only in the API. */
export const bankAccountName = ({ brand, last_digits }: RecipientAnswer["bank_account"]): string =>
  `${brand} ••${last_digits}`;
