import type { AccountKey, KplusAccount } from "../../connectors/kplus/simulator-accounts.ts";
import { inMainUnits, type Minor } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import { readAsset } from "../asset.ts";
import { type Html, html } from "../html.ts";
import { fill, type Language } from "../language.ts";
import type { Page } from "../page.ts";
import { testPanelScript } from "../test-panel.ts";
import { texts as pageTexts } from "../texts.ts";
import { momentFor } from "../time-left.ts";
import { outcomes, type PhonePayment } from "./phone-acts.ts";
import { accountNames, refusals, kplusTexts as texts } from "./texts.ts";

export const phoneStyle = readAsset(new URL("./phone.css", import.meta.url), "text/css");

/** Data from which every screen is drawn. */
export type PhoneView = { payment: PhonePayment; accounts: KplusAccount[]; now: Time; language: Language };

/** The payer's current screen: the end if there is one, the PIN before they have signed in, then their accounts, then the one they chose. */
export function phonePage(view: PhoneView, chosen: AccountKey | null): Page {
  const { payment, accounts } = view;
  const account = accounts.find(({ key }) => key === chosen);
  if (payment.end) return endPage(view, payment.end);
  if (payment.sessionEndsAt === null) return pinPage(view, "", false);
  return account ? reviewPage(view, account, payment.sessionEndsAt) : accountsPage(view, payment.sessionEndsAt);
}

/** @param typed the digits so far */
export function pinPage(view: PhoneView, typed: string, wrong: boolean): Page {
  const { language } = view;
  const key = (value: string, label: string, name: string | null = null) =>
    html`<button name="key" value="${value}"${name ? html` aria-label="${name}"` : null}>${label}</button>\n`;
  return screen(
    view,
    texts.enterPin[language],
    html`${what(view)}
<form method="post" class="pin" autocomplete="off">
<input type="hidden" name="act" value="pin">
<label for="pin">${texts.pin[language]}</label>
<div class="entry">
<input id="pin" name="pin" type="password" inputmode="numeric" maxlength="6" autocomplete="off" value="${typed}" aria-describedby="pin-hint"${wrong ? html` aria-invalid="true"` : null}>
<button class="main" name="key" value="enter">${texts.signIn[language]}</button>
</div>
<p id="pin-hint" class="${wrong ? "wrong" : "quiet"}"${wrong ? html` role="alert"` : null}>${wrong ? `${texts.pinWrong[language]} ` : null}${texts.pinHint[language]}</p>
<div class="keys" role="group" aria-label="${texts.keypad[language]}">
${[..."123456789"].map((digit) => key(digit, digit))}${html`<span></span>`}
${key("0", "0")}${key("delete", "⌫", texts.delete[language])}</div>
</form>
${cancelForm(language)}`,
  );
}

function accountsPage(view: PhoneView, endsAt: Time): Page {
  const { accounts, language, payment } = view;
  const items = accounts.map((account) => {
    const { key, number, closed, balance } = account;
    const state = closed
      ? texts.closed[language]
      : `${money(balance, payment.request.currency)} ${texts.available[language]}`;
    return html`<li><a class="account ${key}" href="?account=${key}&lang=${language}"><strong>${accountNames[key][language]}</strong> <span>${number}</span> <span class="balance">${state}</span></a></li>\n`;
  });
  const body = html`${what(view)}
<ul class="accounts">
${items}</ul>
${waits(view, endsAt)}
${cancelForm(language)}`;
  return screen(view, texts.chooseAccount[language], body);
}

function reviewPage(view: PhoneView, account: KplusAccount, endsAt: Time): Page {
  const { language, payment } = view;
  const { request } = payment;
  const body = html`<p class="sum">${amount(request)}</p>
<dl>
${row(texts.to[language], request.merchant)}
${row(texts.from[language], accountNames[account.key][language], account.number)}
${row(texts.reference[language], html`<code>${request.reference}</code>`)}
</dl>
<form method="post">
<input type="hidden" name="account" value="${account.key}">
<button class="main" name="act" value="confirm">${texts.confirm[language]}</button>
<label class="fault"><input type="checkbox" name="fault" value="1"> ${texts.bankFault[language]}</label>
</form>
<p><a class="button" href="?lang=${language}">${texts.otherAccount[language]}</a></p>
${cancelForm(language)}
${waits(view, endsAt)}`;
  return screen(view, texts.review[language], body);
}

