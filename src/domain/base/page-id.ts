import { type AccountId, type Id, idOf } from "./id.ts";

/**
 * Kinds of ids in addresses that need no key: pages of charges, links, documents. To pay, the id is the permission: anyone who has it may see what is
 * paid, and pay it. The address of a document ends with a code of its own.
 */
type PageKind = "page" | "cardPage" | "link" | "checkoutSession" | "document" | "linkedAccount";

/** Makes the id of a page for a charge of the account, or of a link. */
export type PageIdMaker = <Kind extends PageKind>(
  kind: Kind,
  account: { id: AccountId; livemode: boolean },
) => Id<Kind>;

const codeLength = 6;

/** Values of half of an id's random characters: small enough to be written as a number, which costs a tenth of a bigint. */
const halfValues = 36n ** 6n;

/**
 * The account's code at the end of its page ids: the end of the account's own id, not a secret. Accounts with the same code are told apart by their
 * charges.
 */
export const codeOf = ({ id }: { id: AccountId }): string => id.slice(-codeLength);

/**
 * A letter and 12 random base36 characters (more than 66 bits), then the account's code: 19 characters like every id, but without the time. The
 * letter marks ids with a code; older ids begin with the digit of their years.
 *
 * @param random64 yields 64 random bits; what is left of them makes no value likelier by more than 2^-28
 */
export const pageIdMaker =
  (random64: () => bigint): PageIdMaker =>
  (kind, account) => {
    const first = Number(10n * halfValues + (random64() % (26n * halfValues))); // its first character is a letter
    const second = Number(random64() % halfValues);
    const random = first.toString(36) + second.toString(36).padStart(6, "0");
    return idOf(kind, account.livemode, random + codeOf(account));
  };

/** The code of the page's account; null for an older id without one. */
export function codeInPage(page: string): string | null {
  const rest = page.slice(page.lastIndexOf("_") + 1);
  return /^[a-z]/.test(rest) ? rest.slice(-codeLength) : null;
}
