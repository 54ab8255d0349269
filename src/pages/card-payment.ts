import { inMainUnits } from "../domain/base/money.ts";
import type { Charge } from "../domain/payment/charge.ts";
import { quotes } from "../domain/payment/installment-quote.ts";
import { limitsIn, type Method } from "../domain/payment/method.ts";
import type { Issuer } from "./card-arrival.ts";
import { type Html, html } from "./html.ts";
import { fill, type Language, type Texts } from "./language.ts";
import type { Page } from "./page.ts";
import { texts } from "./texts.ts";
import { onwardForm, submitScript } from "./three-ds/onward.ts";
import { cardTexts } from "./three-ds/texts.ts";

/** The way to the card's issuer. In live mode a script takes it at once; in test mode the payer may instead decide on this page. */
export function cardEntry(
  { charge, language }: { charge: Charge; language: Language },
  issuer: Issuer,
): { body: Html; parts: Partial<Page> } {
  if (issuer === "silent") {
    const { silent, silentDetail } = cardTexts;
    return { body: detour("app failed", silent, silentDetail, texts.tryAgain, language), parts: {} };
  }
  const { challenge, challengeDetail, toBank } = cardTexts;
  if (issuer === "not_asked") return { body: detour("app", challenge, challengeDetail, toBank, language), parts: {} };
  const body = html`<section class="app">
<h2>${challenge[language]}</h2>
<p class="quiet">${challengeDetail[language]}</p>
${onwardForm(issuer.acsUrl, { creq: issuer.creq }, toBank[language])}
</section>`;
  return { body, parts: charge.livemode ? { scripts: [submitScript] } : {} };
}

/** A link back to this page, which asks the issuer when a payer opens it. */
function detour(kind: string, heading: Texts, detail: Texts, label: Texts, language: Language): Html {
  return html`<section class="${kind}">
<h2>${heading[language]}</h2>
<p class="quiet">${detail[language]}</p>
<p>${toIssuer(language, label, "button main")}</p>
</section>`;
}

/** A link that opens the page anew, for payers who left the challenge without an answer. */
export const toIssuer = (language: Language, label: Texts, kind = "button"): Html =>
  html`<a class="${kind}" href="?lang=${language}">${label[language]}</a>`;

/** The card and the plan, as far as the payment has them, as rows of the summary. */
export function planFacts({
  charge,
  method,
  language,
}: {
  charge: Charge;
  method: Method;
  language: Language;
}): [string, string, string?][] {
  const { card, source } = charge;
  const plan = source?.installmentTerm ? planOf(charge, method, source.installmentTerm, language) : [];
  if (!card) return plan;
  const number = fill(texts.cardEnding[language], { brand: card.brand, digits: card.lastDigits });
  return [[texts.card[language], number], ...plan];
}

/** The plan that the payer agrees to, as in the payment form: term, cost per month, interest and its rate, and the sum of all months. */
function planOf(charge: Charge, method: Method, months: number, language: Language): [string, string, string?][] {
  const { amount, currency, zeroInterestInstallments } = charge;
  const term = fill(texts.months[language], { months: String(months) });
  const { installment } = method;
  const quote =
    installment &&
    quotes(
      { ...method, installment, minimum: limitsIn(method, currency)?.min ?? 0 },
      amount,
      zeroInterestInstallments,
    ).find((each) => each.months === months);
  if (!installment || !quote) return [[texts.plan[language], term]];
  const money = (minor: number) => `${currency}\u00a0${inMainUnits(minor, currency)}`;
  const free = quote.interest === 0;
  const monthly = free ? texts.monthlyInterestFree : texts.monthlyWithInterest;
  const plan: [string, string, string?] = [
    texts.plan[language],
    term,
    fill(monthly[language], { amount: money(quote.monthly) }),
  ];
  if (free) return [plan];
  const rate = fill(texts.interestRate[language], { rate: installment.interest.customer.monthly });
  return [
    plan,
    [texts.interest[language], money(quote.interest), rate],
    [texts.total[language], money(amount + quote.interest)],
  ];
}
