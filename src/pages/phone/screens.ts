import { reasonOf } from "../../connectors/phone/connector.ts";
import { inMainUnits } from "../../domain/base/money.ts";
import type { Time } from "../../domain/base/time.ts";
import type { DeclineReason } from "../../domain/payment/failure.ts";
import { failureCodesOf, type Method, markOf, wordsOf } from "../../domain/payment/method.ts";
import { destinationOf, numberName } from "../bank-payment.ts";
import { type Html, html } from "../html.ts";
import { phoneStyle } from "../kplus/screens.ts";
import { fill, type Language, type Texts } from "../language.ts";
import type { Page } from "../page.ts";
import { row } from "../sheet.ts";
import { testPanelScript } from "../test-panel.ts";
import { failureReasons, texts as pageTexts } from "../texts.ts";
import { momentFor } from "../time-left.ts";
import { asksForCode, numbersOf, type PhonePayment } from "./payment.ts";
import { phoneTexts as texts } from "./texts.ts";

/** What the payer can pay from, in every app alike, and why the payment fails from there; null where it is paid. */
export const purses: readonly { key: string; label: Texts; reason: DeclineReason | null }[] = [
  { key: "full", label: texts.fullPurse, reason: null },
  { key: "empty", label: texts.emptyPurse, reason: "insufficient_funds" },
  { key: "closed", label: texts.closedPurse, reason: "invalid_account" },
];

/** Reads the code in a picture that was taken or chosen; built with the browser code, and without it there is the field for the text. */
const scanScript = { address: "/scan.js" };

/** The start screen: take a picture of a code, or paste what a scanner reads. @param unread what was pasted and not understood */
export function scanPage(language: Language, unread: string | null): Page {
  const body = html`<p>${texts.intro[language]}</p>
${unread === null ? null : html`<p class="wrong" role="alert">${texts.notRead[language]}</p>`}
<form method="post" action="/phone?lang=${language}" class="pin">
<div data-camera hidden>
<label for="picture">${texts.picture[language]}</label>
<p><input type="file" id="picture" accept="image/*" capture="environment" aria-describedby="picture-hint"></p>
<p id="picture-hint" class="quiet">${texts.pictureHint[language]}</p>
<p class="wrong" role="alert" data-unread hidden>${texts.noCode[language]}</p>
</div>
<label for="code">${texts.code[language]}</label>
<p><textarea id="code" name="code" rows="4" required aria-describedby="code-hint">${unread ?? ""}</textarea></p>
<p id="code-hint" class="quiet">${texts.codeHint[language]}</p>
<button class="main">${texts.readCode[language]}</button>
</form>`;
  return { ...phone(language, null, texts.scan[language], body, null), scripts: [scanScript] };
}

/** @param wrongCode whether what was typed cannot be a one-time code */
export function phonePage(payment: PhonePayment, now: Time, language: Language, wrongCode = false): Page {
  return payment.end ? endPage(payment, payment.end, now, language) : payPage(payment, language, wrongCode);
}

function payPage(payment: PhonePayment, language: Language, wrongCode: boolean): Page {
  const { request, method } = payment;
  const atCounter = numbersOf(payment).length > 0;
  const way = html`<form method="post">
${asksForCode(method) ? codeField(request.phone, language, wrongCode) : null}
${atCounter ? html`<p><button class="main" name="purse" value="full">${texts.payBill[language]}</button></p>` : accounts(language)}
<button class="plain" name="act" value="cancel" formnovalidate>${texts.cancel[language]}</button>
</form>`;
  const codes = failureCodesOf(method).map(
    (code) =>
      html`<li><button name="outcome" value="${code}"><code lang="en">${code}</code> <span>${failureReasons[wordsOf(method, code)][language]}</span></button></li>\n`,
  );
  const beside = html`<aside class="bench">
<details open data-remembered>
<summary>${texts.howItFails[language]}</summary>
<form method="post"><ul class="codes">
${codes}</ul></form>
</details>
<p><a href="/payments/${request.callback}/authorize?watching&lang=${language}">${pageTexts.backToPayment[language]}</a></p>
</aside>`;
  return phone(
    language,
    method,
    (atCounter ? texts.counter : texts.confirm)[language],
    html`${facts(payment, language)}${way}`,
    null,
    beside,
  );
}

