import { type Country, countries } from "../../domain/base/country.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { revise } from "../../domain/base/row.ts";
import { Secret } from "../../domain/base/secret.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { defaultRecipient } from "../../domain/payout/recipient.ts";
import { paysOut } from "../../domain/payout/thai-bank.ts";
import { newBook } from "../../domain/receipt/receipt.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { keyRow, newKey } from "./key.ts";

/** A merchant's account in one mode, with its keys in a form that can be shown. */
export type AccountWithKeys = { account: Account; publicKey: string; secretKey: string };

export type NewMerchant = {
  name: string;
  email: string;
  /** Thailand by default. */
  country?: Country;
  /** Fixed keys and webhook secret of the test account, for CI; made at random where absent. */
  testPublicKey?: string;
  testSecretKey?: string;
  testWebhookSecret?: string;
};

/** Creates a merchant: a test account and a live account, each with its own public and secret key. */
export async function createMerchant(
  gateway: Gateway,
  merchant: NewMerchant,
  newWebhookSecret: () => string,
): Promise<{ test: AccountWithKeys; live: AccountWithKeys }> {
  const team = gateway.newId("team", true);
  const make = (livemode: boolean) => newAccountWithKeys(gateway, merchant, team, livemode, newWebhookSecret);
  const made = { test: make(false), live: make(true) };
  await gateway.store.save({ insert: rowsOf(gateway, [made.test, made.live]) });
  return made;
}

/** An account in one mode with its first keys, to be saved by `rowsOf`. */
export function newAccountWithKeys(
  gateway: Gateway,
  merchant: NewMerchant,
  team: string,
  livemode: boolean,
  newWebhookSecret: () => string,
): AccountWithKeys {
  const webhookSecret = (!livemode && merchant.testWebhookSecret) || newWebhookSecret();
  return {
    account: newAccount(gateway, merchant, team, livemode, webhookSecret),
    publicKey: (!livemode && merchant.testPublicKey) || newKey("public", livemode),
    secretKey: (!livemode && merchant.testSecretKey) || newKey("secret", livemode),
  };
}

/** Every row that new accounts begin with. */
export function rowsOf(gateway: Gateway, made: readonly AccountWithKeys[]) {
  const accounts = made.map(({ account }) => account);
  return {
    accounts,
    ...firstRowsOf(gateway, accounts),
    balances: accounts.map((account) => ({ account: account.id, currency: account.currency, version: 1 })),
    api_keys: made.flatMap(({ account, publicKey, secretKey }) => [
      keyRow(gateway, account, "public", publicKey),
      keyRow(gateway, account, "secret", secretKey),
    ]),
  };
}

/** Rows without which no account is whole, beside its keys and its balance. */
export function firstRowsOf(gateway: Gateway, accounts: readonly Account[]) {
  const paidOut = accounts.filter((account) => !account.livemode && paysOut(account));
  return {
    recipients: paidOut.map((account) =>
      defaultRecipient(gateway.newId("recipient", false), account, account.createdAt),
    ),
    receipt_books: accounts.map((account) => newBook(account)),
  };
}

export type AccountPatch = Partial<
  Pick<
    Account,
    | "webhookUri"
    | "zeroInterestInstallments"
    | "chainEnabled"
    | "chainReturnUri"
    | "metadataExportKeys"
    | "apiVersion"
    | "threeDSecure"
    | "autoActivateRecipients"
    | "name"
    | "billing"
    | "brandColor"
  >
>;

/** Changes settings of the caller's own account. */
export async function updateAccount(gateway: Gateway, caller: Caller, patch: AccountPatch): Promise<Account> {
  return untilSaved(async () => {
    const current = (await gateway.store.account.get(caller.account.id)) ?? caller.account;
    const versionChanges = patch.apiVersion !== undefined && patch.apiVersion !== current.apiVersion;
    const account = revise(current, {
      ...patch,
      ...(versionChanges && { apiVersionSince: gateway.clock.of(current.id) }),
    });
    const remembered = { reference: account.id, result: account };
    const saved = await commit(
      gateway,
      account,
      { changes: { update: { accounts: [account] } }, happened: [] },
      { caller, remembered },
    );
    return saved ? account : undefined;
  });
}

/**
 * Changes an account by a rule. If another change was saved meanwhile, the rule decides again on the changed account.
 * @throws Refusal `not_found`, and whatever the rule refuses
 */
export function changeAccount({ store }: Gateway, id: string, rule: (current: Account) => Account): Promise<Account> {
  return untilSaved(async () => {
    const current = await store.account.get(id);
    if (!current) throw new Refusal("not_found", `account ${id} was not found`);
    const changed = rule(current);
    return (await store.save({ update: { accounts: [changed] } })).saved ? changed : undefined;
  });
}

function newAccount(
  gateway: Gateway,
  { name, email, country = "TH" }: NewMerchant,
  team: string,
  livemode: boolean,
  webhookSecret: string,
): Account {
  const id = gateway.newId("account", livemode);
  return {
    id,
    version: 1,
    team,
    livemode,
    name,
    email,
    country,
    currency: countries[country].currency,
    apiVersion: "2019-05-29",
    apiVersionSince: gateway.now(),
    zeroInterestInstallments: false,
    threeDSecure: false,
    autoActivateRecipients: false,
    webhookUri: null,
    otherEndpoints: [],
    webhookSecret: gateway.vault.keyring.sealText(new Secret(webhookSecret), id),
    webhookSecretSince: gateway.now(),
    previousWebhookSecrets: [],
    chainEnabled: false,
    chainReturnUri: null,
    metadataExportKeys: { charge: [], transfer: [], refund: [], dispute: [] },
    codesRequired: false,
    billing: null,
    brandColor: null,
    routes: [],
    logo: null,
    methods: {},
    createdAt: gateway.now(),
  };
}
