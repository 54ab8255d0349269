import { phone } from "../connectors/phone/sandbox.ts";
import type { Time } from "../domain/base/time.ts";
import type { Charge, ChargeState } from "../domain/payment/charge.ts";
import { failureCodesOf, wordsOf } from "../domain/payment/method.ts";
import type { Visit } from "../operations/payment/payer.ts";
import { appEntry, type Device } from "./app-payment.ts";
import { readAsset } from "./asset.ts";
import { bankEntry, destinationOf } from "./bank-payment.ts";
import type { Issuer } from "./card-arrival.ts";
import { cardEntry, planFacts, toIssuer } from "./card-payment.ts";
import { type Html, html } from "./html.ts";
import { fill, type Language, type Texts } from "./language.ts";
import { orderNumber } from "./order-number.ts";
import type { Page } from "./page.ts";
import { amountHeading, row, sheet } from "./sheet.ts";
import { testPanelScript } from "./test-panel.ts";
import { failureReasons, texts } from "./texts.ts";
import { cardTexts } from "./three-ds/texts.ts";
import { momentFor, timeLeft } from "./time-left.ts";

/** Checks whether a waiting page has changed, without loading it each time. */
export const lookAgainScript = readAsset(new URL("./look-again.js", import.meta.url), "text/javascript");

const secondsBetweenLooks = 4;

/** State of a charge as its payer sees it. */
type Standing = "open" | "asked" | "approved" | "paid" | "failed" | "expired" | "reversed";

export const standings: Record<ChargeState, Standing> = {
  awaiting_payer: "open",
  authorizing: "asked",
  authorized: "approved",
  capturing: "approved",
  reversing: "approved",
  captured: "paid",
  failed: "failed",
  reversed: "reversed",
  expired: "expired",
};

/** Whether neither the payer nor their bank can still change this charge. */
export function payerIsDone({ state }: Charge): boolean {
  return standings[state] !== "open" && standings[state] !== "asked";
}

type Circumstances = {
  /** Name of the company that runs this gateway. */
  operator: string;
  waiting: boolean;
  now: Time;
  language: Language;
  device: Device;
  issuer: Issuer;
  /** Whether the charge failed because its payer cancelled it, as the bank says. */
  cancelled: boolean;
};

/** The page for a charge's current state. */
export function paymentPage({ charge, account, method }: Visit, circumstances: Circumstances): Page {
  const { operator, waiting, now, language, cancelled } = circumstances;
  const late = charge.state === "awaiting_payer" && now >= charge.expiresAt;
  const standing = late ? "expired" : standings[charge.state];
  const view: View = { charge, account, operator, method, now, language };
  if (standing === "open" && waiting && charge.card) return undecidedPage(view);
  if (standing === "open" && !waiting)
    return charge.livemode && !charge.card && !charge.nextStep ? confirmPage(view) : entryPage(view, circumstances);
  if (standing === "open" || standing === "asked") return waitingPage(view);
  return overPage(view, standing, cancelled);
}

type View = Visit & { operator: string; now: Time; language: Language };

/**
 * The way to the payer's bank.
 *
 * `form-action` reaches further than its name says: Chromium applies it to every redirect that follows the form, even the merchant's own
 * (seen in 147), so listing only the origin of `return_uri` would strand payers of a shop that sends them on to another host.
 */
function entryPage(view: View, { device, issuer }: Circumstances): Page {
  const { charge } = view;
  const entry = charge.card ? cardEntry(view, issuer) : nextEntry(view, device);
  const body = html`${summary(view)}
${entry.body}
${afterwards(view)}
${charge.livemode ? null : bench(view)}`;
  const formAction = ["'self'", "http:", "https:", ...(charge.returnUri ? [new URL(charge.returnUri).protocol] : [])];
  const scripts = [...(entry.parts.scripts ?? []), ...(charge.livemode ? [] : [testPanelScript])];
  return page(view, {
    ...entry.parts,
    ...(scripts.length > 0 && { scripts }),
    body,
    formAction: [...new Set(formAction)].join(" "),
  });
}

/** What comes after the payer has paid. */
const afterwards = ({ charge, account, language }: View): Html =>
  html`<p class="quiet">${fill((charge.returnUri === null ? texts.thenTold : texts.thenBack)[language], { merchant: account.name })}</p>`;

/** What the bank wants the payer to do; nothing if it has not said so yet. */
function nextEntry(view: View, device: Device): { body: Html | null; parts: Partial<Page> } {
  const { charge, method, language } = view;
  const { nextStep } = charge;
  if (!nextStep) return { body: null, parts: {} };
  const named = { ...view, app: destinationOf(method)[language] };
  const isApp = method.journey.kind === "page" && method.journey.flow === "app_redirect" && "goTo" in nextStep;
  return isApp ? appEntry(named, nextStep.goTo, device) : bankEntry(named, nextStep);
}

/**
 * Test mode: the payer chooses how it ends. All of it folds away, to show the page as payers of live mode see it; the up to ten failure codes are
 * folded at first. Names from the guides are not translated.
 */
