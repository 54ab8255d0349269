import type { Gateway } from "../gateway.ts";

/**
 * Address at which a bank notifies us about an account's payments. The merchant gives it to the bank, and nobody can guess it.
 * The token is derived from the vault's keys, so it never changes and is not stored.
 */
export const upstreamAddress = (gateway: Gateway, bank: string, account: string): string =>
  `${gateway.publicUrl()}/upstream/${bank}/${tokenOf(gateway, bank, account)}`;

/** The account's id, and a digest that only the vault can compute from it. */
export const tokenOf = ({ vault }: Gateway, bank: string, account: string): string =>
  `${account}.${Buffer.from(vault.keyring.digest(`upstream ${bank} ${account}`), "base64").toString("base64url")}`;
