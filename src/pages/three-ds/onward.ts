import { readAsset } from "../asset.ts";
import { type Html, html } from "../html.ts";

/** Submits the form below when the page has loaded; without a script its button does. */
export const submitScript = readAsset(new URL("./submit.js", import.meta.url), "text/javascript");

/** A form that carries a 3-D Secure message to another party through the payer's browser. */
export function onwardForm(action: string, fields: Record<string, string | null>, label: string): Html {
  const inputs = Object.entries(fields).filter((field): field is [string, string] => field[1] !== null);
  return html`<form id="onward" method="post" action="${action}">
${inputs.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)}<button class="main">${label}</button>
</form>`;
}
