import { randomInt } from "node:crypto";
import { Refusal } from "../../domain/base/errors.ts";
import { idPrefixes } from "../../domain/base/id.ts";
import { revise } from "../../domain/base/row.ts";
import { reveal, Secret } from "../../domain/base/secret.ts";
import type { Account, ApiKey } from "../../domain/merchant/account.ts";
import { revokeKey as decideRevocation, rollKey as decideRoll, mayHandle, works } from "../../domain/merchant/key.ts";
import type { Member } from "../../domain/team/member.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { hashKey } from "./gatekeeper.ts";

/** A key, and its text where it may be shown. */
export type ShownKey = { key: ApiKey; text: string | null };

/** An account's keys, newest first, those that have ended too: public ones with their text, secret ones without. */
export async function keysOf(gateway: Gateway, account: Account): Promise<ShownKey[]> {
  const keys = await gateway.store.account.keys(account.id);
  return keys.map((key) => (key.kind === "public" ? shownKey(gateway, key) : { key, text: null })).reverse();
}

/** The text of a key that may be shown again: a look that stands in the audit log. @throws Refusal `not_found`, `forbidden`, `bad_request` */
export async function revealKey(gateway: Gateway, account: Account, actor: Member, id: string): Promise<ShownKey> {
  const key = named(await gateway.store.account.keys(account.id), id);
  mayHandle(actor, account, key.kind);
  if (key.shown === null) throw new Refusal("bad_request", "a live secret key is shown once, when it is made");
  await gateway.note({});
  return shownKey(gateway, key);
}

/** A key with its text, unless it is a live secret key: such a one is shown once, when it is made. */
export const shownKey = ({ vault }: Gateway, key: ApiKey): ShownKey => ({
  key,
  text: key.shown && reveal(vault.keyring.openText(key.shown, key.account)),
});

/** More keys of one kind than this work at no account. */
const keysMax = 20;

/**
 * Another key beside those there are.
 * @throws Refusal `forbidden`; `bad_request` when there are too many
 */
export async function createKey(
  gateway: Gateway,
  account: Account,
  actor: Member,
  kind: ApiKey["kind"],
): Promise<ShownKey> {
  mayHandle(actor, account, kind);
  return changeKeys(gateway, account, (keys) => {
    if (keys.filter((key) => key.kind === kind && works(key, gateway.now())).length >= keysMax)
      throw new Refusal("bad_request", `the account has ${keysMax} ${kind} keys that work: revoke one first`);
    const made = newKeyOf(gateway, account, kind);
    return { result: made, insert: [made.key] };
  });
}

/**
 * Puts another key in the place of one, which works for so many hours more.
 * @throws Refusal `not_found`; `forbidden`; `bad_request` when it has ended or was rolled before
 */
export async function rollKey(
  gateway: Gateway,
  account: Account,
  actor: Member,
  id: string,
  overlapHours: number,
): Promise<{ key: ShownKey; previous: ShownKey }> {
  return changeKeys(gateway, account, (keys) => {
    const previous = decideRoll(handled(keys, account, actor, id), overlapHours, gateway.now());
    const key = newKeyOf(gateway, account, previous.kind);
    return { result: { key, previous: { key: previous, text: null } }, update: [previous], insert: [key.key] };
  });
}

/**
 * The key stops working: at once here, within seconds in other processes.
 * @throws Refusal `not_found`; `forbidden`; `bad_request` when it has ended, or is the last that lasts
 */
export async function revokeOwnKey(gateway: Gateway, account: Account, actor: Member, id: string): Promise<ShownKey> {
  return changeKeys(gateway, account, (keys) => {
    const revoked = decideRevocation(handled(keys, account, actor, id), keys, gateway.now());
    return { result: { key: revoked, text: null }, update: [revoked] };
  });
}

/** Gives an account another key, whatever it has; those before keep working until they are revoked. */
export async function addKey(
  gateway: Gateway,
  account: Account,
  kind: ApiKey["kind"],
  key = newKey(kind, account.livemode),
): Promise<string> {
  await gateway.store.save({ insert: { api_keys: [keyRow(gateway, account, kind, key)] } });
  return key;
}

/** Revokes any key, the last one too: what whoever has the command line can do. */
export async function revokeKey(gateway: Gateway, key: ApiKey): Promise<void> {
  await gateway.store.save({ update: { api_keys: [revise(key, { revokedAt: gateway.now() })] } });
}

/** The newest working keys of an account that can be shown. */
export async function shownKeys(
  gateway: Gateway,
  account: Account,
): Promise<{ publicKey: string | null; secretKey: string | null }> {
  const keys = (await gateway.store.account.keys(account.id)).filter((key) => works(key, gateway.now()));
  const newest = (kind: ApiKey["kind"]) => {
    const found = keys.findLast((key) => key.kind === kind && key.shown !== null);
    return found ? shownKey(gateway, found).text : null;
  };
  return { publicKey: newest("public"), secretKey: newest("secret") };
}

/** What is kept of a key. */
export function keyRow(gateway: Gateway, account: Account, kind: ApiKey["kind"], key: string): ApiKey {
  const shown = kind === "public" || !account.livemode;
  return {
    id: gateway.newId("apiKey", account.livemode), // nothing of the key's own: its id stands in lists and logs
    version: 1,
    account: account.id,
    kind,
    hash: hashKey(key),
    shown: shown ? gateway.vault.keyring.sealText(new Secret(key), account.id) : null,
    ending: key.slice(-4),
    createdAt: gateway.now(),
    expiresAt: null,
    revokedAt: null,
  };
}

/** A key in the API's form whose 19 characters are all random: unlike an id, it must not be guessable from the time. */
export function newKey(kind: ApiKey["kind"], livemode: boolean): string {
  const prefix = kind === "public" ? idPrefixes.publicKey : idPrefixes.secretKey;
  const body = Array.from({ length: 19 }, () => randomInt(36).toString(36)).join("");
  return `${prefix}_${livemode ? "" : "test_"}${body}`;
}

function newKeyOf(gateway: Gateway, account: Account, kind: ApiKey["kind"]): ShownKey {
  const text = newKey(kind, account.livemode);
  return { key: keyRow(gateway, account, kind, text), text };
}

type KeyChange<Result> = { result: Result; update?: ApiKey[]; insert?: ApiKey[] };

/**
 * Decides on all of an account's keys and saves what was decided. The account's row is guarded too, since what holds of all keys together
 * would not be noticed from the rows of single ones: of two who revoke the last two keys at once, one is refused.
 */
async function changeKeys<Result>(
  { store }: Gateway,
  { id }: Account,
  decide: (keys: readonly ApiKey[]) => KeyChange<Result>,
): Promise<Result> {
  return untilSaved(async () => {
    const account = await store.account.get(id);
    if (!account) throw new Refusal("not_found", `account ${id} was not found`);
    const { result, update = [], insert = [] } = decide(await store.account.keys(id));
    const { saved } = await store.save({
      update: { accounts: [revise(account, {})], api_keys: update },
      insert: { api_keys: insert },
    });
    return saved ? result : undefined;
  });
}

function handled(keys: readonly ApiKey[], account: Account, actor: Member, id: string): ApiKey {
  const key = named(keys, id);
  mayHandle(actor, account, key.kind);
  return key;
}

function named(keys: readonly ApiKey[], id: string): ApiKey {
  const key = keys.find((candidate) => candidate.id === id);
  if (!key) throw new Refusal("not_found", "the key was not found"); // ids from before had 16 digits at times, as card numbers have
  return key;
}
