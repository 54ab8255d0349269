import type { FastifyRequest } from "fastify";
import { type Html, html } from "./html.ts";
import { type Language, languageOf } from "./language.ts";

/** Names of the languages in themselves. */
const names: Readonly<Record<Language, string>> = { en: "English", th: "ไทย", ja: "日本語" };

const label: Readonly<Record<Language, string>> = { en: "Language", th: "ภาษา", ja: "言語" };

/** The language that the payer chose on the page, else the one that the browser prefers. */
export function languageIn(request: FastifyRequest): Language {
  return chosenIn(request) ?? languageOf(request.headers["accept-language"]);
}

/** An address for the payer that keeps the chosen language, if there is one. */
export function keepingLanguage(request: FastifyRequest, address: string): string {
  const chosen = chosenIn(request);
  if (chosen === undefined) return address;
  return `${address}${address.includes("?") ? "&" : "?"}lang=${chosen}`;
}

/** Links to the same page in each language. */
export function languageSwitch({ url }: FastifyRequest, current: Language): Html {
  const query = new URLSearchParams(url.split("?", 2)[1]);
  const links = Object.entries(names).map(([language, name]) => {
    query.set("lang", language);
    return language === current
      ? html`<li><a href="?${query.toString()}" lang="${language}" aria-current="true">${name}</a></li>`
      : html`<li><a href="?${query.toString()}" lang="${language}" hreflang="${language}">${name}</a></li>`;
  });
  return html`<nav class="languages" aria-label="${label[current]}"><ul>${links}</ul></nav>`;
}

/** The language that the payer chose on the page; undefined where they chose none. */
export function chosenIn({ query }: FastifyRequest): Language | undefined {
  const { lang } = query as { lang?: unknown }; // fastify parses the query of every request into an object
  return (Object.keys(names) as Language[]).find((language) => language === lang); // the keys of `names` are languages
}
