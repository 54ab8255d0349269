import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import { hours, type Time } from "../base/time.ts";
import type { Member } from "../team/member.ts";
import { rightOver } from "../team/role.ts";
import { mustHave } from "../team/team.ts";
import type { Account, ApiKey } from "./account.ts";

/** How long a rolled key may work beside its successor: a week is enough for every deployment. */
export const overlapHoursMax = 168;

/** Where a key stands: `expiring` was rolled and still works. */
export type KeyState = "working" | "expiring" | "expired" | "revoked";

export function stateOfKey({ revokedAt, expiresAt }: ApiKey, now: Time): KeyState {
  if (revokedAt !== null) return "revoked";
  if (expiresAt === null) return "working";
  return now < expiresAt ? "expiring" : "expired";
}

/** @throws Refusal `forbidden` with who may */
export function mayHandle(
  member: Pick<Member, "role" | "operator">,
  { livemode }: Pick<Account, "livemode">,
  kind: ApiKey["kind"],
): void {
  mustHave(member, rightOver[kind], livemode);
}

/** Whether it opens the API. */
export const works = (key: ApiKey, now: Time): boolean => ["working", "expiring"].includes(stateOfKey(key, now));

/**
 * The key as it goes on beside a successor: until then, or no longer for an overlap of nothing.
 * @throws Refusal `bad_request` when it has ended, or was rolled before
 */
export function rollKey(key: ApiKey, overlapHours: number, now: Time): ApiKey {
  mustBe(["working"], key, now);
  return revise(key, { expiresAt: now + hours(overlapHours) });
}

/**
 * The key as it is once it is revoked.
 *
 * @param all the account's keys
 * @throws Refusal `bad_request` when it has ended, or is the last of its kind that lasts: then the shop would stand still
 */
export function revokeKey(key: ApiKey, all: readonly ApiKey[], now: Time): ApiKey {
  mustBe(["working", "expiring"], key, now);
  const others = all.filter(({ id, kind }) => id !== key.id && kind === key.kind);
  if (key.expiresAt === null && !others.some((other) => stateOfKey(other, now) === "working")) {
    throw new Refusal(
      "bad_request",
      `this is the only ${key.kind} key that keeps working: roll it instead, which makes another in its place`,
    );
  }
  return revise(key, { revokedAt: now });
}

/** Why a key can be neither rolled nor revoked. */
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
