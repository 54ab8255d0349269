import type { FastifyInstance, FastifyRequest } from "fastify";
import { apiVersions } from "../domain/account.ts";
import type { Gateway } from "../operations/gateway.ts";
import { version } from "../version.ts";
import { type Html, html } from "./html.ts";
import { preferences } from "./language.ts";
import { type Page, showPage } from "./page.ts";

/** GET /: what this is. To a program the API's own object, to a person a page with the way in. */
export function registerHome(app: FastifyInstance, { simulators }: Gateway): void {
  app.get("/", (request, reply) => {
    if (asksForPage(request.headers.accept)) {
      reply.header("Cross-Origin-Opener-Policy", "same-origin");
      return showPage(reply, homePage(baseOf(request), simulators));
    }
    const info = { object: "system_info", location: "/", versions: apiVersions };
    return reply
      .headers({ "Cache-Control": "no-cache, no-store", Vary: "Accept" })
      .type("application/json; charset=utf-8")
      .send(`${JSON.stringify(info, null, 2)}\n`);
  });
}

/** Browsers name text/html; curl and client libraries name JSON, or take anything. */
function asksForPage(accept: string | undefined): boolean {
  const wishes = preferences(accept);
  const qualityOf = (type: string) => wishes.find(({ name }) => name === type)?.quality ?? 0;
  return qualityOf("text/html") > qualityOf("application/json");
}

/** The gateway's address as the visitor typed it. */
const baseOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}`;

function homePage(base: string, simulators: boolean): Page {
  const simulated = simulators
    ? html`<li><a href="/demo">Demo shop</a>, to buy something and pay (on this machine only)</li>
<li><a href="/kplus">K PLUS phone</a>, the simulated bank of test mode</li>
`
    : null;
  return {
    status: 200,
    language: "en",
    oneLanguage: true,
    title: "Chamra",
    body: html`<main class="sheet notice wide">
<header><p class="merchant">Chamra</p><p class="quiet">version ${version}</p></header>
<h1>This payment gateway is running</h1>
<p>Chamra speaks the Omise REST API: K PLUS and white-label card installments, with webhooks and a ledger behind them.</p>
${simulators ? firstPayment(base) : html`<p>The simulated banks of test mode are off on this server (<code>CHAMRA_SIMULATORS</code>), so no test payment can be made.</p>`}
<h2>Where to go</h2>
<ul>
${simulated}<li><a href="/docs">API reference</a>, to read and try out</li>
<li><a href="/openapi.json">openapi.json</a>, the same for programs</li>
<li><a href="/health">Health</a> of this gateway</li>
</ul>
</main>`,
  };
}

function firstPayment(base: string): Html {
  const curl = `curl ${base}/charges \\
  -u $SECRET_KEY: \\
  -d amount=150000 \\
  -d currency=THB \\
  -d return_uri=http://localhost:3000/orders/1/complete \\
  -d "source[type]=mobile_banking_kbank"`;
  return html`<h2>Make a first K PLUS payment</h2>
<pre tabindex="0" role="region" aria-label="A first K PLUS payment"><code>${curl}</code></pre>
<p>Put your secret test key for <code>$SECRET_KEY</code>, open the <code>authorize_uri</code> of the answer, and choose how the payment ends.</p>`;
}
