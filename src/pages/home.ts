import type { FastifyInstance, FastifyRequest } from "fastify";
import { apiVersions } from "../domain/merchant/account.ts";
import type { Gateway } from "../operations/gateway.ts";
import { version } from "../version.ts";
import { guideTexts } from "./guide-texts.ts";
import { type Html, html } from "./html.ts";
import { fill, type Language, preferences } from "./language.ts";
import { type Library, libraries } from "./libraries.ts";
import { type Page, showPage } from "./page.ts";
import { languageIn } from "./payer-language.ts";

/** GET /: what this is. Programs get the API's own object, people a page with the way in. @param demo whether the demo shop opens here */
export function registerHome(app: FastifyInstance, { simulators, publicUrl }: Gateway, demo: () => boolean): void {
  app.get("/", (request, reply) => {
    if (asksForPage(request.headers.accept)) {
      reply.header("Cross-Origin-Opener-Policy", "same-origin");
      return showPage(
        reply,
        homePage(baseOf(request) ?? publicUrl(), languageIn(request), { simulators, demo: demo() }),
      );
    }
    const info = { object: "system_info", location: "/", versions: apiVersions };
    return reply
      .headers({ "Cache-Control": "no-cache, no-store", Vary: "Accept" })
      .type("application/json; charset=utf-8")
      .send(`${JSON.stringify(info, null, 2)}\n`);
  });
}

/** Whether a page is wanted: browsers name text/html; curl and client libraries name JSON, or take anything. */
function asksForPage(accept: string | undefined): boolean {
  const wishes = preferences(accept);
  const qualityOf = (type: string) => wishes.find(({ name }) => name === type)?.quality ?? 0;
  return qualityOf("text/html") > qualityOf("application/json");
}

/** The gateway's address as the visitor typed it; null for a host that is none. */
function baseOf({ protocol, host }: FastifyRequest): string | null {
  const base = `${protocol}://${host}`;
  return URL.canParse(base) ? base : null;
}

type Offer = { simulators: boolean; demo: boolean };

function homePage(base: string, language: Language, { simulators, demo }: Offer): Page {
  const link = (address: string, text: string, about: string) =>
    html`<li><a href="${address}">${text}</a>${about}</li>\n`;
  const { home } = guideTexts;
  const say = (key: keyof typeof home) => home[key][language];
  return {
    status: 200,
    language,
    title: "Chamra",
    body: html`<main class="sheet notice wide">
<header><p class="merchant">Chamra</p><p class="quiet">${fill(say("version"), { version })}</p></header>
<h1>${say("title")}</h1>
<p>${say("lead")}</p>
${simulators ? firstPayment(base, language) : html`<p>${say("noSimulators")} <code>CHAMRA_SIMULATORS</code></p>`}
<h2>${say("whereTo")}</h2>
<ul>
${link("/dashboard", say("dashboard"), say("dashboardAbout"))}${demo ? link("/demo", say("demo"), say("demoAbout")) : null}${simulators ? link("/kplus", say("kplus"), say("kplusAbout")) : null}${simulators ? link("/phone", say("phone"), say("phoneAbout")) : null}${link("/docs", say("docs"), say("docsAbout"))}${simulators ? link("/wallets", say("wallets"), say("walletsAbout")) : null}${simulators ? link("/docs/test-cards", say("testCards"), say("testCardsAbout")) : null}${link("/docs/webhooks", say("webhooks"), say("webhooksAbout"))}${link("/docs/errors", say("errors"), say("errorsAbout"))}${link("/openapi.json", "openapi.json", say("openapiAbout"))}${link("/health", say("health"), say("healthAbout"))}</ul>
<h2>${say("libraries")}</h2>
<p>${say("librariesAbout")}</p>
<pre tabindex="0" role="region" aria-label="chamra exec"><code>chamra exec -- npm test</code></pre>
${libraries.map((library) => linesFor(library, base))}</main>`,
  };
}

/** Lines for a library, folded away; what is without any says what to do instead. */
function linesFor({ platform, name, lines, place }: Library, base: string): Html {
  const shown = lines(base).join("\n");
  const code = shown && html`<pre tabindex="0" role="region" aria-label="${platform}"><code>${shown}</code></pre>`;
  return html`<details class="library"><summary>${platform} <small>${name}</small></summary>
${code}<p class="quiet" lang="en">${sentenceOf(place)}</p></details>
`;
}

/** Sentence from a cell of a table in Markdown, without its links and back quotes. */
function sentenceOf(cell: string): string {
  const said = cell.replace(/ \(\[[^\]]*\]\([^)]*\)\)/g, "").replaceAll("`", "");
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}

function firstPayment(base: string, language: Language): Html {
  const { firstPayment: title, firstPaymentNext } = guideTexts.home;
  const curl = `curl ${base}/charges \\
  -u $SECRET_KEY: \\
  -d amount=150000 \\
  -d currency=THB \\
  -d return_uri=http://localhost:3000/orders/1/complete \\
  -d "source[type]=mobile_banking_kbank"`;
  const [before, between, after] = firstPaymentNext[language].split(/\{\w+\}/);
  return html`<h2>${title[language]}</h2>
<pre tabindex="0" role="region" aria-label="${title[language]}"><code>${curl}</code></pre>
<p>${before ?? ""}<code>$SECRET_KEY</code>${between ?? ""}<code>authorize_uri</code>${after ?? ""}</p>`;
}
