import type { Country } from "../../domain/base/country.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { revise } from "../../domain/base/row.ts";
import { seconds, type Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import {
  endSandbox as decideEnd,
  openSandbox as decideOpening,
  isOpen,
  lastsFor,
  type Sandbox,
} from "../../domain/sandbox/sandbox.ts";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import type { Listed, ListRange } from "../../storage/base/list.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { firstRowsOf, newAccountWithKeys, rowsOf } from "../merchant/account.ts";

/** A sandbox as its maker sees it; the secrets are told once, when it is made. */
export type ShownSandbox = { sandbox: Sandbox; secrets: Secrets | null };
type Secrets = { publicKey: string; secretKey: string; webhookSecret: string };

/** What a sandbox may be made with. `country`: that of its maker by default. */
export type NewSandbox = {
  name?: string | undefined;
  country?: Country | undefined;
  lasts?: number | undefined;
  webhookUri?: string | undefined;
};

/**
 * Makes a throw-away test account with keys that end when it does. Several requests at once may go over the limit of open ones by their own number.
 *
 * @throws Refusal `bad_request` in live mode, to a sandbox, above a limit, or for an address that webhooks may not go to
 */
export async function makeSandbox(
  gateway: Gateway,
  maker: Account,
  { name = "Sandbox", country = maker.country, lasts = lastsFor.usual, webhookUri }: NewSandbox,
  newWebhookSecret: () => string,
): Promise<ShownSandbox> {
  const faults = webhookUri === undefined ? [] : gateway.webhooks.check(webhookUri, false);
  if (faults.length > 0) throw new Refusal("bad_request", `webhook_uri ${faults.join(" and ")}`);
  const now = gateway.now();
  const [open, nested] = await Promise.all([
    gateway.store.sandbox.open(maker.id, now),
    gateway.store.sandbox.is(maker.id),
  ]);
  const merchant = { name, email: maker.email, country };
  const webhookSecret = newWebhookSecret();
  const made = newAccountWithKeys(gateway, merchant, gateway.newId("team", true), false, () => webhookSecret);
  const sandbox = decideOpening(made.account.id, maker, { lasts, open, nested, now });
  const account = { ...made.account, webhookUri: webhookUri ?? null };
  const { api_keys, ...rows } = rowsOf(gateway, [{ ...made, account }]);
  const ending = api_keys.map((key) => ({ ...key, expiresAt: sandbox.expiresAt }));
  const { saved } = await gateway.store.save({ insert: { ...rows, api_keys: ending, sandboxes: [sandbox] } });
  if (!saved) throw new Error("the ids of a new account are taken");
  const { publicKey, secretKey } = made;
  return { sandbox, secrets: { publicKey, secretKey, webhookSecret } };
}

export function sandboxesOf({ store, now }: Gateway, account: Account, range: ListRange): Promise<Listed<Sandbox>> {
  return store.sandbox.list(account.id, now(), range);
}

/** @throws Refusal `not_found` for one that has ended, or is another's */
export async function getSandbox({ store, now }: Gateway, account: Account, id: string): Promise<Sandbox> {
  const sandbox = await store.sandbox.get(account.id, id);
  if (!sandbox || !isOpen(sandbox, now())) throw new Refusal("not_found", `account ${id} was not found`);
  return sandbox;
}

/**
 * Ends a sandbox and its keys now; the clock erases what is its a minute later, when requests under way are over.
 * @throws Refusal `not_found`
 */
export async function endSandbox(gateway: Gateway, account: Account, id: string): Promise<Sandbox> {
  return untilSaved(async () => {
    const sandbox = await getSandbox(gateway, account, id);
    const now = gateway.now();
    const keys = await gateway.store.account.keys(sandbox.id);
    const ended = decideEnd(sandbox, now);
    const api_keys = keys.map((key) => revise(key, { revokedAt: key.revokedAt ?? now }));
    const { saved } = await gateway.store.save({ update: { sandboxes: [ended], api_keys } });
    return saved ? ended : undefined;
  });
}

/** Sandboxes that are loaded at once. */
const bite = 100;

/** Erases sandboxes that ended before a moment, one after the other, so that whatever else waits goes on in between. */
export async function eraseEnded({ store }: Gateway, before: Time): Promise<void> {
  for (;;) {
    const ended = await store.sandbox.ended(before, bite);
    for (const sandbox of ended) await store.sandbox.erase(sandbox);
    if (ended.length < bite) return;
  }
}

/** When an account was emptied, by its own time. */
export type Emptied = { account: AccountId; at: Time };

/**
 * Empties a test account: what it has is as on its first day. Keys, settings and the audit log stay.
 * @throws Refusal `bad_request` in live mode
 */
export async function emptyAccount(gateway: Gateway, account: Account): Promise<Emptied> {
  mustBeTest(account, "emptying an account");
  const at = gateway.clock.of(account.id);
  await gateway.note({});
  await gateway.store.emptying.empty(account.id, firstRowsOf(gateway, [{ ...account, createdAt: at }]));
  gateway.simulation.misbehaviour.letGo(account.id);
  gateway.rules.forget(account.id);
  return { account: account.id, at };
}

/** Seconds that a sandbox still lasts. */
export const secondsLeft = ({ expiresAt }: Sandbox, now: Time): number =>
  Math.max(0, Math.ceil((expiresAt - now) / seconds(1)));
