import { readFileSync } from "node:fs";
import { extname } from "node:path";
import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";
import { html, markupOf, type Part } from "./html.ts";
import { type Order, openCharge, statusOf } from "./order.ts";
import { type Language, languageOf, products } from "./products.ts";
import { moments, reasons, texts } from "./texts.ts";

export type Site = { omiseJs: URL; publicKey: string; shopUrl: string };
export type Visitor = { language: Language; query: Readonly<Record<string, string>>; path: string };

const files = ["shop.css", "wait.js", "mark.svg", "tea.svg", "vase.svg", "bowl.svg", "cup.svg"];

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Headers of all pages, the static files, and the "not found" page. */
export function registerLooks(app: FastifyInstance, site: Site): void {
  const { origin } = site.omiseJs;
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${origin}`,
    `frame-src ${origin}`, // the payment form
    "connect-src 'self'", // wait.js
    "style-src 'self'",
    "img-src 'self'",
    `form-action 'self' ${origin} https:`, // browsers check form-action for redirects, too: the gateway, then a bank
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  app.addHook("onRequest", async (_request, reply) => {
    reply.headers({ "content-security-policy": policy, "referrer-policy": "no-referrer", "cache-control": "no-store" });
    reply.type("text/html; charset=utf-8");
  });
  for (const file of files) {
    const content = readFileSync(new URL(`looks/${file}`, import.meta.url));
    const type = types[extname(file)] ?? "";
    app.get(`/${file}`, (_request, reply) => reply.type(type).header("cache-control", "no-cache").send(content));
  }
  app.setNotFoundHandler((request, reply) => reply.code(404).send(noticePage(site, visitorOf(request), "missing")));
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) console.error(error);
    return reply.code(status).send(noticePage(site, visitorOf(request), status === 404 ? "missing" : "broken"));
  });
}

export function visitorOf({ query, headers, url }: FastifyRequest, usual: Language = "en"): Visitor {
  const asked = query as Visitor["query"];
  const known = usual === "th" ? usual : languageOf(headers["accept-language"]);
  return { language: languageOf(asked["lang"]) ?? known ?? usual, query: asked, path: url.split("?", 1)[0] ?? "/" };
}

export function productsPage(site: Site, visitor: Visitor): string {
  const { language } = visitor;
  const cards = products.map(
    ({ id, name, detail, price }) => html`<li>
<img src="${at(site, `/${id}.svg`)}" alt="" width="240" height="180">
<div><h2>${name[language]}</h2><p class="quiet">${detail[language]}</p></div>
<p class="buy"><strong>${baht(price)}</strong>
<label><span class="hidden">${texts.quantity[language]}: ${name[language]}</span><select name="${id}">${[0, 1, 2, 3, 4, 5].map((count) => html`<option>${count}</option>`)}</select></label></p>
</li>`,
  );
  const empty =
    visitor.query["empty"] === undefined ? null : html`<p class="notice bad" role="alert">${texts.empty[language]}</p>`;
  return page(
    site,
    visitor,
    texts.motto[language],
    html`<h1>${texts.motto[language]}</h1>
${empty}<form method="post" action="${at(site, `/orders?lang=${language}`)}">
<ul class="products">${cards}</ul>
<div class="bar"><p class="quiet">${texts.ways[language]}</p><button class="main">${texts.checkout[language]}</button></div>
</form>`,
  );
}

type Standing = { title: keyof typeof texts; mood: "good" | "wait" | "bad" | ""; detail: Part };

/** The order's page in all states: ready to pay, waiting, failed, paid. */
export function orderPage(site: Site, visitor: Visitor, order: Order): string {
  const { language, query } = visitor;
  const open = openCharge(order);
  const paying = !order.paidBy && (!open || query["again"] !== undefined);
  const { title, mood, detail } = standingOf(order, language);
  // The webhook may arrive after the payment. A charge that the bank decides at once has `charge.create` only, no `charge.complete`.
  const outcome = order.charges.get(order.paidBy ?? "")?.authorize_uri ? "charge.complete" : "charge.create";
  const heard = order.timeline.some(({ what, about }) => what === outcome && about === order.paidBy);
  const cancellable = statusOf(order) === "paid" && order.charges.get(order.paidBy ?? "")?.refundable;
  const body = html`<div class="columns"><div>
<section class="standing ${mood}" role="status"><h1>${texts[title][language]}</h1>${detail}</section>
${bill(order, language)}
${paying ? payForm(site, order, language) : open ? wait(site, order, open.authorize_uri, language) : null}
${order.paidBy ? html`<p><a class="button" href="${at(site, "/")}?lang=${language}">${texts.more[language]}</a></p>` : null}
${cancellable ? html`<form method="post" action="${at(site, `/orders/${order.token}/cancel`)}"><button>${texts.cancel[language]}</button></form>` : null}
</div>
${timeline(order, language)}</div>`;
  return page(site, visitor, texts[title][language], body, paying || heard ? null : order.timeline.length);
}

function standingOf(order: Order, language: Language): Standing {
  if (statusOf(order) === "refunded")
    return { title: "refunded", mood: "", detail: html`<p>${texts.refundedDetail[language]}</p>` };
  if (order.paidBy) return { title: "thanks", mood: "good", detail: html`<p>${texts.thanksDetail[language]}</p>` };
  if (openCharge(order))
    return { title: "waiting", mood: "wait", detail: html`<p>${texts.waitingDetail[language]}</p>` };
  const last = [...order.charges.values()].at(-1);
  const code = order.trouble ?? last?.failure_code ?? last?.status;
  if (code === undefined) return { title: "review", mood: "", detail: null };
  const [title, advice] = order.trouble ? (["trouble", "later"] as const) : (["failed", "again"] as const);
  const detail = html`<p>${reasons[code]?.[language] ?? null} ${texts[advice][language]} <code>${code}</code></p>`;
  return { title, mood: "bad", detail };
}

function noticePage(site: Site, visitor: Visitor, what: "missing" | "broken"): string {
  const { language } = visitor;
  const title = texts[what][language];
  return page(
    site,
    visitor,
    title,
    html`<h1>${title}</h1><p><a class="button" href="${at(site, "/")}">${texts.more[language]}</a></p>`,
  );
}

function bill({ lines, amount, number }: Order, language: Language): Part {
  return html`<table class="bill"><caption>${texts.order[language]} <span>${number}</span></caption><tbody>
${lines.map(({ product, quantity }) => html`<tr><th scope="row">${product.name[language]} <small>× ${quantity}</small></th><td>${baht(product.price * quantity)}</td></tr>`)}
</tbody><tfoot><tr><th scope="row">${texts.total[language]}</th><td>${baht(amount)}</td></tr></tfoot></table>`;
}

/** The payment form: Omise.js adds its button here and puts the token and source into the form. */
function payForm({ omiseJs, publicKey, ...site }: Site, order: Order, language: Language): Part {
  const test = publicKey.startsWith("pkey_test_") ? html`<p class="quiet hint">${texts.testCard[language]}</p>` : null;
  return html`<form method="post" action="${at(site, `/orders/${order.token}/pay`)}">
<script src="${omiseJs.href}" data-key="${publicKey}" data-amount="${order.amount}" data-currency="THB"
 data-default-payment-method="mobile_banking_kbank" data-other-payment-methods="installment, credit_card"
 data-frame-label="${texts.shop[language]}" data-frame-description="${texts.order[language]} ${order.number}" data-image="${at(site, "/mark.svg")}"
 data-button-label="${texts.pay[language]}" data-locale="${language}"></script>
<noscript><p class="notice bad">${texts.noScript[language]}</p></noscript>
${test}</form>`;
}

function wait(site: Pick<Site, "shopUrl">, { token }: Order, authorizeUri: string, language: Language): Part {
  return html`<p class="actions"><a class="button main" href="${authorizeUri}">${texts.goOn[language]}</a>
<a class="button" href="${at(site, `/orders/${token}`)}?again">${texts.otherWay[language]}</a></p>`;
}

function timeline({ timeline }: Order, language: Language): Part {
  const entries = timeline
    .toSorted((one, other) => one.at - other.at)
    .map(
      ({
        at: moment,
        what,
        about,
      }) => html`<li class="${kindOf(what)}"><time datetime="${new Date(moment).toISOString()}">${clock.format(moment)}</time>
<p>${moments[what]?.[language] ?? what}${about && html` <code>${about}</code>`}</p></li>`,
    );
  return html`<section class="timeline"><h2>${texts.timeline[language]}</h2><p class="quiet">${texts.timelineDetail[language]}</p><ol>${entries}</ol></section>`;
}

const kindOf = (what: string) =>
  what.startsWith("order") ? "shop" : /^charge\.(create|complete|expire)$/.test(what) ? "webhook" : "";

/** @param waitsAt number of timeline items on a page that is not final; the page polls for more */
function page(
  site: Site,
  { language, query, path }: Visitor,
  title: string,
  body: Part,
  waitsAt: number | null = null,
): string {
  const other = language === "th" ? "en" : "th";
  const keep = query["again"] === undefined ? "" : "&again";
  const here = at(site, path === "/" ? "/" : path.replace(/\/(pay|return)$/, ""));
  const demo = site.publicKey.startsWith("pkey_test_")
    ? html`<aside class="demo">${texts.demo[language]}</aside>`
    : null;
  return markupOf(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${waitsAt && html`<script src="${at(site, "/wait.js")}" type="module"></script><noscript><meta http-equiv="refresh" content="3"></noscript>`}
<title>${title} – ${texts.shop[language]}</title>
<link rel="icon" href="${at(site, "/mark.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${at(site, "/shop.css")}">
</head>
<body data-moments="${waitsAt ?? ""}">
${demo}
<header><a class="brand" href="${at(site, "/")}?lang=${language}"><img src="${at(site, "/mark.svg")}" alt="" width="36" height="36"> ${texts.shop[language]}</a>
<a href="${here}?lang=${other}${keep}" lang="${other}" hreflang="${other}">${texts.other[language]}</a></header>
<main>
${body}
</main>
</body>
</html>
`);
}

/** A URL of the shop, which may be in a folder of its host. */
const at = ({ shopUrl }: Pick<Site, "shopUrl">, path: string) =>
  `${new URL(shopUrl).pathname.replace(/\/$/, "")}${path}`;

/** Formats satang for display only; calculations stay in satang. */
const baht = (satang: number) => money.format(satang / 100);
const money = new Intl.NumberFormat("th-TH", { style: "currency", currency: "THB" });
const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Bangkok",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});
