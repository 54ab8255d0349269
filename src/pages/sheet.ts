import { inMainUnits, type Minor } from "../domain/base/money.ts";
import { type Html, html } from "./html.ts";
import { fill, type Language } from "./language.ts";
import type { Page } from "./page.ts";
import { texts } from "./texts.ts";

/** Whose page it is, in which mode, and in which language. */
type Heading = { merchant: string; livemode: boolean; language: Language };

/** A page for payers of a merchant: the merchant's name and the mode, then `body`. */
export function sheet(
  { merchant, livemode, language }: Heading,
  { title, body, ...parts }: Partial<Page> & { body: Html },
): Page {
  const badge = livemode ? null : html`<p class="badge">${texts.testMode[language]}</p>`;
  return {
    status: 200,
    language,
    ...parts,
    title: title ? `${title} – ${merchant}` : fill(texts.payTo[language], { merchant }),
    body: html`<main class="sheet">
<header><p class="merchant">${merchant}</p>${badge}</header>
${body}
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