/** The receipt, or why there is none, and the way back: by the payment page, which knows what the gateway has heard. */
function endPage(view: PhoneView, end: NonNullable<PhonePayment["end"]>): Page {
  const { language, payment, now } = view;
  const { request, endedAt, account } = payment;
  const back = html`<p><a class="button main" href="/payments/${request.callback}/authorize?waiting&lang=${language}">${fill(pageTexts.returnTo[language], { merchant: request.merchant })}</a></p>`;
  const moment = endedAt === null ? null : row(texts.at[language], momentFor(endedAt, now, language));
  const from = view.accounts.find(({ key }) => key === account);
  switch (end.status) {
    case "PAID":
      return screen(
        view,
        texts.paid[language],
        html`<p class="sum">${amount(request)}</p>
<dl>
${row(texts.to[language], request.merchant)}
${from ? row(texts.from[language], accountNames[from.key][language], from.number) : null}
${row(texts.reference[language], html`<code>${request.reference}</code>`)}
${row(texts.bankReference[language], html`<code>${end.bankReference}</code>`)}
${moment}
</dl>
${back}`,
        "good",
      );
    case "REJECTED":
      return screen(
        view,
        texts.notPaid[language],
        html`<p>${refusals[end.rejection][language]} ${texts.nothingTaken[language]}</p>
<dl>
${row(texts.to[language], request.merchant)}
${row(texts.amount[language], amount(request))}
${row(texts.reference[language], html`<code>${request.reference}</code>`)}
${moment}
</dl>
${back}`,
        "bad",
      );
    case "CLOSED":
      return screen(view, texts.tooLate[language], html`<p>${texts.tooLateDetail[language]}</p>${back}`, "bad");
  }
}

export const unknownPaymentPage = (language: Language): Page => ({
  ...phone(language, texts.unknown[language], html`<p>${texts.unknownDetail[language]}</p>`, null, "bad"),
  status: 404,
});

/** One screen; beside the phone stands what a tester may do, as long as the payment is open. */
function screen(view: PhoneView, title: string, body: Html, mark: "good" | "bad" | null = null): Page {
  return phone(view.language, title, body, view.payment.end ? null : bench(view), mark);
}

function phone(language: Language, title: string, body: Html, beside: Html | null, mark: "good" | "bad" | null): Page {
  const sign =
    mark &&
    html`<svg class="mark ${mark}" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22"/><path d="${mark === "good" ? "M14 25l7 7 13-15" : "M17 17l14 14M31 17l-14 14"}"/></svg>\n`;
  return {
    status: 200,
    language,
    title: `${title} – ${texts.bank[language]}`,
    style: phoneStyle,
    formAction: "'self'",
    ...(beside && { scripts: [testPanelScript] }),
    body: html`<div class="desk">
<main class="phone">
<header class="bank"><p>${texts.bank[language]} <small>${texts.simulated[language]}</small></p><p class="badge">${pageTexts.testMode[language]}</p></header>
<div class="screen">
${sign}<h1>${title}</h1>
${body}
</div>
</main>
${beside}</div>`,
  };
}

/** Shortcuts for testers, which fold away, and the way back to the payment page: on a phone that page opens this one automatically. */
function bench({ language, payment }: PhoneView): Html {
  return html`<aside class="bench">
<details open data-remembered>
<summary>${texts.shortcuts[language]}</summary>
<p class="quiet">${texts.shortcutsDetail[language]}</p>
<form method="post">
<input type="hidden" name="act" value="end">
<ul class="codes">
${outcomes.map((outcome) => html`<li><button name="outcome" value="${outcome}" lang="en"><code>${outcome}</code></button></li>\n`)}</ul>
</form>
<form method="post"><button name="act" value="reset">${texts.resetAccounts[language]}</button></form>
</details>
<p><a href="/payments/${payment.request.callback}/authorize?watching&lang=${language}">${pageTexts.backToPayment[language]}</a></p>
<p><a href="/kplus?lang=${language}">${texts.howItEnds[language]}</a></p>
</aside>`;
}

const cancelForm = (language: Language): Html =>
  html`<form method="post"><button class="plain" name="act" value="cancel">${texts.cancel[language]}</button></form>`;

function what({ payment: { request }, language }: PhoneView): Html {
  return html`<p class="what">${fill(texts.payTo[language], { merchant: request.merchant })} <strong>${amount(request)}</strong></p>`;
}

const waits = ({ now, language }: PhoneView, endsAt: Time): Html =>
  html`<p class="quiet">${fill(texts.untilWhen[language], { time: momentFor(endsAt, now, language) })}</p>`;

function row(term: string, first: Html | string, second: string | null = null): Html {
  return html`<div><dt>${term}</dt><dd>${first}${second && html`<small>${second}</small>`}</dd></div>`;
}

const amount = (request: PhonePayment["request"]): string => money(request.amount, request.currency);

export const money = (minor: Minor, currency: string): string => `${currency} ${inMainUnits(minor, currency)}`;
