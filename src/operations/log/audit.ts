import { Refusal } from "../../domain/base/errors.ts";
import { withoutSecrets } from "../../domain/base/mask.ts";
import { dots, snakeCase } from "../../domain/base/text.ts";
import type { Changes, MutableTable, Rows, TableName } from "../../domain/changes.ts";
import { type AuditRow, hashOfAudit } from "../../domain/log/audit.ts";
import { isStored } from "../../storage/base/tables.ts";
import type { Store } from "../../storage/store.ts";
import type { Gateway } from "../gateway.ts";

/** An act for the audit log: who does what. */
export type Act = Pick<AuditRow, "team" | "account" | "member" | "apiKey" | "request" | "act" | "object" | "ip"> & {
  now: () => number;
};

/**
 * Wraps a store so that every save also writes a row of the audit log, in the same commit; no caller can forget it.
 * The rows are read before they are changed; if one changes in between, the save is lost, as it would be without the log.
 */
export function auditedStore(store: Store, act: Act): Store {
  return {
    ...store,
    save: async (changes) => {
      const { before, after, first } = await differenceOf(store, changes);
      return saveWith(store, changes, { ...act, object: act.object ?? first }, before, after);
    },
  };
}

/**
 * Tables that decide how an account behaves, who hears of its money and who may sign in. A key's changes of them are in the audit log.
 * A payment changes none of them, so it never waits for the team's one chain of rows; the request log tells which key asked for it.
 */
const settings: readonly TableName[] = ["accounts", "api_keys", "members", "sessions", "one_time_links"];

/** Wraps a store for a key's request: only a save that changes settings also writes a row of the audit log. */
export function settingsAuditedStore(store: Store, act: Act): Store {
  const recorded = auditedStore(store, act);
  // a throw-away account is not the caller's: thousands are made at once, and none may wait for the one chain of its maker's team
  const changesSettings = ({ update = {}, insert = {} }: Changes) =>
    !("sandboxes" in insert || "sandboxes" in update) && settings.some((name) => name in insert || name in update);
  return { ...store, save: (changes) => (changesSettings(changes) ? recorded : store).save(changes) };
}

/** Store and note of a recorded act: everything saved or noted through them is in the audit log. */
export type Recording = Pick<Gateway, "store" | "note">;

export const recording = (store: Store, act: Act): Recording => ({
  store: auditedStore(store, act),
  note: (told) => note(store, act, told),
});

/** Does `work` with a recording. If it neither changed nor noted anything, the act itself is noted before the answer is given. */
export async function audited<T>(store: Store, act: Act, work: (recording: Recording) => Promise<T>): Promise<T> {
  let told = false;
  const recorded = recording(store, act);
  const result = await work({
    store: {
      ...recorded.store,
      save: async (changes) => {
        const saved = await recorded.store.save(changes);
        told ||= saved.saved;
        return saved;
      },
    },
    note: async (about) => {
      await recorded.note(about);
      told = true;
    },
  });
  if (!told) await recorded.note({});
  return result;
}

/** Notes an act that changed nothing, such as a failed sign-in. */
export async function note(store: Store, act: Act, told: Record<string, unknown>): Promise<void> {
  await saveWith(store, {}, act, {}, told);
}

/** Upper bound of retries when two acts of a team want the same number at once; the one that lost takes the next. */
const roundsMax = 50;

async function saveWith(store: Store, changes: Changes, act: Act, before: object, after: object) {
  const { now, ...who } = act;
  for (let round = 1; ; round += 1) {
    const chain = await store.audit.chain(act.team);
    const number = chain?.version ?? 1;
    const row = { ...who, number, at: now(), before: textOf(before), after: textOf(after) };
    const hash = hashOfAudit(chain?.hash ?? "", row);
    const end = { team: act.team, version: number + 1, hash };
    const saved = await store.save({
      ...changes,
      update: { ...changes.update, ...(chain && { audit_chains: [end] }) },
      insert: { ...changes.insert, audit: [{ ...row, hash }], ...(!chain && { audit_chains: [end] }) },
    });
    if (saved.saved || (saved.lost !== "audit" && saved.lost !== "audit_chains")) return saved;
    if (round === roundsMax) throw new Refusal("service_unavailable"); // not a lost race, which some callers may take for another's success
  }
}

type Difference = Record<string, Record<string, unknown>>;

/** Tables whose rows follow from others, or have a record of their own. */
const toldElsewhere: readonly TableName[] = [
  "events",
  "deliveries",
  "attempts",
  "postings",
  "balances",
  "idempotency",
  "requests",
  "bank_messages",
  "notifications",
  "document_files",
  "clocks",
  "logos",
];

/** Columns whose values are hidden in the audit log, though everybody may know that they changed. */
const hidden =
  /secret|password|totp|hash|sealed|wrapped|^shown$|^previous$|^ending$|^card$|^bankAccount$|^code$|^authentication$|^contents$/i;

/** Columns left out: the id is the row's name, and the version counts changes. */
const unsaid = ["id", "version"];

async function differenceOf(store: Store, { update = {}, insert = {} }: Changes) {
  const before: Difference = {};
  const after: Difference = {};
  let first: string | null = null;
  const tell = (name: TableName, stored: object | undefined, row: object) => {
    const columns = Object.entries(row).filter(
      ([property, value]) =>
        !unsaid.includes(property) &&
        isStored(name, property) &&
        (stored ? !isSame(value, stored[property as keyof typeof stored]) : value !== null),
    );
    const id = nameOf(row);
    first ??= id;
    const shown = (property: string, value: unknown) =>
      value !== null && hidden.test(property) && typeof value !== "number" ? dots : value;
    const key = `${name} ${id}`;
    if (stored)
      before[key] = Object.fromEntries(
        columns.map(([property]) => [snakeCase(property), shown(property, stored[property as keyof typeof stored])]),
      );
    after[key] = Object.fromEntries(columns.map(([property, value]) => [snakeCase(property), shown(property, value)]));
  };
  for (const [name, rows] of Object.entries(update) as [MutableTable, readonly Rows[MutableTable][]][]) {
    if (toldElsewhere.includes(name)) continue;
    for (const row of rows) tell(name, await store.audit.current(name, row), row);
  }
  for (const [name, rows] of Object.entries(insert) as [TableName, readonly object[]][]) {
    if (!toldElsewhere.includes(name)) for (const row of rows) tell(name, undefined, row);
  }
  return { before, after, first };
}

const nameOf = (row: object): string => String((row as { id?: unknown; card?: unknown }).id ?? "");

/** JSON text with card numbers masked: merchants write anything into metadata and descriptions. */
const textOf = (value: object): string => JSON.stringify(masked(value));

function masked(value: unknown): unknown {
  if (typeof value === "string") return withoutSecrets(value);
  if (typeof value === "number") return Math.abs(value) < 2e12 ? value : dots; // times are below, card numbers above
  if (JSON.isRawJSON(value)) return withoutSecrets(value.rawJSON) === value.rawJSON ? value : dots;
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [withoutSecrets(key), masked(member)]));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
