import { codeOfLink } from "../../domain/link/link.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { type Method, wordsOf } from "../../domain/payment/method.ts";
import type { OpenLink } from "../../operations/link/link.ts";
import { readAsset } from "../asset.ts";
import { type Html, html } from "../html.ts";
import { fill, type Language } from "../language.ts";
import type { Page } from "../page.ts";
import { lookAgainScript, standings } from "../payment.ts";
import { scriptNames } from "../script-names.ts";
import { amountHeading, row, sheet } from "../sheet.ts";
import { failureReasons, texts } from "../texts.ts";
import { linkTexts } from "./texts.ts";

/** Shows the payment form in the page. */
export const payLinkScript = readAsset(new URL("./pay-link.js", import.meta.url), "text/javascript");

const secondsBetweenLooks = 4;

type View = OpenLink & { language: Language };

/** Reason why the payer is back at the form. */
export type Setback = "busy" | "refused";

/**
 * The page where a link is paid: what is paid, and the payment form of omise.js in a frame.
 *
 * @param methods that take the amount; the form asks for each of them
 * @param publicKey of the account, which the form makes tokens and sources with
 */
export function payPage(view: View, methods: readonly Method[], publicKey: string, setback: Setback | null): Page {
  const { link, language } = view;
  return page(view, {
    body: html`${summary(view)}
${setback && html`<div class="standing failed" role="alert"><p>${linkTexts[setback][language]}</p></div>`}
<form method="post" action="/link/${codeOfLink(link)}?lang=${language}" class="pay-link" data-key="${publicKey}" data-amount="${link.amount}" data-currency="${link.currency}" data-language="${language}" data-methods="${methods.map(({ type }) => type).join(" ")}">
<input type="hidden" name="token"><input type="hidden" name="source">
<div data-place></div>
<p role="status" data-sending hidden>${linkTexts.sending[language]}</p>
<noscript><p>${linkTexts.needsScript[language]}</p></noscript>
</form>`,
    scripts: [{ address: `/${scriptNames[0]}` }, payLinkScript],
    framed: true,
    formAction: null, // what follows the form is the payer's bank
  });
}

/** The page of a link that cannot be paid. */
export function closedPage(view: View, why: "used" | "deleted" | "closed"): Page {
  const { account, language } = view;
  const heading = linkTexts[why][language];
  return page(view, {
    title: heading,
    body: html`${summary(view)}
<div class="standing ${why === "used" ? "paid" : "expired"}" role="status">
<h2>${heading}</h2>
<p>${fill(linkTexts[`${why}Detail`][language], { merchant: account.name })}</p>
</div>`,
  });
}

/** The page where the payer reads how a payment ended. @param again whether the link can be paid another time */
export function resultPage(view: View, charge: Charge, method: Method, again: boolean): Page {
  const standing = standings[charge.state];
  if (standing === "open" || standing === "asked") return waitingPage(view, charge);
  const { account, link, language } = view;
  const paid = standing === "paid" || standing === "approved";
  const heading = texts[standing][language];
  const reason = charge.failureCode && failureReasons[wordsOf(method, charge.failureCode)][language];
  const detail = fill((paid ? texts.paidDetail : linkTexts.notPaid)[language], { merchant: account.name });
  const back = paid ? linkTexts.payAgain : texts.tryAgain;
  return page(view, {
    title: heading,
    body: html`${summary(view, method.label[language])}
<div class="standing ${standing}" role="status">
<h2>${heading}</h2>
${reason ? html`<p>${reason}</p>` : null}<p>${detail}</p>
</div>
${again ? html`<p><a class="button ${paid ? "" : "main"}" href="/link/${codeOfLink(link)}?lang=${language}">${back[language]}</a></p>` : null}`,
  });
}

/** The page while the bank has not decided. It notices; the payer who left their bank can go back there. */
function waitingPage(view: View, charge: Charge): Page {
  const { language } = view;
  const onward = `?charge=${charge.id}&waiting&lang=${language}`;
  const goOn = charge.state === "awaiting_payer" && charge.page !== null;
  return page(view, {
    title: texts.waiting[language],
    body: html`${summary(view)}
<div class="standing waiting" role="status" data-again="${onward}" data-every-ms="${secondsBetweenLooks * 1_000}"><h2>${texts.waiting[language]}</h2><p>${texts.waitingDetail[language]}</p></div>
<p><a class="button" href="${onward}">${texts.lookAgain[language]}</a></p>
${goOn ? html`<p><a href="/payments/${charge.page ?? ""}/authorize?lang=${language}">${linkTexts.goOn[language]}</a></p>` : null}`,
    scripts: [lookAgainScript],
    again: { address: onward, seconds: secondsBetweenLooks, withoutScript: true },
  });
}

/** The page of an address that is no link's. */
export function unknownLinkPage(language: Language): Page {
  const title = linkTexts.unknown[language];
  const body = html`<main class="sheet notice"><h1>${title}</h1><p>${linkTexts.unknownDetail[language]}</p></main>`;
  return { status: 404, language, title, body };
}

const page = ({ account, link: { livemode }, language }: View, parts: Partial<Page> & { body: Html }): Page =>
  sheet({ merchant: account.name, livemode, language }, parts);

/** What is paid, and how, where that is known. */
function summary({ link, language }: View, method?: string): Html {
  const { amount, currency, title, description } = link;
  return html`${amountHeading(amount, currency, language)}
<dl>
${row(texts.description[language], title, description)}
${method === undefined ? null : row(texts.method[language], method)}
</dl>`;
}
