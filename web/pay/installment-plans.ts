import type { InstallmentOption, PaymentOption, PaymentOptions } from "../../src/pages/payment-options.ts";
import type { CardFields } from "./card-fields.ts";
import { element } from "./element.ts";
import { shown } from "./money.ts";
import { type RadioList, radioList } from "./radio-list.ts";
import type { Locale, Say } from "./texts.ts";

export type Plan = { type: string; months: number };

export type InstallmentPlans = {
  root: HTMLElement;
  /** The chosen bank and term; null if one is missing, which is then marked. */
  chosen(): Plan | null;
  faults(): string[];
  /** Whether the chosen bank's card is entered here, and not on the bank's page. */
  needsCard(): boolean;
  /** Moves the card fields here from another panel. */
  adopt(): void;
};

type Term = InstallmentOption["terms"][number];

/** Bank → term → monthly amount and payer of the interest → card. */
export function createInstallmentPlans(
  say: Say,
  locale: Locale,
  options: PaymentOptions,
  plans: readonly PaymentOption[],
  card: CardFields,
): InstallmentPlans {
  const money = (amount: number) => shown(amount, options.currency);
  const details = element("div", { class: "plan" }, element("p", { class: "note" }, say("chooseBank")));
  const cardPlace = element("div", {});
  let terms: RadioList<number> | null = null;

  const banks = radioList(
    "bank",
    say("bank"),
    plans.map((plan) => ({ value: plan, content: [element("span", {}, plan.installment?.bankName[locale] ?? "")] })),
    (plan) => {
      if (plan.installment) showTerms(plan.installment, plan.card);
    },
  );
  const root = element("div", { class: "installments" }, banks.root, details, cardPlace);

  function showTerms(plan: InstallmentOption, withCard: boolean): void {
    const bank = plan.bankName[locale];
    const before = terms?.chosen();
    const list = radioList(
      "term",
      say("term"),
      plan.terms.map((term) => ({
        value: term.months,
        unavailable: !term.available,
        content: lines(term, plan.minMonthly),
      })),
      () => {},
    );
    terms = list;
    if (plan.terms.some((term) => term.months === before && term.available)) list.choose(before as number); // just found
    const customerPays = plan.terms.some((term) => term.interest > 0);
    const interest = customerPays
      ? say("customerPays", { bank, rate: plan.monthlyRate })
      : say("merchantPays", { merchant: options.merchant });
    details.replaceChildren(element("p", { class: "note", "aria-live": "polite" }, interest), list.root);
    card.setLoanCards(plan.takesLoanCards);
    const there = element("p", { class: "note" }, say("redirectSteps", { method: bank }));
    cardPlace.replaceChildren(withCard ? card.root : there);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // on phones, content that appears below the banks would often be out of view
    requestAnimationFrame(() => list.root.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" }));
  }

  function lines(term: Term, minMonthly: number): Node[] {
    const months = element("strong", {}, say("months", { count: term.months }));
    if (!term.available) {
      const reason = say("fromAmount", { minimum: money(term.minimum), monthly: money(minMonthly) });
      return [months, element("small", {}, reason)];
    }
    const total = money(options.amount + term.interest);
    return [
      months,
      element("span", { class: "monthly" }, say("perMonth", { amount: money(term.monthly) })),
      element(
        "small",
        {},
        term.interest > 0
          ? say("withInterest", { total, interest: money(term.interest) })
          : say("withoutInterest", { total }),
      ),
    ];
  }

  return {
    root,
    chosen: () => {
      const plan = banks.chosen();
      const months = terms?.chosen();
      return plan && months ? { type: plan.type, months } : null;
    },
    faults: () => {
      if (!banks.chosen()) {
        banks.focus();
        return [banks.mark(say("bankMissing")) ?? ""];
      }
      if (terms?.chosen()) return [];
      terms?.focus();
      return [terms?.mark(say("termMissing")) ?? ""];
    },
    needsCard: () => banks.chosen()?.card ?? true,
    adopt: () => {
      const plan = banks.chosen();
      card.setLoanCards(plan?.installment?.takesLoanCards ?? false);
      if (plan?.card) cardPlace.replaceChildren(card.root);
    },
  };
}
