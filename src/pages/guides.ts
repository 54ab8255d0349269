import type { FastifyInstance, FastifyReply } from "fastify";
import { testCardOutcomes } from "../connectors/card/test-cards.ts";
import { installmentTestCards } from "../connectors/card/test-issuers.ts";
import { threeDsOutcomes, threeDsTestCards } from "../connectors/three-ds/test-cards.ts";
import { errorCatalogue } from "../domain/base/errors.ts";
import { failureCodes, failureMessages } from "../domain/payment/failure.ts";
import type { Gateway } from "../operations/gateway.ts";
import { type Html, html } from "./html.ts";
import { showPage } from "./page.ts";

/** /docs/errors, /docs/test-cards, /docs/webhooks: reference pages for engineers, made from the tables that the gateway itself works by. */
export function registerGuides(app: FastifyInstance, { publicUrl, simulators }: Gateway): void {
  app.get("/docs/errors", (_request, reply) => show(reply, "Errors", errors));
  app.get("/docs/webhooks", (_request, reply) => show(reply, "Webhooks", webhooks(publicUrl())));
  if (simulators) app.get("/docs/test-cards", (_request, reply) => show(reply, "Test cards", testCards));
}

function show(reply: FastifyReply, title: string, content: Html): FastifyReply {
  return showPage(reply, {
    status: 200,
    language: "en",
    oneLanguage: true,
    title: `${title} – Chamra`,
    body: html`<main class="sheet notice wide">
<header><p class="merchant"><a href="/">Chamra</a></p><p class="quiet"><a href="/docs">API reference</a></p></header>
<h1>${title}</h1>
${content}
</main>`,
  });
}

/** A table with explicit roles: on a phone each row is a block, which would otherwise lose its meaning. */
function table(label: string, heading: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  const cells = (row: readonly (Html | string)[]) =>
    row.map((cell, at) => html`<td role="cell" data-of="${heading[at] ?? ""}">${cell}</td>`);
  return html`<div class="rows" tabindex="0" role="region" aria-label="${label}"><table role="table">
<thead role="rowgroup"><tr role="row">${heading.map((cell) => html`<th role="columnheader" scope="col">${cell}</th>`)}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => html`<tr role="row">${cells(row)}</tr>\n`)}</tbody>
</table></div>`;
}

const code = (text: string): Html => html`<code>${text}</code>`;
/** Text with the parts in back quotes as code. */
const written = (text: string): Html => html`${text.split("`").map((part, at) => (at % 2 === 1 ? code(part) : part))}`;

const codes = (texts: readonly string[]): Html => html`${texts.map((text) => html`<code>${text}</code> `)}`;

const errors = html`<p>A request that is not granted is answered with the status and <code>{"object": "error", "code", "message"}</code>; nothing has been changed.
The header <code>Chamra-Hint</code> says more where code and message, which are the original's, cannot. The <code>location</code> of an error is the original's page about it.</p>
${table(
  "Errors",
  ["Code and status", "When", "What to do"],
  Object.entries(errorCatalogue).map(([name, { status, when, cure }]) => [
    html`${code(name)}<small>${status}</small>`,
    written(when),
    written(cure),
  ]),
)}
<h2>Failure codes</h2>
<p>A charge that the payer's bank declines is answered with 200. Its <code>status</code> is <code>failed</code>, and <code>failure_code</code> and <code>failure_message</code> say why.</p>
${table(
  "Failure codes",
  ["Code", "Message"],
  failureCodes.map((name) => [code(name), failureMessages[name]]),
)}`;

const testCards = html`<p>Any expiry in the future and any security code. Other Visa, Mastercard and JCB numbers follow their last four digits; whatever is not made to fail is paid.</p>
${table(
  "Test cards",
  ["Outcome", "Numbers"],
  testCardOutcomes.map(({ outcome, isCode, numbers }) => [isCode ? code(outcome) : outcome, codes(numbers)]),
)}
<h2>Cards of the installment banks</h2>
<p>Loan cards have no expiry.</p>
${table(
  "Cards of the installment banks",
  ["Number", "Card", "Outcome"],
  installmentTestCards.map(({ number, label, declines }) => [code(number), label, declines ? code(declines) : "paid"]),
)}
<h2>3-D Secure</h2>
<p>How the issuer answers where the cardholder must authenticate, which is always so with installments.</p>
${table(
  "3-D Secure",
  ["Status", "What becomes of the charge", "Cards"],
  Object.entries(threeDsOutcomes).map(([status, outcome]) => {
    const cards = threeDsTestCards.filter(({ transStatus }) => transStatus === status);
    return [
      status,
      written(outcome),
      cards.length > 0
        ? html`${cards.map(({ number, label }) => html`<code>${number}</code> ${label}. `)}`
        : "every other number",
    ];
  }),
)}`;

const webhooks = (base: string): Html => html`<ol>
<li>Tell the gateway where, on the dashboard's page of webhooks, by <code>PATCH ${base}/account</code> with <code>webhook_uri</code>, or for one charge with <code>webhook_endpoints[]</code>.</li>
<li>Each state change is a POST of the event object. <code>charge.complete</code> says how a payment ended that was pending; one that its bank decides at once has <code>charge.create</code> alone.</li>
<li><code>Omise-Signature</code> is the hex HMAC-SHA256 of <code>&lt;Omise-Signature-Timestamp&gt;.&lt;raw body&gt;</code> with the webhook secret, which is base64. While a secret is rolled there are two signatures, separated by a comma: one that is right is enough.</li>
<li>Answer 2xx within ten seconds, else the event is sent again. Read the charge again before you ship anything.</li>
<li>Every attempt stands on the dashboard, where an event can be sent again and a test event tried; <code>chamra event resend</code> does it too.</li>
</ol>
<pre tabindex="0" role="region" aria-label="Check a signature with Node.js"><code>${`// Node.js; body is the raw request body, as bytes
import { createHmac, timingSafeEqual } from "node:crypto";

const signed = \`\${request.headers["omise-signature-timestamp"]}.\${body}\`;
const expected = createHmac("sha256", Buffer.from(webhookSecret, "base64")).update(signed).digest();
const genuine = String(request.headers["omise-signature"])
  .split(",")
  .map((signature) => Buffer.from(signature.trim(), "hex"))
  .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));`}</code></pre>
<p>What each event carries: <a href="/docs#/Events">the reference</a>.</p>`;
