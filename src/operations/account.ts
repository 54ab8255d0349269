import { randomInt } from "node:crypto";
import type { Account, ApiKey } from "../domain/account.ts";
import { revise } from "../domain/changes.ts";
import { idPrefixes } from "../domain/id.ts";
import { reveal, Secret } from "../domain/secret.ts";
import { hashKey } from "./authenticate.ts";
import { commit, untilSaved } from "./commit.ts";
import type { Caller, Gateway } from "./gateway.ts";

/** A merchant in one mode with the keys as they can be shown. */
export type AccountWithKeys = { account: Account; publicKey: string; secretKey: string };

export type NewMerchant = {
  name: string;
  email: string;
  /** Fixed keys and webhook secret of the test account, for CI; made at random where absent. */
  testPublicKey?: string;
  testSecretKey?: string;
  testWebhookSecret?: string;
};

/** A merchant: a test account and a live account, each with a public and a secret key of its own. */
export async function createMerchant(
  gateway: Gateway,
  merchant: NewMerchant,
  newWebhookSecret: () => string,
): Promise<{ test: AccountWithKeys; live: AccountWithKeys }> {
  const team = gateway.newId("team", true);
  const make = (livemode: boolean) => {
    const account = newAccount(
      gateway,
      merchant,
      team,
      livemode,
      (!livemode && merchant.testWebhookSecret) || newWebhookSecret(),
    );
    const publicKey = (!livemode && merchant.testPublicKey) || newKey("public", livemode);
    const secretKey = (!livemode && merchant.testSecretKey) || newKey("secret", livemode);
    return { account, publicKey, secretKey };
  };
  const made = { test: make(false), live: make(true) };
  const all = [made.test, made.live];
  await gateway.store.save({
    insert: {
      accounts: all.map(({ account }) => account),
      api_keys: all.flatMap(({ account, publicKey, secretKey }) => [
        keyRow(gateway, account, "public", publicKey),
        keyRow(gateway, account, "secret", secretKey),
      ]),
    },
  });
  return made;
}

/** Gives an account another key of that kind; the ones before keep working until they are revoked. */
export async function addKey(
  gateway: Gateway,
  account: Account,
  kind: ApiKey["kind"],
  key = newKey(kind, account.livemode),
): Promise<string> {
  await gateway.store.save({ insert: { api_keys: [keyRow(gateway, account, kind, key)] } });
  return key;
}

/** The key stops working: at once here, within seconds in other processes. */
export async function revokeKey(gateway: Gateway, key: ApiKey): Promise<void> {
  await gateway.store.save({ update: { api_keys: [revise(key, { revokedAt: gateway.now() })] } });
}

/** The newest keys of an account that can be shown: a live secret key is shown once, when it is made. */
export async function shownKeys(
  gateway: Gateway,
  account: Account,
): Promise<{ publicKey: string | null; secretKey: string | null }> {
  const keys = (await gateway.store.account.keys(account.id)).filter((key) => key.revokedAt === null);
  const newest = (kind: ApiKey["kind"]) => {
    const shown = keys.findLast((key) => key.kind === kind && key.shown !== null)?.shown;
    return shown ? reveal(gateway.vault.keyring.openText(shown, account.id)) : null;
  };
  return { publicKey: newest("public"), secretKey: newest("secret") };
}

/** The secret that signs an account's webhooks, base64. */
export const webhookSecretOf = (gateway: Gateway, account: Account): string =>
  reveal(gateway.vault.keyring.openText(account.webhookSecret, account.id));

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
    | "name"
  >
>;

/** Changes settings of the caller's own account. */
export async function updateAccount(gateway: Gateway, caller: Caller, patch: AccountPatch): Promise<Account> {
  return untilSaved(async () => {
    const current = (await gateway.store.account.get(caller.account.id)) ?? caller.account;
    const account = revise(current, patch);
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

function newAccount(
  gateway: Gateway,
  { name, email }: NewMerchant,
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
    country: "TH",
    currency: "THB",
    apiVersion: "2019-05-29",
    zeroInterestInstallments: false,
    threeDSecure: false,
    webhookUri: null,
    webhookSecret: gateway.vault.keyring.sealText(new Secret(webhookSecret), id),
    webhookSecretSince: gateway.now(),
    previousWebhookSecrets: [],
    chainEnabled: false,
    chainReturnUri: null,
    metadataExportKeys: { charge: [], transfer: [], refund: [], dispute: [] },
    methods: {},
    createdAt: gateway.now(),
  };
}

function keyRow(gateway: Gateway, account: Account, kind: ApiKey["kind"], key: string): ApiKey {
  const shown = kind === "public" || !account.livemode;
  const hash = hashKey(key);
  return {
    id: `key_${hash.slice(0, 16)}`,
    version: 1,
    account: account.id,
    kind,
    hash,
    shown: shown ? gateway.vault.keyring.sealText(new Secret(key), account.id) : null,
    ending: key.slice(-4),
    createdAt: gateway.now(),
    expiresAt: null,
    revokedAt: null,
  };
}

/** A key in the API's form whose 19 characters are all random: unlike an id, it must not be guessable from the time. */
function newKey(kind: ApiKey["kind"], livemode: boolean): string {
  const prefix = kind === "public" ? idPrefixes.publicKey : idPrefixes.secretKey;
  const body = Array.from({ length: 19 }, () => randomInt(36).toString(36)).join("");
  return `${prefix}_${livemode ? "" : "test_"}${body}`;
}
