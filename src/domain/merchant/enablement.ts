import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import type { Method } from "../payment/method.ts";
import type { Account, Enablement, EnablementState } from "./account.ts";

export type EnablementMove = "request" | "approve" | "decline" | "disable";

/** Every legal move; what is not listed is refused. In test mode a request is approved at once, in live mode by an operator. */
export const enablementMoves = {
  off: { request: "requested" },
  requested: { approve: "enabled", decline: "off", disable: "off" },
  enabled: { disable: "off" },
} as const satisfies Record<EnablementState, Partial<Record<EnablementMove, EnablementState>>>;

/** What was recorded; else a test account has every method, as the banks of test mode are always there, and a live account has none. */
export function enablementOf(account: Account, type: string): Enablement {
  const recorded = account.methods[type];
  if (recorded) return recorded;
  return account.livemode ? untouched : { ...untouched, state: "enabled", enabledAt: account.createdAt };
}

export const isEnabled = (account: Account, { type }: Method): boolean =>
  enablementOf(account, type).state === "enabled";

/**
 * Asks for a method and accepts its terms.
 * @throws Refusal `bad_request` where it is asked for or enabled already, or other terms were read than those that hold now
 */
export function requestMethod(account: Account, method: Method, termsVersion: string, now: Time): Account {
  const { version } = method.terms;
  const asked = move(account, method, "request", { termsVersion, requestedAt: now, enabledAt: null, declined: null });
  if (termsVersion !== version)
    throw new Refusal(
      "bad_request",
      `the terms of ${method.label.en} are now those of ${version}: read and accept them`,
    );
  return account.livemode ? asked : { ...approveMethod(asked, method, now), version: asked.version };
}

/** @throws Refusal `bad_request` where nobody asked for it */
export function approveMethod(account: Account, method: Method, now: Time): Account {
  return move(account, method, "approve", { enabledAt: now });
}

/** @throws Refusal `bad_request` where nobody asked for it */
export function declineMethod(account: Account, method: Method, reason: string, now: Time): Account {
  return move(account, method, "decline", { declined: { at: now, reason } });
}

/**
 * Switches a method off, or takes a request back. Charges under way go on.
 * @throws Refusal `bad_request` where it is off
 */
export function disableMethod(account: Account, method: Method): Account {
  return move(account, method, "disable", untouched);
}

const untouched: Enablement = { state: "off", termsVersion: null, requestedAt: null, enabledAt: null, declined: null };

/** What a refused move is told of each state. */
const standing: Record<EnablementState, string> = {
  off: "is off",
  requested: "waits for the operator of this server already",
  enabled: "is enabled already",
};

function move(account: Account, { type, label }: Method, which: EnablementMove, patch: Partial<Enablement>): Account {
  const current = enablementOf(account, type);
  const allowed: Partial<Record<EnablementMove, EnablementState>> = enablementMoves[current.state];
  const state = allowed[which];
  if (!state) {
    const wanting = which === "approve" || which === "decline" ? `${label.en} was not requested: it` : label.en;
    throw new Refusal("bad_request", `${wanting} ${standing[current.state]}`);
  }
  return revise(account, { methods: { ...account.methods, [type]: { ...current, ...patch, state } } });
}
