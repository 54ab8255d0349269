import { inMainUnits, type Minor } from "../domain/base/money.ts";
import type { Account } from "../domain/merchant/account.ts";
import { logoPath } from "../operations/merchant/brand.ts";
import { type Html, html } from "./html.ts";
import { fill, type Language } from "./language.ts";
import type { Page } from "./page.ts";
import { texts } from "./texts.ts";

/** Whose page it is, in which mode, who runs it, and its language. */
type Heading = { account: Account; livemode: boolean; operator: string; language: Language };

/** A page for payers of a merchant, in the merchant's colour: logo, name and mode, then `body`, then who runs the page. */
export function sheet(
  { account, livemode, operator, language }: Heading,
  { title, body, ...parts }: Partial<Page> & { body: Html },
): Page {
  const { name: merchant } = account;
  const badge = livemode ? null : html`<p class="badge">${texts.testMode[language]}</p>`;
  const logo = logoPath(account);
  return {
    status: 200,
    language,
    ...(account.brandColor !== null && { color: account.brandColor }),
    ...parts,
    title: title ? `${title} – ${merchant}` : fill(texts.payTo[language], { merchant }),
    body: html`<main class="sheet">
<header><p class="merchant">${logo && html`<img src="${logo}" alt="" class="logo">`}<span>${merchant}</span></p>${badge}</header>
${body}
<footer class="quiet">${fill(texts.runBy[language], { operator, merchant })}</footer>
</main>`,
  };
}

/** The amount, as the heading of a page. */
export const amountHeading = (amount: Minor, currency: string, language: Language): Html =>
  html`<h1><span class="hidden">${texts.amount[language]}: </span><span class="currency">${currency}</span> ${inMainUnits(amount, currency)}</h1>`;

/** A line of a summary. */
export function row(term: string, first: Html | string, second?: string | undefined): Html {
  return html`<div><dt>${term}</dt><dd>${first}${second ? html`<small>${second}</small>` : null}</dd></div>`;
}
