import type { Challenge, Purchase } from "../../connectors/three-ds/simulator.ts";
import { cres, currencies, decode } from "../../connectors/three-ds/wire.ts";
import { inMainUnits } from "../../domain/base/money.ts";
import { readAsset } from "../asset.ts";
import { type Html, html } from "../html.ts";
import { fill, type Language } from "../language.ts";
import type { Page } from "../page.ts";
import { momentFor, timeLeft } from "../time-left.ts";
import { onwardForm, submitScript } from "./onward.ts";
import { acsTexts as texts } from "./texts.ts";

/** Name of the simulated issuer. */
const bank = "Test Issuer Bank";

export const acsStyle = readAsset(new URL("./acs.css", import.meta.url), "text/css");

type Asked = Extract<Challenge, { step: "asked" }>;
type Over = Extract<Challenge, { step: "over" }>;

/** The page for a challenge's current state. @param base of the gateway's own addresses */
export function challengePage(id: string, challenge: Challenge, language: Language, base: string): Page {
  return challenge.step === "asked" ? askPage(id, challenge, language) : overPage(challenge, language, base);
}

/** @param id of the challenge: its forms lead to addresses below the page's own */
function askPage(id: string, challenge: Asked, language: Language): Page {
  const { turn, resendsLeft, notice } = challenge;
  const to = (act: string) => `${id}/${act}?lang=${language}`;
  const seen = html`<input type="hidden" name="turn" value="${turn}">`;
  const resend = html`<form method="post" action="${to("resend")}">${seen}<button>${texts.resend[language]}</button></form>`;
  const body = html`<h1>${texts.confirm[language]}</h1>
${facts(challenge, language)}
${textMessage(challenge, language)}
${notice === "code_resent" ? html`<p class="news" role="status">${texts.codeResent[language]}</p>` : null}
<form method="post" action="${to("code")}">
${codeField(challenge, language)}
${seen}<button class="main">${texts.submit[language]}</button>
</form>
<div class="pair">
${resendsLeft > 0 ? resend : html`<p class="quiet">${texts.noResend[language]}</p>`}
<form method="post" action="${to("cancel")}"><button>${texts.cancel[language]}</button></form>
</div>`;
  return page(language, { title: texts.confirm[language], body, formAction: "'self'" });
}

function facts({ purchase, expiresAt, now }: Asked, language: Language): Html {
  const moment = html`<time datetime="${new Date(expiresAt).toISOString()}">${momentFor(expiresAt, now, language)}</time>`;
  const rows: [string, Html | string, string?][] = [
    [texts.merchant[language], purchase.merchantName],
    [texts.amount[language], html`<strong>${amountOf(purchase)}</strong>`],
    [texts.card[language], fill(texts.ending[language], { digits: purchase.lastDigits })],
    [texts.confirmBy[language], moment, timeLeft(expiresAt - now, language)],
  ];
  return html`<dl>
${rows.map(([term, value, more]) => html`<div><dt>${term}</dt><dd>${value}${more ? html`<small>${more}</small>` : null}</dd></div>\n`)}</dl>`;
}

/** The text message, shown on the page because there is no phone. */
function textMessage({ purchase, code }: Asked, language: Language): Html {
  const known = { amount: amountOf(purchase), merchant: purchase.merchantName };
  const [before = "", after = ""] = texts.messageText[language].split("{code}", 2);
  return html`<aside class="message" aria-labelledby="message">
<h2 id="message">${texts.message[language]}</h2>
<p>${fill(before, known)}<strong class="code">${code}</strong>${fill(after, known)}</p>
</aside>`;
}

function codeField({ notice, attemptsLeft }: Asked, language: Language): Html {
  const wrong = notice === "wrong_code";
  return html`<label for="code">${texts.code[language]}</label>
<p class="quiet hint" id="hint">${texts.codeDetail[language]} ${fill(texts.attemptsLeft[language], { count: String(attemptsLeft) })}</p>
${wrong ? html`<p class="fault" id="fault" role="alert">${texts.wrongCode[language]}</p>\n` : null}<input id="code" name="code" required inputmode="numeric" autocomplete="one-time-code" spellcheck="false" maxlength="12" ${
    wrong ? html`aria-invalid="true" aria-describedby="fault hint" autofocus` : html`aria-describedby="hint"`
  }>`;
}

/**
 * Makes the browser bring the result back. To the gateway's own page it goes by itself: only that page knows the next address, perhaps an app of the
 * merchant's, and Chromium applies `form-action` to every redirect that follows a form (seen in 147), so that form may lead anywhere.
 * To another 3DS Server only a click of the payer leads, who reads where to: this gateway must not redirect to an address that a stranger chose.
 */
function overPage({ notificationURL, cres: field, threeDSSessionData }: Over, language: Language, base: string): Page {
  const { origin, host } = new URL(notificationURL);
  const own = origin === new URL(base).origin;
  const outcome = cres.parse(decode(field)).transStatus === "Y" ? "confirmed" : "refused";
  const title = texts[outcome][language];
  const body = html`<div class="standing ${outcome === "confirmed" ? "approved" : "failed"}">
<h1>${title}</h1>
<p>${texts[`${outcome}Detail`][language]}</p>
</div>
${own ? null : html`<p>${fill(texts.leadsTo[language], { host })}</p>\n`}${onwardForm(notificationURL, { cres: field, threeDSSessionData }, texts.back[language])}`;
  return page(language, {
    title,
    body,
    ...(own ? { formAction: null, scripts: [submitScript] } : { formAction: origin }),
  });
}

export function unknownChallengePage(language: Language): Page {
  const title = texts.unknown[language];
  const body = html`<h1>${title}</h1>
<p>${texts.unknownDetail[language]}</p>`;
  return { ...page(language, { title, body }), status: 404 };
}

function page(language: Language, parts: Pick<Page, "title" | "body"> & Partial<Page>): Page {
  return {
    status: 200,
    language,
    style: acsStyle,
    ...parts,
    title: `${parts.title} – ${bank}`,
    body: html`<main class="sheet issuer">
<header>
<svg aria-hidden="true" viewBox="0 0 32 32" width="32" height="32"><path d="M4 9a5 5 0 0 1 5-5h9v14H4z"/><path d="M14 14h14v9a5 5 0 0 1-5 5h-9z" opacity=".6"/></svg>
<p><strong lang="en">${bank}</strong><small>${texts.simulator[language]}</small></p>
</header>
${parts.body}
</main>`,
  };
}

function amountOf({ purchaseAmount, purchaseCurrency }: Purchase): string {
  const currency = Object.keys(currencies).find((each) => currencies[each] === purchaseCurrency);
  return currency ? `${currency}\u00a0${inMainUnits(Number(purchaseAmount), currency)}` : purchaseAmount;
}