function bench({ charge, method, language }: View): Html {
  const scanned = charge.nextStep !== null && !("goTo" in charge.nextStep) && method.bank === phone.name;
  return html`<details class="bench" open data-remembered>
<summary>${texts.testPanel[language]}</summary>
<form method="post">
<h2>${texts.playPayer[language]}</h2>
<p class="quiet">${texts.noMoneyMoves[language]} ${charge.card ? texts.cardDecides[language] : null}</p>
<div class="pair">
<button class="main" name="outcome" value="successful" lang="en">Successful</button>
<button name="outcome" value="failed" lang="en">Failed</button>
</div>
${scanned ? html`<p><a href="/phone/pay/${charge.source?.providerReference ?? ""}?lang=${language}">${texts.openPhone[language]}</a></p>` : null}
<details>
<summary>${texts.failWithCode[language]}</summary>
<ul class="codes">
${failureCodesOf(method).map(
  (code) =>
    html`<li><button name="outcome" value="${code}"><code lang="en">${code}</code> <span>${failureReasons[wordsOf(method, code)][language]}</span></button></li>\n`,
)}</ul>
</details>
</form>
</details>`;
}

/** Live mode: the payer confirms elsewhere, and this page notices. */
const confirmPage = (view: View): Page => lookingAgain(view, texts.confirm, texts.confirmDetail);

/** The page after the payer has decided and before the bank has answered. */
const waitingPage = (view: View): Page => lookingAgain(view, texts.waiting, texts.waitingDetail);

/** The page after the payer of a card is back from its issuer, or says so, and before we have the issuer's result. */
const undecidedPage = (view: View): Page =>
  lookingAgain(view, texts.waiting, cardTexts.undecided, toIssuer(view.language, cardTexts.toBank));

function lookingAgain(view: View, heading: Texts, detail: Texts, besides: Html | null = null): Page {
  const { language } = view;
  const onward = `?waiting&lang=${language}`;
  return page(view, {
    body: html`${summary(view)}
<div class="standing waiting" role="status" data-again="${onward}" data-every-ms="${secondsBetweenLooks * 1_000}"><h2>${heading[language]}</h2><p>${detail[language]}</p></div>
<p><a class="button" href="${onward}">${texts.lookAgain[language]}</a></p>
${besides && html`<p>${besides}</p>`}`,
    scripts: [lookAgainScript],
    again: { address: onward, seconds: secondsBetweenLooks, withoutScript: true },
  });
}

/** The page of an ended payment: its result, and the way back. */
function overPage(view: View, standing: Exclude<Standing, "open" | "asked">, cancelled: boolean): Page {
  const { charge, account, method, language } = view;
  const merchant = account.name;
  const title = (cancelled ? texts.cancelled : texts[standing])[language];
  const words = cancelled
    ? texts.cancelledByPayer
    : charge.failureCode && failureReasons[wordsOf(method, charge.failureCode)];
  const reason = words && html`<p>${words[language]}</p>`;
  return page(view, {
    title,
    body: html`${summary(view)}
<div class="standing ${standing}" role="status">
<h2>${title}</h2>
${reason}<p>${fill(texts[`${standing}Detail`][language], { merchant })}</p>
</div>
${charge.returnUri === null ? null : html`<p><a class="button main" href="${charge.returnUri}" rel="noreferrer">${fill(texts.returnTo[language], { merchant })}</a></p>`}`,
  });
}

export const unknownPage = (language: Language): Page =>
  notice(language, 404, texts.unknownPage, texts.unknownPageDetail);

/** The page of a payment begun while the simulated banks were on, after they were turned off. */
export const noTestBankPage = (language: Language): Page =>
  notice(language, 404, texts.noTestBank, texts.noTestBankDetail);

export const unknownOutcomePage = (language: Language): Page =>
  notice(language, 400, texts.unknownOutcome, texts.unknownOutcomeDetail, texts.backToPayment);

export const troublePage = (language: Language, status: 400 | 500 | 503): Page =>
  notice(language, status, texts.trouble, texts.troubleDetail, texts.tryAgain);

function notice(language: Language, status: number, heading: Texts, detail: Texts, back?: Texts): Page {
  const link = back ? html`<p><a class="button main" href="?lang=${language}">${back[language]}</a></p>` : null;
  const title = heading[language];
  const body = html`<main class="sheet notice"><h1>${title}</h1><p>${detail[language]}</p>${link}</main>`;
  return { status, language, title, body };
}

const page = (
  { account, charge: { livemode }, operator, language }: View,
  parts: Partial<Page> & { body: Html },
): Page => sheet({ account, livemode, operator, language }, parts);

/** Summary: what is paid and how, and the time left. */
function summary(view: View): Html {
  const { charge, method, now, language } = view;
  const label = method.label[language];
  const order = orderNumber(charge.metadata, charge.description);
  return html`${amountHeading(charge.amount, charge.currency, language)}
<dl>
${charge.description ? row(texts.description[language], charge.description) : null}
${order === null ? null : row(texts.order[language], order)}
${row(texts.method[language], label)}
${planFacts(view).map((fact) => row(...fact))}
${charge.state === "awaiting_payer" && now < charge.expiresAt ? deadline(charge.expiresAt, now, language) : null}
</dl>`;
}

function deadline(expiresAt: Time, now: Time, language: Language): Html {
  const moment = html`<time datetime="${new Date(expiresAt).toISOString()}">${momentFor(expiresAt, now, language)}</time>`;
  return row(texts.payBy[language], moment, timeLeft(expiresAt - now, language));
}
