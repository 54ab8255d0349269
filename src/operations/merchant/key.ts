import { randomInt } from "node:crypto";
import { Refusal } from "../../domain/base/errors.ts";
import { idPrefixes } from "../../domain/base/id.ts";
import { revise } from "../../domain/base/row.ts";
import { reveal, Secret } from "../../domain/base/secret.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account, ApiKey } from "../../domain/merchant/account.ts";
import { revokeKey as decideRevocation, rollKey as decideRoll, mayHandle, works } from "../../domain/merchant/key.ts";
import type { Permissions } from "../../domain/merchant/permission.ts";
import type { Member } from "../../domain/team/member.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { hashKey } from "./gatekeeper.ts";

/** A key, its text where it may be shown, and its last use: to ten minutes, null if never used. */
export type ShownKey = { key: ApiKey; text: string | null; usedAt: Time | null };

/** An account's keys, newest first, ended ones included: public ones with their text, secret ones without. */
export async function keysOf(gateway: Gateway, account: Account): Promise<ShownKey[]> {
  const { keys, keyUses } = gateway.store.account;
  const [all, uses] = await Promise.all([keys(account.id), keyUses(account.id)]);
  return all.map((key) => withUse(key.kind === "public" ? textOf(gateway, key) : null, key, uses)).reverse();
}

/** Returns the text of a key that may be shown again; the audit log records it. @throws Refusal `not_found`, `forbidden`, `bad_request` */
export async function revealKey(gateway: Gateway, account: Account, actor: Member, id: string): Promise<ShownKey> {
  const key = named(await gateway.store.account.keys(account.id), id);
  mayHandle(actor, account, key.kind);
  if (key.shown === null) throw new Refusal("bad_request", "a live secret key is shown once, when it is made");
  await gateway.note({});
  return withUse(textOf(gateway, key), key, await gateway.store.account.keyUses(account.id));
}

/** The text of a key; null for a live secret key, which is shown only once, when it is made. */
export const textOf = ({ vault }: Gateway, key: ApiKey): string | null =>
  key.shown && reveal(vault.keyring.openText(key.shown, key.account));

const withUse = (text: string | null, key: ApiKey, uses: ReadonlyMap<string, Time>): ShownKey => ({
  key,
  text,
  usedAt: uses.get(key.id) ?? null,
});

/** Upper bound of working keys of one kind in an account. */
const keysMax = 20;

/**
 * Creates another key beside the existing ones.
 * @throws Refusal `forbidden`; `bad_request` when there are too many
 */
export async function createKey(
  gateway: Gateway,
  account: Account,
  actor: Member,
  kind: ApiKey["kind"],
  name: string | null,
  permissions: Permissions | null,
): Promise<ShownKey> {
  mayHandle(actor, account, kind);
  return changeKeys(gateway, account, (keys) => {
    if (keys.filter((key) => key.kind === kind && works(key, gateway.now())).length >= keysMax)
      throw new Refusal("bad_request", `the account has ${keysMax} ${kind} keys that work: revoke one first`);
    const made = newKeyOf(gateway, account, kind, { name, permissions });
    return { result: made, insert: [made.key] };
  });
}

/**
 * Replaces a key by a new one of the same name and permissions; the old one works for the given hours more.
 * @throws Refusal `not_found`; `forbidden`; `bad_request` when it has ended or was rolled before
 */
export async function rollKey(
  gateway: Gateway,
  account: Account,
  actor: Member,
  id: string,
  overlapHours: number,
): Promise<{ key: ShownKey; previous: ShownKey }> {
  return changeKeys(gateway, account, (keys, uses) => {
    const previous = decideRoll(handled(keys, account, actor, id), overlapHours, gateway.now());
    const key = newKeyOf(gateway, account, previous.kind, previous);
    return { result: { key, previous: withoutText(previous, uses) }, update: [previous], insert: [key.key] };
  });
}

/**
 * Changes or removes a key's name.
 * @throws Refusal `not_found`; `forbidden`
 */
export async function renameKey(
  gateway: Gateway,
  account: Account,
  actor: Member,
  id: string,
  name: string | null,
): Promise<ShownKey> {
  return changeKeys(gateway, account, (keys, uses) => {
    const renamed = revise(handled(keys, account, actor, id), { name });
    return { result: withoutText(renamed, uses), update: [renamed] };
  });
}

