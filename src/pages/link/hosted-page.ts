import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { type Method, wordsOf } from "../../domain/payment/method.ts";
import type { HostedPayment } from "../../operations/link/hosted.ts";
import { readAsset } from "../asset.ts";
import { type Html, html } from "../html.ts";
import { fill, type Language } from "../language.ts";
import type { Page } from "../page.ts";
import { shadesOf } from "../palette.ts";
import { lookAgainScript, standings } from "../payment.ts";
import { scriptNames } from "../script-names.ts";
import { amountHeading, row, sheet } from "../sheet.ts";
import { failureReasons, texts } from "../texts.ts";
import { linkTexts } from "./texts.ts";

/** Shows the payment form in the page. */
export const payScript = readAsset(new URL("./pay.js", import.meta.url), "text/javascript");

const secondsBetweenLooks = 4;

/** Why nothing can be paid at a page. */
export type Closed = "used" | "deleted" | "orderPaid" | "orderCancelled" | "orderExpired";

/** What is paid at a page of ours: a payment link or the order of a checkout session. */
export type Hosted = {
  account: Account;
  /** Address of the page, without the host. */
  path: string;
  amount: number;
  currency: string;
  title: string | null;
  description: string | null;
  /** Colour of the page, where it is not the account's. */
  color: string | null;
  /** The shop's number of the order. */
  order: string | null;
  /** Null while it can be paid. */
  closed: Closed | null;
  /** Whether another payment may begin: not while an earlier one may still end well. */
  open: boolean;
  /** Language of the page, where its payer chooses none. */
  language: Language | null;
  /** The shop's own pages; null where there is no shop. */
  shop: { complete: string; cancel: string | null } | null;
  takes(method: Method): boolean;
  /** The charge with this id, if it was made here; the latest where none is named. */
  charge(id: string | undefined): Promise<Charge | undefined>;
  /** @throws Refusal */
  pay(payment: HostedPayment): Promise<Charge>;
  /** Ends it, because its payer gave up. */
  cancel(): Promise<void>;
};

type View = { hosted: Hosted; operator: string; language: Language };

/** Reason why the payer is back at the form. */
export type Setback = "busy" | "refused";

/** Families of methods in the order in which payers look for them: what most pay with first. Those that are not here follow. */
const asChosen = "qr mobile_banking wallet card installment later points internet_banking counter".split(" ");

const inOrder = (methods: readonly Method[]): Method[] =>
  asChosen
    .flatMap((family) => methods.filter((method) => method.family === family))
    .concat(methods.filter(({ family }) => !asChosen.includes(family)));

/**
 * The page where something is paid: what it is, and the payment form of omise.js in a frame.
 *
 * @param methods that take the amount; the form asks for each of them
 * @param publicKey of the account, which the form makes tokens and sources with
 */
export function payPage(view: View, methods: readonly Method[], publicKey: string, setback: Setback | null): Page {
  const { hosted, language } = view;
  const action = `${hosted.path}?lang=${language}`;
  const { color } = hosted;
  const shades = color === null ? {} : { light: shadesOf(color, "light"), dark: shadesOf(color, "dark") };
  return page(view, {
    body: html`${summary(view)}
${setback && html`<div class="standing failed" role="alert"><p>${linkTexts[setback][language]}</p></div>`}
<form method="post" action="${action}" data-key="${publicKey}" data-amount="${hosted.amount}" data-currency="${hosted.currency}" data-language="${language}" data-shades="${JSON.stringify(shades)}" data-methods="${inOrder(
      methods,
    )
      .map(({ type }) => type)
      .join(" ")}">
<input type="hidden" name="token"><input type="hidden" name="source">
<div data-place></div>
<p role="status" data-sending hidden>${linkTexts.sending[language]}</p>
<noscript><p>${linkTexts.needsScript[language]}</p></noscript>
</form>
${giveUp(view)}`,
    scripts: [{ address: `/${scriptNames[0]}` }, payScript],
    framed: true,
    formAction: null, // what follows the form is the payer's bank
  });
}

/** The way back to the shop for a payer who does not want to pay. */
function giveUp({ hosted, language }: View): Html | null {
  if (!hosted.shop?.cancel) return null;
  return html`<form class="give-up" method="post" action="${hosted.path}"><button name="cancel" value="yes">${fill(linkTexts.giveUp[language], { merchant: hosted.account.name })}</button></form>`;
}

/** The page where nothing can be paid. */
export function closedPage(view: View, why: Closed | "closed"): Page {
  const { hosted, language } = view;
  const { account, shop } = hosted;
  const heading = linkTexts[why][language];
  const paid = why === "used" || why === "orderPaid";
  const back = paid ? shop?.complete : shop?.cancel;
  return page(view, {
    title: heading,
    body: html`${summary(view)}
<div class="standing ${paid ? "paid" : "expired"}" role="status">
<h2>${heading}</h2>
<p>${fill(linkTexts[`${why}Detail`][language], { merchant: account.name })}</p>
</div>
${back ? html`<p><a class="button main" href="${back}" rel="noreferrer">${fill(texts.returnTo[language], { merchant: account.name })}</a></p>` : null}`,
  });
}

/**
 * The page where the payer reads how a payment ended.
 *
 * @param cancelled whether it failed because its payer cancelled it
 */
export function resultPage(view: View, charge: Charge, method: Method, cancelled: boolean): Page {
  const standing = standings[charge.state];
  if (standing === "open" || standing === "asked") return waitingPage(view, charge);
  const { hosted, language } = view;
  const paid = standing === "paid" || standing === "approved";
  const heading = (cancelled ? texts.cancelled : texts[standing])[language];
  const reason = cancelled
    ? texts.cancelledByPayer[language]
    : charge.failureCode && failureReasons[wordsOf(method, charge.failureCode)][language];
  const detail = fill((paid ? texts.paidDetail : linkTexts.notPaid)[language], { merchant: hosted.account.name });
  const back = paid ? linkTexts.payAgain : texts.tryAgain;
  return page(view, {
    title: heading,
    body: html`${summary(view, method.label[language])}
<div class="standing ${standing}" role="status">
<h2>${heading}</h2>
${reason ? html`<p>${reason}</p>` : null}<p>${detail}</p>
</div>
${hosted.open ? html`<p><a class="button ${paid ? "" : "main"}" href="${hosted.path}?lang=${language}">${back[language]}</a></p>${giveUp(view)}` : null}`,
    formAction: null,
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

/** The page of an address where nothing is paid. */
export function unknownHostedPage(language: Language): Page {
  const title = linkTexts.unknown[language];
  const body = html`<main class="sheet notice"><h1>${title}</h1><p>${linkTexts.unknownDetail[language]}</p></main>`;
  return { status: 404, language, title, body };
}

const page = ({ hosted: { account, color }, operator, language }: View, parts: Partial<Page> & { body: Html }): Page =>
  sheet({ account, livemode: account.livemode, operator, language }, { ...(color !== null && { color }), ...parts });

/** What is paid, and how, where that is known. */
function summary({ hosted, language }: View, method?: string): Html {
  const { amount, currency, title, description, order } = hosted;
  const [first, second] = title === null ? [description] : [title, description];
  return html`${amountHeading(amount, currency, language)}
<dl>
${first ? row(texts.description[language], first, second ?? undefined) : null}
${order === null ? null : row(texts.order[language], order)}
${method === undefined ? null : row(texts.method[language], method)}
</dl>`;
}
