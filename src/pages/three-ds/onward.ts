import { readAsset } from "../asset.ts";
import { type Html, html } from "../html.ts";

/** Sends the form below as soon as the page is there; where no script runs its button does. */
export const submitScript = readAsset(new URL("./submit.js", import.meta.url), "text/javascript");

/** A form that carries a message of 3-D Secure to another party, by way of the payer's browser. */
export function onwardForm(action: string, fields: Record<string, string | null>, label: string): Html {
  const inputs = Object.entries(fields).filter((field): field is [string, string] => field[1] !== null);
  return html`<form id="onward" method="post" action="${action}">
${inputs.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)}<button class="main">${label}</button>
</form>`;
}