/** The payer's accounts, from each of which the payment ends in its own way. */
const accounts = (language: Language): Html => html`<ul class="accounts">
${purses.map(({ key, label }) => html`<li><button name="purse" value="${key}"${key === "full" ? html` class="main"` : null}>${fill(texts.payFrom[language], { account: label[language] })}</button></li>\n`)}</ul>`;

/** Asks for the code that the wallet sends to its owner. Nobody gets a message in test mode, so any six digits will do. */
function codeField(number: string | null, language: Language, wrong: boolean): Html {
  const masked = number === null ? "" : `${"•".repeat(Math.max(0, number.length - 4))}${number.slice(-4)}`;
  return html`<div class="pin">
<label for="otp">${fill(texts.oneTimeCode[language], { number: masked })}</label>
<div class="entry"><input id="otp" name="otp" inputmode="numeric" maxlength="6" autocomplete="one-time-code" aria-describedby="otp-hint"${wrong ? html` aria-invalid="true"` : null}></div>
<p id="otp-hint" class="${wrong ? "wrong" : "quiet"}"${wrong ? html` role="alert"` : null}>${texts.anyDigits[language]}</p>
</div>`;
}

/** The receipt, or why there is none, and the way back by the payment page, which knows what the gateway has heard. */
function endPage(payment: PhonePayment, end: NonNullable<PhonePayment["end"]>, now: Time, language: Language): Page {
  const { request, method, endedAt } = payment;
  const paid = end.status === "PAID";
  const cancelled = end.status === "REJECTED" && reasonOf(end.rejection) === "cancelled";
  const why = cancelled
    ? texts.cancelled
    : end.status === "REJECTED"
      ? failureReasons[wordsOf(method, method.failures[reasonOf(end.rejection)])]
      : texts.closed;
  const ending = [
    ...(paid ? [row(texts.receipt[language], html`<code>${end.bankReference}</code>`)] : []),
    ...(endedAt === null ? [] : [row(texts.at[language], momentFor(endedAt, now, language))]),
  ];
  const body = html`${paid ? null : html`<p>${why[language]}</p>`}
${facts(payment, language, ending)}
<p><a class="button main" href="/payments/${request.callback}/authorize?waiting&lang=${language}">${fill(pageTexts.returnTo[language], { merchant: request.merchant })}</a></p>`;
  return phone(language, method, (paid ? texts.paid : texts.notPaid)[language], body, paid ? "good" : "bad");
}

/** What is paid to whom, and under which number, with more rows below. */
function facts(payment: PhonePayment, language: Language, more: readonly Html[] = []): Html {
  const { merchant, amount, currency, reference } = payment.request;
  const numbers = numbersOf(payment).map(([name, number]) =>
    row(numberName(name, language), html`<code>${number}</code>`),
  );
  return html`<p class="sum">${currency} ${inMainUnits(amount, currency)}</p>
<dl>
${row(texts.to[language], merchant)}
${numbers.length > 0 ? numbers : row(texts.reference[language], html`<code>${reference}</code>`)}
${more}</dl>`;
}

/** Looks of the phone by the family of a method: colours only, of no real bank or wallet. Other families look like a bank. */
const skins: Readonly<Record<string, "wallet" | "credit" | "counter">> = {
  wallet: "wallet",
  scanned: "wallet",
  later: "credit",
  installment: "credit",
  points: "credit",
  counter: "counter",
};

/** A screen of the phone. @param method whose app is open; null for the phone's own */
export function phone(
  language: Language,
  method: Method | null,
  title: string,
  body: Html,
  mark: "good" | "bad" | null,
  beside: Html | null = null,
): Page {
  const name = (method ? destinationOf(method) : texts.phone)[language];
  const skin = method && skins[method.family];
  const sign =
    mark &&
    html`<svg class="mark ${mark}" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22"/><path d="${mark === "good" ? "M14 25l7 7 13-15" : "M17 17l14 14M31 17l-14 14"}"/></svg>\n`;
  return {
    status: 200,
    language,
    title: `${title} – ${name}`,
    style: phoneStyle,
    formAction: "'self'",
    ...(beside && { scripts: [testPanelScript] }),
    body: html`<div class="desk${skin ? ` ${skin}` : ""}">
<main class="phone">
<header class="bank">${method && html`<span class="monogram" aria-hidden="true">${markOf(method)}</span>`}<p>${name} <small>${texts.simulated[language]}</small></p><p class="badge">${pageTexts.testMode[language]}</p></header>
<div class="screen">
${sign}<h1>${title}</h1>
${body}
</div>
</main>
${beside}</div>`,
  };
}
