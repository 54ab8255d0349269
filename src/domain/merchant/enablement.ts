import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import type { Method } from "../payment/method.ts";
import type { Account, Enablement, EnablementState } from "./account.ts";

export type EnablementMove = "request" | "approve" | "decline" | "disable";

/** Every legal move; others are refused. A request is approved at once in test mode, by an operator in live mode. */
export const enablementMoves = {
  off: { request: "requested" },
  requested: { approve: "enabled", decline: "off", disable: "off" },
  enabled: { disable: "off" },
} as const satisfies Record<EnablementState, Partial<Record<EnablementMove, EnablementState>>>;

/** The recorded enablement of a method. Default without a record: on in test mode, whose banks are always there; off in live mode. */
export function enablementOf(account: Account, type: string): Enablement {
  const recorded = account.methods[type];
  if (recorded) return recorded;
  return account.livemode ? untouched : { ...untouched, state: "enabled", enabledAt: account.createdAt };
}

export const isEnabled = (account: Account, { type }: Pick<Method, "type">): boolean =>
  enablementOf(account, type).state === "enabled";

/**
 * Requests a method and accepts its terms.
 * @throws Refusal `bad_request` where it is requested or enabled already, or the accepted terms are not the current version
 */
export function requestMethod(account: Account, method: Method, termsVersion: string, now: Time): Account {
  const { version } = method.terms;
  const asked = changed(account, method, "request", {
    termsVersion,
    requestedAt: now,
    enabledAt: null,
    declined: null,
  });
  if (termsVersion !== version)
    throw new Refusal(
      "bad_request",
      `the terms of ${method.label.en} are now those of ${version}: read and accept them`,
    );
  return account.livemode ? asked : { ...approveMethod(asked, method, now), version: asked.version };
}

/** @throws Refusal `bad_request` where it was not requested */
export function approveMethod(account: Account, method: Method, now: Time): Account {
  return changed(account, method, "approve", { enabledAt: now });
}

/** @throws Refusal `bad_request` where it was not requested */
export function declineMethod(account: Account, method: Method, reason: string, now: Time): Account {
  return changed(account, method, "decline", { declined: { at: now, reason } });
}

/**
 * Switches a method off, or withdraws a request. Charges under way continue.
 * @throws Refusal `bad_request` where it is off
 */
export function disableMethod(account: Account, method: Named): Account {
  return changed(account, method, "disable", untouched);
}

/**
 * Switches something on or off that has no terms: a wallet from which cards are taken.
 * @throws Refusal `bad_request` where it is so already
 */
export function switchOn(account: Account, named: Named, now: Time): Account {
  const asked = changed(account, named, "request", { requestedAt: now });
  return { ...changed(asked, named, "approve", { enabledAt: now }), version: asked.version };
}

type Named = Pick<Method, "type"> & { label: Pick<Method["label"], "en"> };

const untouched: Enablement = { state: "off", termsVersion: null, requestedAt: null, enabledAt: null, declined: null };

/** The words of each state in a refused move. */
const standing: Record<EnablementState, string> = {
  off: "is off",
  requested: "waits for the operator of this server already",
  enabled: "is enabled already",
};

function changed(account: Account, { type, label }: Named, which: EnablementMove, patch: Partial<Enablement>): Account {
  const current = enablementOf(account, type);
  const allowed: Partial<Record<EnablementMove, EnablementState>> = enablementMoves[current.state];
  const state = allowed[which];
  if (!state) {
    const wanting = which === "approve" || which === "decline" ? `${label.en} was not requested: it` : label.en;
    throw new Refusal("bad_request", `${wanting} ${standing[current.state]}`);
  }
  return revise(account, { methods: { ...account.methods, [type]: { ...current, ...patch, state } } });
}
