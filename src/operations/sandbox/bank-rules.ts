import { createHash } from "node:crypto";
import type { BankReference } from "../../connectors/bank.ts";
import type { BankRules } from "../../connectors/faults.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { seconds, type Time } from "../../domain/base/time.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { type Fault, factsOf, fits, type Place, type Rule } from "../../domain/sandbox/rule.ts";
import type { Store } from "../../storage/store.ts";
import { bankAnswersWithin } from "../payment/bank.ts";
import { reasonFor } from "./play.ts";
import type { Rules } from "./rules.ts";

/** How long after a charge has expired the payer's approval arrives: the gateway has heard of the end, and asks again. */
const afterExpiry = seconds(30);

type World = {
  store: Pick<Store, "rule">;
  methods: Methods;
  rules: Rules;
  /** Time of an account, and whether it runs. */
  clock: { of(account: AccountId): Time; runs(account: AccountId): boolean };
  now: () => Time;
};

/** What the rules of test accounts want of the simulated banks. An account without rules costs no query. */
export function createBankRules({ store, methods, rules, clock, now }: World): BankRules {
  /** The rules for a payment, the newest first, with its charge; none where the bank's reference is that of no charge and a rule has conditions. */
  async function rulesFor(
    { account, reference }: Asked,
    place: Place,
    faults?: readonly Fault[],
  ): Promise<{ found: readonly Rule[]; charge: Charge | null }> {
    const known = rules.at(account, place).filter(({ fault }) => !faults || faults.includes(fault));
    if (known.length === 0) return { found: known, charge: null };
    const payment = await store.rule.chargeOf(account, reference);
    const facts = payment ? factsOf(payment.charge, ...payment.others) : null;
    return { found: known.filter((rule) => fits(rule, facts)), charge: payment?.charge ?? null };
  }

  /** Counts the newest rule that can be applied once more. */
  async function applied(found: readonly Rule[]): Promise<Rule | undefined> {
    for (const rule of found) if (await rules.apply(rule)) return rule;
    return undefined;
  }

  /** Counts a rule for a matter once, however often it is asked for. @returns the text that was kept at the first time, undefined where it cannot be applied */
  async function appliedOnce(rule: Rule, matter: string, text: () => string): Promise<string | undefined> {
    const kept = await store.rule.kept(rule.account, rule.id, matter);
    if (kept !== undefined) return kept;
    return (await rules.apply(rule)) ? store.rule.keep(rule.account, rule.id, matter, text(), now()) : undefined;
  }

  const asked = ({ account, reference }: BankReference): Asked => ({ account: account as AccountId, reference }); // banks have the gateway's own words

  const reasonOf = async (about: BankReference, fault: Fault) => {
    const { found, charge } = await rulesFor(asked(about), "outcome", [fault]);
    const rule = charge ? await applied(found) : undefined;
    return rule && charge ? reasonFor(methods.of(charge.method), rule.code ?? "failed_processing") : undefined;
  };

  return {
    answer: async (about, answer) => {
      const { account, reference } = asked(about);
      for (const rule of (await rulesFor(asked(about), "answer")).found) {
        if (rule.fault === "answer_late") {
          const comesAt = () => String(clock.of(account) + (rule.delay ?? 0));
          const matter = `late ${reference} ${createHash("sha256").update(answer).digest("base64url")}`;
          const at = await appliedOnce(rule, matter, comesAt);
          if (at === undefined) continue;
          const waits = Number(at) - clock.of(account);
          if (waits <= 0) return undefined;
          return { fault: rule.fault, waits: waits < bankAnswersWithin && clock.runs(account) ? waits : null };
        }
        const { fault } = rule;
        if (isPlain(fault) && (await rules.apply(rule))) return { fault };
      }
      return undefined;
    },
    declines: (about) => reasonOf(about, "decline"),
    refusesRefund: (about) => reasonOf(about, "refund_refused"),
    paidAfterExpiry: async (about) => {
      const { found, charge } = await rulesFor(asked(about), "outcome", ["paid_after_expiry"]);
      if (!charge) return undefined;
      for (const rule of found) {
        if ((await appliedOnce(rule, `paid ${charge.id}`, () => "yes")) === undefined) continue;
        const { expiresAt, account } = charge;
        return { before: expiresAt, at: expiresAt + afterExpiry, now: clock.of(account) };
      }
      return undefined;
    },
  };
}

type Asked = { account: AccountId; reference: string };

const plain = ["answer_never", "answer_twice", "answer_out_of_order", "answer_nonsense"] as const satisfies Fault[];

const isPlain = (fault: Fault): fault is (typeof plain)[number] => plain.some((each) => each === fault);
