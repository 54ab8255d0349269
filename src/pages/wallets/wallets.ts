import type { FastifyInstance, FastifyRequest } from "fastify";
import { flaws } from "../../connectors/wallets/simulator.ts";
import { Refusal } from "../../domain/base/errors.ts";
import { wallets, walletTypes } from "../../domain/card/wallet.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { type InWallet, payByWallet } from "../../operations/sandbox/wallet.ts";
import { readAsset, serveAsset } from "../asset.ts";
import { fieldsIn } from "../form-fields.ts";
import { type Html, html } from "../html.ts";
import type { Language } from "../language.ts";
import { type Page, showPage } from "../page.ts";
import { languageIn } from "../payer-language.ts";
import { type KeyDoor, keyOf, publicTestKeyOf } from "../test-key.ts";
import { walletTexts as texts } from "./texts.ts";

const walletStyle = readAsset(new URL("./wallets.css", import.meta.url), "text/css");

type Route = { Params: { wallet: string } };
type Fields = ReturnType<typeof fieldsIn>;

/**
 * The simulated wallets. `POST /simulators/wallets/googlepay` and `…/applepay` are for programs, with a public test key as a payer's browser has it;
 * `/wallets` is the same for people. Only test cards are in them.
 */
export function registerWallets(app: FastifyInstance, gateway: Gateway, door: KeyDoor): void {
  serveAsset(app, walletStyle);
  app.post<Route>("/simulators/wallets/:wallet", door.keyedRoute, async (request, reply) => {
    const { wallet } = request.params;
    const { account, key } = await publicTestKeyOf(door, keyOf(request), request.ip);
    const data = payByWallet(gateway, account, key, inWallet(wallet, fieldsIn(request.body)));
    return reply.header("Cache-Control", "no-store").send({ object: "wallet_data", wallet, data });
  });

  app.get("/wallets", (request, reply) => showPage(reply, walletsPage(request, gateway, {}, null)));

  app.post("/wallets", async (request, reply) => {
    const fields = fieldsIn(request.body);
    try {
      const { account, key } = await publicTestKeyOf(door, fields["key"]?.trim() ?? "", request.ip);
      const data = payByWallet(gateway, account, key, inWallet(fields["wallet"] ?? "", fields));
      return showPage(reply, walletsPage(request, gateway, fields, { data }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return showPage(reply, walletsPage(request, gateway, fields, { refusal: error }));
    }
  });
}

const inWallet = (wallet: string, fields: Fields): InWallet => ({
  wallet,
  number: fields["number"] || undefined,
  expirationMonth: fields["expiration_month"],
  expirationYear: fields["expiration_year"],
  name: fields["name"],
  authMethod: fields["auth_method"] || undefined,
  identifier: fields["merchant_id"] || undefined,
  flaw: fields["flaw"],
});

type Outcome = { data: string } | { refusal: Refusal } | null;

function walletsPage(request: FastifyRequest, { publicUrl }: Gateway, fields: Fields, outcome: Outcome): Page {
  const language = languageIn(request);
  const say = (key: keyof typeof texts) => texts[key][language];
  const chosen = fields["wallet"] ?? walletTypes[0] ?? "";
  const program = `curl ${publicUrl()}/simulators/wallets/googlepay -u $PUBLIC_KEY: -d auth_method=PAN_ONLY
curl ${publicUrl()}/tokens -u $PUBLIC_KEY: -d "tokenization[method]=googlepay" --data-urlencode "tokenization[data]=$DATA"`;
  return {
    status: outcome && "refusal" in outcome ? outcome.refusal.status : 200,
    language,
    title: say("title"),
    style: walletStyle,
    formAction: "'self'",
    body: html`<main class="sheet notice wide">
<header><p class="merchant">${say("title")}</p><p class="quiet">${say("simulated")}</p></header>
<h1>${say("title")}</h1>
<p>${say("intro")}</p>
<form method="post" action="/wallets" class="wallet">
${field(say("key"), html`<input name="key" required autocomplete="off" spellcheck="false" value="${fields["key"] ?? ""}">`)}
${field(
  say("wallet"),
  choice(
    "wallet",
    chosen,
    walletTypes.map((type) => [type, wallets[type].en]),
  ),
)}
${field(say("card"), html`<input name="number" inputmode="numeric" autocomplete="off" value="${fields["number"] ?? "4242424242424242"}">`)}
${field(
  say("proof"),
  choice("auth_method", fields["auth_method"] ?? "PAN_ONLY", [
    ["PAN_ONLY", say("numberAlone")],
    ["CRYPTOGRAM_3DS", say("withProof")],
  ]),
)}
${field(say("flaw"), choice("flaw", fields["flaw"] ?? "", [["", say("none")], ...flaws.map((flaw): [string, string] => [flaw, flaw])]))}
<p><button type="submit">${say("pay")}</button></p>
</form>
${outcome && outcomeOf(outcome, chosen, publicUrl(), language)}
<h2>${say("forPrograms")}</h2>
<pre tabindex="0" role="region" aria-label="${say("forPrograms")}"><code>${program}</code></pre>
</main>`,
  };
}

const field = (label: string, control: Html): Html => html`<p><label>${label}<br>${control}</label></p>`;

const choice = (name: string, chosen: string, options: readonly (readonly [string, string])[]): Html =>
  html`<select name="${name}">${options.map(
    ([value, label]) => html`<option value="${value}"${value === chosen ? html` selected` : null}>${label}</option>`,
  )}</select>`;

function outcomeOf(outcome: NonNullable<Outcome>, wallet: string, base: string, language: Language): Html {
  if ("refusal" in outcome) return html`<p role="alert">${outcome.refusal.message}</p>`;
  const command = `curl ${base}/tokens \\
  -u $PUBLIC_KEY: \\
  -d "tokenization[method]=${wallet}" \\
  --data-urlencode 'tokenization[data]=${outcome.data}'`;
  const title = texts.handed[language];
  return html`<h2 id="handed">${title}</h2>
<p>${texts.next[language]}</p>
<pre class="handed" tabindex="0" role="region" aria-label="${title}"><code>${command}</code></pre>`;
}
