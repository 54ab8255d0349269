import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { Refusal } from "../../domain/base/errors.ts";
import type { Account } from "../../domain/merchant/account.ts";
import {
  type Contents,
  mustBeName,
  mustFit,
  mustFitSchema,
  placeSnapshot,
  type Snapshot,
} from "../../domain/sandbox/snapshot.ts";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import type { Listed, ListRange } from "../../storage/base/list.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export const snapshotsOf = ({ store }: Gateway, account: Account, range: ListRange): Promise<Listed<Snapshot>> =>
  store.snapshot.list(account.id, range);

/** @throws Refusal `not_found` */
export async function getSnapshot({ store }: Gateway, account: Account, name: string): Promise<Snapshot> {
  const snapshot = await store.snapshot.get(account.id, name);
  if (!snapshot) throw new Refusal("not_found", `snapshot ${name.slice(0, 64)} was not found`);
  return snapshot;
}

/**
 * Keeps what a test account has, under a name, in the place of the snapshot that had it. Several requests at once may go over the limit by their
 * own number.
 *
 * @throws Refusal `bad_request` in live mode, for a wrong name, for too many rows, or for one snapshot too many
 */
export async function saveSnapshot(gateway: Gateway, account: Account, name: string): Promise<Snapshot> {
  mustBeTest(account, "a snapshot");
  mustBeName(name);
  const { store, clock } = gateway;
  const [contents, schemaName] = await Promise.all([store.snapshot.contents(account.id), store.snapshot.schema()]);
  const rowCount = Object.values(contents).reduce((sum, rows) => sum + rows.length, 0);
  const text = JSON.stringify(contents);
  mustFit(rowCount, text.length);
  const packed = (await pack(text)).toString("base64");
  const createdAt = clock.of(account.id);
  const made = { id: name, account: account.id, rowCount, schemaName, contents: packed, createdAt };
  return untilSaved(async () => {
    const [current, count] = await Promise.all([
      store.snapshot.get(account.id, name),
      store.snapshot.count(account.id),
    ]);
    const snapshot = placeSnapshot(made, current, count);
    const { saved } = await store.save({ [current ? "update" : "insert"]: { snapshots: [snapshot] } });
    return saved ? snapshot : undefined;
  });
}

/**
 * Puts an account back to what it was. Its time does not go back, and customers' cards that were deleted meanwhile stay deleted, since their
 * numbers are.
 *
 * @throws Refusal `not_found`; `bad_request` for one that was made before an upgrade
 */
export async function restoreSnapshot(gateway: Gateway, account: Account, name: string): Promise<Snapshot> {
  const snapshot = await getSnapshot(gateway, account, name);
  mustFitSchema(snapshot, await gateway.store.snapshot.schema());
  const text = (await unpack(Buffer.from(snapshot.contents, "base64"))).toString("utf8");
  const contents: Contents = JSON.parse(text);
  const { store, rules, now } = gateway;
  await gateway.note({});
  await store.snapshot.restore(account.id, contents, now());
  await store.rule.touch(account.id, now());
  rules.forget(account.id);
  for (const rule of await store.rule.all(account.id)) rules.note(rule);
  return snapshot;
}

/** @throws Refusal `not_found` */
export async function eraseSnapshot(gateway: Gateway, account: Account, name: string): Promise<Snapshot> {
  const snapshot = await getSnapshot(gateway, account, name);
  await gateway.note({});
  await gateway.store.snapshot.erase(account.id, name);
  return snapshot;
}
