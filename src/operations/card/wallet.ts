import { Refusal } from "../../domain/base/errors.ts";
import type { Time } from "../../domain/base/time.ts";
import { type WalletType, wallets, walletTypes } from "../../domain/card/wallet.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { disableMethod, enablementOf, isEnabled, switchOn } from "../../domain/merchant/enablement.ts";
import { works } from "../../domain/merchant/key.ts";
import { cardType } from "../../domain/payment/method.ts";
import { refusalOf } from "../../vault/wallet/open.ts";
import type { WalletCard } from "../../vault/wallet/wallet.ts";
import { type Gateway, methodsFor } from "../gateway.ts";
import { changeAccount } from "../merchant/account.ts";
import { hashKey } from "../merchant/gatekeeper.ts";

/** What a merchant's page or app got from a wallet. */
export type FromWallet = { wallet: string; data: string; identifier: string | null };

/**
 * Wallets that an account can take cards from. They need keys that the wallets' makers give to a gateway, which only the simulated wallets of test
 * mode have given so far, and the method `card`.
 */
export function walletsFor(gateway: Gateway, account: Account): WalletType[] {
  if (!isWalletReady(gateway, account)) return [];
  if (!methodsFor(gateway, account).some(({ type }) => type === cardType)) return [];
  return walletTypes.filter((type) => isEnabled(account, { type }));
}

/** Whether the wallets' keys are there. */
const isWalletReady = ({ simulators }: Gateway, { livemode }: Account): boolean => !livemode && simulators;

/**
 * Opens what a wallet handed over: it must be signed by the wallet, fresh, and for this account.
 *
 * @throws Refusal `bad_request` for a wallet that the account does not have, `invalid_card` for data that is not good
 */
export async function openWallet(
  gateway: Gateway,
  account: Account,
  { wallet: named, data, identifier }: FromWallet,
): Promise<{ wallet: WalletType; card: WalletCard }> {
  const wallet = walletsFor(gateway, account).find((each) => each === named.toLowerCase());
  if (!wallet) throw new Refusal("bad_request", "tokenization method is currently not supported");
  const given = { account: account.id, wallet, data, identifier, roots: gateway.simulation.wallets.roots() };
  const card = gateway.vault.openWallet(given, gateway.clock.of(account.id));
  if (wallet === "googlepay" && !(await isAccounts(gateway, account, card.merchant))) throw refusalOf("recipient");
  return { wallet, card };
}

/** Whether Google was told to seal for this account: a merchant's name at this gateway is its public key. */
async function isAccounts({ store, now }: Gateway, account: Account, merchant: string | null): Promise<boolean> {
  const key = merchant === null ? undefined : await store.account.keyByHash(hashKey(merchant));
  return key?.account === account.id && key.kind === "public" && works(key, now());
}

/** What a payment of a wallet is remembered by: nobody reads the wallet's own name for it from the database. */
export const walletPaymentId = ({ vault }: Gateway, wallet: WalletType, { reference }: WalletCard): string =>
  vault.keyring.digest(`${wallet} ${reference}`);

/** A wallet, and its state for an account. */
export type WalletStanding = { wallet: WalletType; enabled: boolean; since: Time | null; ready: boolean };

export const walletStandings = (gateway: Gateway, account: Account): WalletStanding[] =>
  walletTypes.map((wallet) => {
    const { state, enabledAt } = enablementOf(account, wallet);
    return { wallet, enabled: state === "enabled", since: enabledAt, ready: isWalletReady(gateway, account) };
  });

/**
 * Switches a wallet on or off. Tokens that were made before stay good.
 * @throws Refusal `not_found` for another name, `bad_request` where it is so already or the wallet's keys are missing
 */
export async function switchWallet(
  gateway: Gateway,
  account: Account,
  named: string,
  on: boolean,
): Promise<WalletStanding[]> {
  const type = walletTypes.find((each) => each === named);
  if (!type) throw new Refusal("not_found", `there is no wallet ${named}`);
  if (!isWalletReady(gateway, account))
    throw new Refusal("bad_request", `this server has no keys of ${wallets[type].en} in this mode`);
  const wallet = { type, label: wallets[type] };
  const after = await changeAccount(gateway, account.id, (current) =>
    on ? switchOn(current, wallet, gateway.clock.of(account.id)) : disableMethod(current, wallet),
  );
  return walletStandings(gateway, after);
}
