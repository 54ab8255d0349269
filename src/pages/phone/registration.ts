import type { FastifyInstance } from "fastify";
import type { Time } from "../../domain/base/time.ts";
import type { LinkedAccount } from "../../domain/debit/linked-account.ts";
import { statusOfLinked } from "../../domain/debit/linked-account.ts";
import { failureCodesOf, wordsOf } from "../../domain/payment/method.ts";
import { answerRegistration, type Registration, registrationOf } from "../../operations/debit/linked-account.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { reasonFor } from "../../operations/sandbox/play.ts";
import { sendBack } from "../authorize.ts";
import { fieldsIn } from "../form-fields.ts";
import { html } from "../html.ts";
import { fill, type Language } from "../language.ts";
import { type Page, showPage } from "../page.ts";
import { languageIn } from "../payer-language.ts";
import { row } from "../sheet.ts";
import { failureReasons, texts as pageTexts } from "../texts.ts";
import { phone, purses, scanPage } from "./screens.ts";
import { phoneTexts as texts } from "./texts.ts";

type Route = { Params: { code: string } };

/**
 * The page behind `registration_uri`: the payer's bank, played in test mode, asks them whether a merchant may take money from an account of theirs. Once
 * they have answered it sends them back, and tells what was answered if it is opened again.
 */
export function registerRegistration(app: FastifyInstance, gateway: Gateway): void {
  app.get<Route>("/phone/register/:code", async (request, reply) => {
    const language = languageIn(request);
    const registration = await registrationOf(gateway, request.params.code);
    if (!registration) return showPage(reply, { ...scanPage(language, request.params.code), status: 404 });
    return showPage(reply, registrationPage(registration, gateway.clock.of(registration.account.id), language));
  });

  app.post<Route>("/phone/register/:code", async (request, reply) => {
    const registration = await registrationOf(gateway, request.params.code);
    if (!registration) return showPage(reply, { ...scanPage(languageIn(request), request.params.code), status: 404 });
    const answer = answerIn(registration, fieldsIn(request.body));
    if (answer) await answerRegistration(gateway, registration, answer);
    return sendBack(reply, registration.linked.returnUri);
  });
}

/** The payer's answer in a form; undefined for something else. */
function answerIn({ method }: Registration, fields: Partial<Record<string, string>>) {
  const purse = purses.find(({ key }) => key === fields["purse"]);
  if (purse) return { purse: purse.key };
  if (fields["act"] === "cancel") return { declined: "cancelled" as const };
  const code = failureCodesOf(method).find((each) => each === fields["outcome"]);
  return code && { declined: reasonFor(method, code) };
}

function registrationPage({ linked, account, method }: Registration, now: Time, language: Language): Page {
  const status = statusOfLinked(linked, now);
  const facts = html`<dl>
${row(texts.to[language], account.name)}
${row(texts.reference[language], html`<code>${linked.id}</code>`)}
</dl>`;
  if (status !== "pending") {
    const body = html`<p>${whatWasAnswered(linked, method, status)[language]}</p>
${facts}
<p><a class="button main" href="${linked.returnUri}" rel="noreferrer">${fill(pageTexts.returnTo[language], { merchant: account.name })}</a></p>`;
    const agreed = status === "successful";
    return phone(language, method, texts.linkTitle[language], body, agreed ? "good" : "bad");
  }
  const body = html`<p>${fill(texts.linkAsked[language], { merchant: account.name })}</p>
${facts}
<form method="post">
<ul class="accounts">
${purses.map(({ key, label }) => html`<li><button name="purse" value="${key}"${key === "full" ? html` class="main"` : null}>${fill(texts.linkFrom[language], { account: label[language] })}</button></li>\n`)}</ul>
<button class="plain" name="act" value="cancel">${texts.linkRefuse[language]}</button>
</form>`;
  const codes = failureCodesOf(method).map(
    (code) =>
      html`<li><button name="outcome" value="${code}"><code lang="en">${code}</code> <span>${failureReasons[wordsOf(method, code)][language]}</span></button></li>\n`,
  );
  const beside = html`<aside class="bench">
<details open data-remembered>
<summary>${texts.linkFails[language]}</summary>
<form method="post"><ul class="codes">
${codes}</ul></form>
</details>
</aside>`;
  return phone(language, method, texts.linkTitle[language], body, null, beside);
}

function whatWasAnswered({ failureCode }: LinkedAccount, method: Registration["method"], status: string) {
  if (status === "successful") return texts.linked;
  return failureCode === null ? texts.linkOver : failureReasons[wordsOf(method, failureCode)];
}