/**
 * Revokes a key: at once here, within seconds in other processes.
 * @throws Refusal `not_found`; `forbidden`; `bad_request` when it has ended, or is the last key without an end
 */
export async function revokeOwnKey(gateway: Gateway, account: Account, actor: Member, id: string): Promise<ShownKey> {
  return changeKeys(gateway, account, (keys, uses) => {
    const revoked = decideRevocation(handled(keys, account, actor, id), keys, gateway.now());
    return { result: withoutText(revoked, uses), update: [revoked] };
  });
}

/** Gives an account another key, without limits; older keys keep working until they are revoked. */
export async function addKey(
  gateway: Gateway,
  account: Account,
  kind: ApiKey["kind"],
  { key = newKey(kind, account.livemode), ...chosen }: { key?: string } & Partial<Chosen> = {},
): Promise<string> {
  await gateway.store.save({ insert: { api_keys: [keyRow(gateway, account, kind, key, chosen)] } });
  return key;
}

/** Revokes any key, even the last one; for the command line. */
export async function revokeKey(gateway: Gateway, key: ApiKey): Promise<void> {
  await gateway.store.save({ update: { api_keys: [revise(key, { revokedAt: gateway.now() })] } });
}

/** The newest working keys of an account that can be shown and have no restriction. */
export async function shownKeys(
  gateway: Gateway,
  account: Account,
): Promise<{ publicKey: string | null; secretKey: string | null }> {
  const keys = (await gateway.store.account.keys(account.id)).filter((key) => works(key, gateway.now()));
  const newest = (kind: ApiKey["kind"]) => {
    const found = keys.findLast((key) => key.kind === kind && key.permissions === null && key.shown !== null);
    return found ? textOf(gateway, found) : null;
  };
  return { publicKey: newest("public"), secretKey: newest("secret") };
}

/** What is chosen when a key is made, beside its kind. */
type Chosen = Pick<ApiKey, "name" | "permissions">;

/** Makes the row that is stored for a key. */
export function keyRow(
  gateway: Gateway,
  account: Account,
  kind: ApiKey["kind"],
  key: string,
  { name = null, permissions = null }: Partial<Chosen> = {},
): ApiKey {
  const shown = kind === "public" || !account.livemode;
  return {
    id: gateway.newId("apiKey", account.livemode), // a separate id: it stands in lists and logs, so it must tell nothing of the key
    version: 1,
    account: account.id,
    kind,
    name,
    permissions,
    chain: null,
    hash: hashKey(key),
    shown: shown ? gateway.vault.keyring.sealText(new Secret(key), account.id) : null,
    ending: key.slice(-4),
    createdAt: gateway.now(),
    expiresAt: null,
    revokedAt: null,
  };
}

/** Makes a key in the API's form with 19 random characters: unlike an id, it must not be guessable from the time. */
export function newKey(kind: ApiKey["kind"] | "chain", livemode: boolean): string {
  const prefix = idPrefixes[`${kind}Key`];
  const body = Array.from({ length: 19 }, () => randomInt(36).toString(36)).join("");
  return `${prefix}_${livemode ? "" : "test_"}${body}`;
}

function newKeyOf(gateway: Gateway, account: Account, kind: ApiKey["kind"], chosen: Chosen): ShownKey {
  const text = newKey(kind, account.livemode);
  return { key: keyRow(gateway, account, kind, text, chosen), text, usedAt: null };
}

const withoutText = (key: ApiKey, uses: ReadonlyMap<string, Time>): ShownKey => withUse(null, key, uses);

type KeyChange<Result> = { result: Result; update?: ApiKey[]; insert?: ApiKey[] };

/**
 * Decides on all of an account's keys and saves the decision. The account's row is guarded too, because a rule about all keys together
 * cannot be guarded by single rows: if two members revoke the last two keys at once, one of them is refused.
 */
async function changeKeys<Result>(
  { store }: Gateway,
  { id }: Account,
  decide: (keys: readonly ApiKey[], uses: ReadonlyMap<string, Time>) => KeyChange<Result>,
): Promise<Result> {
  return untilSaved(async () => {
    const account = await store.account.get(id);
    if (!account) throw new Refusal("not_found", `account ${id} was not found`);
    const [keys, uses] = await Promise.all([store.account.keys(id), store.account.keyUses(id)]);
    const { result, update = [], insert = [] } = decide(keys, uses);
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
  if (!key) throw new Refusal("not_found", "the key was not found"); // older ids sometimes had 16 digits, like card numbers
  return key;
}
