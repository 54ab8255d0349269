import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import { hours, type Time } from "../base/time.ts";
import type { Member } from "../team/member.ts";
import { rightOver } from "../team/role.ts";
import { mustHave } from "../team/team.ts";
import type { Account, ApiKey } from "./account.ts";

/** Upper bound of the hours that a rolled key works beside its successor: one week, enough for every deployment. */
export const overlapHoursMax = 168;

/** The state of a key; `expiring` was rolled and still works. */
export type KeyState = "working" | "expiring" | "expired" | "revoked";

export function stateOfKey({ revokedAt, expiresAt }: ApiKey, now: Time): KeyState {
  if (revokedAt !== null) return "revoked";
  if (expiresAt === null) return "working";
  return now < expiresAt ? "expiring" : "expired";
}

/** @throws Refusal `forbidden`, naming the roles that may */
export function mayHandle(
  member: Pick<Member, "role" | "operator">,
  { livemode }: Pick<Account, "livemode">,
  kind: ApiKey["kind"],
): void {
  mustHave(member, rightOver[kind], livemode);
}

/** Whether the key opens the API. */
export const works = (key: ApiKey, now: Time): boolean => ["working", "expiring"].includes(stateOfKey(key, now));

/**
 * The rolled key: it works beside its successor for `overlapHours`, or ends at once for 0.
 * @throws Refusal `bad_request` when it has ended or was rolled before, or is a platform's, which would lose it
 */
export function rollKey(key: ApiKey, overlapHours: number, now: Time): ApiKey {
  mustBe(["working"], key, now);
  if (key.chain !== null)
    throw new Refusal("bad_request", "a platform acts with this key: revoke it, and allow the platform again");
  return revise(key, { expiresAt: now + hours(overlapHours) });
}

/**
 * The revoked key. Restricted keys may all be revoked; of the others one of each kind stays, since a restricted key cannot stand in for it.
 *
 * @param all the account's keys
 * @throws Refusal `bad_request` when it has ended, or is the last lasting key of its kind without restriction: the shop would stop working
 */
export function revokeKey(key: ApiKey, all: readonly ApiKey[], now: Time): ApiKey {
  mustBe(["working", "expiring"], key, now);
  const others = all.filter(({ id, kind, permissions }) => id !== key.id && kind === key.kind && permissions === null);
  const lasting = key.expiresAt === null && key.permissions === null;
  if (lasting && !others.some((other) => stateOfKey(other, now) === "working")) {
    throw new Refusal(
      "bad_request",
      `this is the only ${key.kind} key that keeps working: roll it instead, which makes another in its place`,
    );
  }
  return revise(key, { revokedAt: now });
}

/** Why a key cannot be rolled or revoked. */
const ended: Record<KeyState, string> = {
  working: "works",
  expiring: "was rolled already and stops working by itself",
  expired: "was rolled and has stopped working",
  revoked: "was revoked already",
};

function mustBe(states: readonly KeyState[], key: ApiKey, now: Time): void {
  const state = stateOfKey(key, now);
  if (!states.includes(state)) throw new Refusal("bad_request", `the key ${ended[state]}`);
}
