import { type AccountId, type Id, idOf } from "./id.ts";

/** Kinds of payers' pages: whoever knows the id of one may look at the charge, and may be its payer. */
type PageKind = "page" | "cardPage";

/** Makes the id of a page of one of the account's charges. */
export type PageIdMaker = (kind: PageKind, account: { id: AccountId; livemode: boolean }) => Id<PageKind>;

const codeLength = 6;

/** What an account's pages end with: the end of its own id, which is no secret. Two accounts that share it are told apart by their charges. */
const codeOf = ({ id }: { id: AccountId }): string => id.slice(-codeLength);

/**
 * A letter and 12 characters of base 36 at random, more than 66 bits, then the account's code: 19 characters as every id, but without the time. By the
 * letter it differs from ids of before codes, which began with the digit of their years.
 *
 * @param random64 yields 64 random bits
 */
export const pageIdMaker =
  (random64: () => bigint): PageIdMaker =>
  (kind, account) => {
    const letter = (10n + (random64() % 26n)).toString(36);
    const bits = ((random64() << 64n) | random64()) % 36n ** 12n;
    return idOf(kind, account.livemode, letter + bits.toString(36).padStart(12, "0") + codeOf(account));
  };

/** The code of the account whose page it is; null for an id of before codes. */
export function codeInPage(page: string): string | null {
  const rest = page.slice(page.lastIndexOf("_") + 1);
  return /^[a-z]/.test(rest) ? rest.slice(-codeLength) : null;
}
