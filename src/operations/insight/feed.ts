import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { seconds, type Time } from "../../domain/base/time.ts";
import type { Changes } from "../../domain/changes.ts";
import type { Times } from "../../domain/sandbox/clock.ts";
import { type Doorkeeper, lacksCodes, presentBy } from "../team/session.ts";
import type { Change, Feed, Listener } from "./listener.ts";

type Every = (intervalMs: number, callback: () => void) => () => void;

/** Upper bound of listeners: each costs a connection, and a small query now and then. A browser opens one for each tab. */
const listenersMax = 500;
/** Upper bound for one team, both modes together, so that no team takes the places of all others. */
const ofTeamMax = listenersMax / 10;
const ofSessionMax = 20;

const tickMs = 1_000;
/** Ticks between two checks whether the listeners' sessions are still valid. */
const sessionsEvery = 5;
/** Ticks between two beats: shorter than proxies wait before they cut a silent connection. */
const beatsEvery = 15;

/** How far each look goes back: a commit becomes visible some time after its rows' time, and clocks of processes differ. */
const overlap = seconds(10);

/** Creates the feed. Every process searches the database, so changes of other processes are told too; its own are told without a search. */
export function createFeed(door: Doorkeeper, clock: Pick<Times, "of">, every: Every): Feed {
  const { store } = door;
  const listeners = new Set<Listener>();
  const told = new Map<string, { account: AccountId; at: Time }>();
  const versions = new Map<string, number>();
  let stopTicking: (() => void) | null = null;
  let looking: Promise<void> | null = null;
  let ticks = 0;

  function tell(change: Change): void {
    for (const listener of listeners) if (listener.account === change.account) listener.tell(change);
  }

  /** Tells a change once, whether it was saved here or found in the database. */
  function tellOnce(name: string, at: Time, change: Change): void {
    if (told.has(name) || !listens(change.account)) return;
    told.set(name, { account: change.account, at });
    tell(change);
  }

  function tellSaved({ insert = {}, update = {} }: Changes): void {
    for (const { id, account, key, charge, createdAt } of insert.events ?? [])
      tellOnce(id, createdAt, { account, key, id, charge });
    for (const { id, account, event, createdAt } of insert.attempts ?? [])
      tellOnce(id, createdAt, { account, key: "delivery.attempt", id: event, charge: null });
    for (const { id, version } of update.accounts ?? []) tellAccount(id, version);
    for (const { id, removedAt } of update.members ?? []) {
      if (removedAt !== null) for (const listener of listeners) if (listener.session.member === id) end(listener);
    }
    for (const { id, revokedAt } of update.sessions ?? []) {
      if (revokedAt !== null) for (const listener of listeners) if (listener.session.id === id) end(listener);
    }
  }

  function tellAccount(id: AccountId, version: number): void {
    const before = versions.get(id);
    if (!listens(id) || (before !== undefined && before >= version)) return;
    versions.set(id, version);
    if (before !== undefined) tell({ account: id, key: "account.update", id, charge: null });
  }

  const listens = (account: AccountId): boolean => [...listeners].some((listener) => listener.account === account);

  async function look(): Promise<void> {
    const sinceOf = (account: AccountId) => clock.of(account) - overlap;
    for (const account of new Set([...listeners].map((listener) => listener.account))) {
      for (const { name, at, ...change } of await store.event.happenedSince(account, sinceOf(account)))
        tellOnce(name, at, { account, ...change });
      const current = await store.account.get(account);
      if (current) tellAccount(account, current.version);
    }
    for (const [name, { account, at }] of told) if (at < sinceOf(account)) told.delete(name);
  }

  async function endThoseGone(): Promise<void> {
    for (const hash of new Set([...listeners].map(({ session }) => session.hash))) {
      const present = await presentBy(door, hash);
      if (present && !lacksCodes(present)) continue;
      for (const listener of listeners) if (listener.session.hash === hash) end(listener);
    }
  }

  function end(listener: Listener): void {
    if (!listeners.delete(listener)) return;
    listener.end();
    restIfAlone();
  }

  function restIfAlone(): void {
    if (listeners.size > 0) return;
    stopTicking?.();
    stopTicking = null;
    told.clear();
    versions.clear();
  }

  async function tick(): Promise<void> {
    if (listeners.size === 0) return;
    ticks += 1;
    const beats = ticks % beatsEvery === 0;
    if (beats) for (const listener of listeners) listener.beat();
    if (ticks % sessionsEvery === 0) await endThoseGone();
    await look();
  }

  /** Looks once; a look that fails, as when the database is away, is followed by the next. */
  function tickOnce(): Promise<void> {
    looking ??= tick()
      .catch(() => {})
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  return {
    listen: (listener) => {
      const ofSession = [...listeners].filter(({ session }) => session.id === listener.session.id).length;
      const ofTeam = [...listeners].filter(({ team }) => team === listener.team).length;
      if (ofTeam >= ofTeamMax) throw new Refusal("too_many_requests");
      if (listeners.size >= listenersMax || ofSession >= ofSessionMax) throw new Refusal("too_many_requests");
      listeners.add(listener);
      stopTicking ??= every(tickMs, tickOnce);
      return () => {
        listeners.delete(listener);
        restIfAlone();
      };
    },
    watch: (watched) => ({
      ...watched,
      save: async (changes) => {
        const result = await watched.save(changes);
        if (result.saved && listeners.size > 0) tellSaved(changes);
        return result;
      },
    }),
    tick: tickOnce,
    close: () => {
      for (const listener of [...listeners]) end(listener);
    },
  };
}
