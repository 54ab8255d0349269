import { describe, expect, test } from "vitest";
import { anAccount, noon } from "../../../tests/kit/domain-builders.ts";
import { methodOf } from "../../../tests/kit/methods.ts";
import { minutes } from "../base/time.ts";
import { type Account, type EnablementState, enablementStates } from "./account.ts";
import {
  approveMethod,
  declineMethod,
  disableMethod,
  type EnablementMove,
  enablementMoves,
  enablementOf,
  isEnabled,
  requestMethod,
} from "./enablement.ts";

const ktc = methodOf("installment_wlb_ktc");
const later = noon + minutes(5);

const acts: Record<EnablementMove, (account: Account) => Account> = {
  request: (account) => requestMethod(account, ktc, ktc.terms.version, later),
  approve: (account) => approveMethod(account, ktc, later),
  decline: (account) => declineMethod(account, ktc, "no contract", later),
  disable: (account) => disableMethod(account, ktc),
};

/** The words of each refusal, by state. */
const standing = { off: "is off", requested: "waits for the operator", enabled: "is enabled already" };

describe.each(enablementStates)("in live mode a method that is %s", (state) => {
  test.each(Object.keys(acts) as EnablementMove[])(
    "is moved by %s as in the table, or refused with its state",
    (move) => {
      const account = liveAccount(state);
      const allowed: Partial<Record<EnablementMove, EnablementState>> = enablementMoves[state];
      const next = allowed[move];
      if (next) {
        const after = acts[move](account);
        expect(enablementOf(after, ktc.type).state).toBe(next);
        expect(after.version).toBe(account.version + 1);
      } else expect(() => acts[move](account)).toThrow(standing[state]);
    },
  );
});

test("a test account has every method until it is switched off, a live account none until it is approved", () => {
  const inTest = anAccount();
  const live = anAccount({ livemode: true });
  expect([isEnabled(inTest, ktc), isEnabled(live, ktc)]).toEqual([true, false]);
  expect(isEnabled(disableMethod(inTest, ktc), ktc)).toBe(false);
  expect(isEnabled(disableMethod(inTest, ktc), methodOf("installment_wlb_scb"))).toBe(true);
});

test("a request says which terms were accepted and when; in test mode it is enabled in the same change", () => {
  const off = disableMethod(anAccount(), ktc);
  const enabled = acts.request(off);
  expect(enabled.version).toBe(off.version + 1);
  expect(enablementOf(enabled, ktc.type)).toEqual({
    state: "enabled",
    termsVersion: ktc.terms.version,
    requestedAt: later,
    enabledAt: later,
    declined: null,
  });
  const asked = enablementOf(acts.request(anAccount({ livemode: true })), ktc.type);
  expect(asked).toMatchObject({ state: "requested", requestedAt: later, enabledAt: null });
});

test("outdated terms are refused, and the answer names the current version", () => {
  const off = disableMethod(anAccount(), ktc);
  expect(() => requestMethod(off, ktc, "2020-01", later)).toThrow(ktc.terms.version);
});

test("a declined request keeps its reason until the next request", () => {
  const declined = acts.decline(liveAccount("requested"));
  expect(enablementOf(declined, ktc.type).declined).toEqual({ at: later, reason: "no contract" });
  expect(enablementOf(acts.request(declined), ktc.type).declined).toBeNull();
});

function liveAccount(state: EnablementState): Account {
  const off = anAccount({ livemode: true });
  if (state === "off") return off;
  const requested = acts.request(off);
  return state === "requested" ? requested : acts.approve(requested);
}
