import { useState } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { homeCurrency, money, signOf } from "../money/amount.ts";
import { methodTexts } from "../texts/methods.ts";
import { lengthText, timeText } from "../time.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Status } from "../ui/badge.tsx";
import { Icon } from "../ui/icon.tsx";
import { Notice } from "../ui/notice.tsx";
import type { Method } from "./method.ts";
import classes from "./methods.module.css";
import { RequestDialog } from "./request-dialog.tsx";
import { SwitchOffDialog } from "./switch-off-dialog.tsx";

/** One payment method: its state, its properties, and the act that is possible now. */
export function MethodCard({ method }: { method: Method }) {
  const t = useTexts(methodTexts);
  const { language } = useLanguage();
  const mode = useMode();
  const [asking, setAsking] = useState(false);
  const [ending, setEnding] = useState(false);
  const name = method.name[language];
  return (
    <article className={classes.card} aria-label={name}>
      <header className={classes.head}>
        <span className={classes.mark} aria-hidden="true">
          {method.mark}
        </span>
        <div className={classes.name}>
          <h3>{method.bank ? method.bank.name[language] : name}</h3>
          <code className="quiet">{method.type}</code>
        </div>
        <Status state={method.state} />
      </header>
      <dl className={classes.facts}>
        {factsOf(method, t, language).map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {!method.connected && (
        <p className={classes.unconnected}>
          <Icon name="warning" size={16} /> {t.notConnected}
        </p>
      )}
      {method.declined && (
        <Notice tone="bad" icon="cross">
          {t.declined(method.declined.reason)}
        </Notice>
      )}
      <footer className={classes.foot}>
        <span className="quiet small">
          {method.state === "enabled" && method.enabled_at && t.since(timeText(method.enabled_at, "day", language))}
          {method.state === "requested" &&
            method.requested_at &&
            t.requestedAt(timeText(method.requested_at, "short", language))}
        </span>
        {method.state === "off" ? (
          <ActButton right="methods" size="xs" of={name} onClick={() => setAsking(true)}>
            {mode === "test" ? t.enable : t.request}
          </ActButton>
        ) : (
          <ActButton right="methods" size="xs" variant="default" of={name} onClick={() => setEnding(true)}>
            {method.state === "requested" ? t.takeBack : t.disable}
          </ActButton>
        )}
      </footer>
      <RequestDialog method={method} opened={asking} close={() => setAsking(false)} />
      <SwitchOffDialog method={method} opened={ending} close={() => setEnding(false)} />
    </article>
  );
}

type Words = (typeof methodTexts)["en"];
type Interest = NonNullable<Method["installment"]>["interest"];

/** Facts of a method: limits, expiry, fees, refunds. */
function factsOf(method: Method, t: Words, language: "en" | "th"): [string, string][] {
  const { limits, installment, fees, refunds } = method;
  const [currency = homeCurrency()] = method.currencies;
  const kind = t.refundKinds[refunds.kind];
  const plan: [string, string][] = installment
    ? [
        [t.months, installment.terms.join(", ")],
        ...(installment.loan_terms ? ([[t.loanMonths, installment.loan_terms.join(", ")]] as [string, string][]) : []),
        [t.monthlyMinimum, money(installment.monthly_minimum)],
        [t.yourInterest, interestText(installment.interest, "merchant", t)],
        [t.payersInterest, interestText(installment.interest, "customer", t)],
      ]
    : [];
  return [
    [t.amount, t.to(money(limits.min, currency), money(limits.max, currency))],
    ...plan,
    [t.fees, t.vatOnTop(feeText(fees, t))],
    [t.refunds, refunds.within_days === null ? kind : t.within(kind, refunds.within_days)],
    ...brandPeriods(refunds.brand_days, t),
    ...(method.voidable ? ([[t.voids, t.voidable]] as [string, string][]) : []),
    [t.expires, lengthText(method.expires_after, language)],
  ];
}

/** Fees: the merchant's (taken by the gateway, plus VAT) and the payer's (set by the bank). Unpublished rates are marked. */
function interestText(interest: Interest, payer: keyof Interest, t: Words): string {
  const { monthly_rate, assumed } = interest[payer];
  const rate = t.interestRate(monthly_rate);
  const text = payer === "merchant" ? t.vatOnTop(rate) : rate;
  return assumed ? t.assumed(text) : text;
}

/** Card brands with another refund period; brands of equal period share a line. */
function brandPeriods(brandDays: Record<string, number>, t: Words): [string, string][] {
  const lengths = [...new Set(Object.values(brandDays))];
  return lengths.map((days) => {
    const brands = Object.keys(brandDays).filter((brand) => brandDays[brand] === days);
    return [t.refundsOfSome, t.brandsWithin(brands.join(", "), days)];
  });
}

/** Formats a fee; rates are decimal strings: per cent, and main units per payment. */
function feeText({ rate, flat }: Method["fees"], t: Words): string {
  const perPayment = `${signOf(homeCurrency())}${flat.replace(/\.0$/, "")}`;
  if (/^0+(\.0+)?$/.test(flat)) return t.feeRate(rate);
  return /^0+(\.0+)?$/.test(rate) ? perPayment : t.feeBoth(rate, perPayment);
}
