import { codeAddress, type NextStep } from "../domain/payment/next-step.ts";
import type { Visit } from "../operations/payment/payer.ts";
import { barcode, qrCode } from "./code.ts";
import { entryTexts, numberNames } from "./entry-texts.ts";
import { type Html, html } from "./html.ts";
import { fill, type Language } from "./language.ts";

/** The way to a bank whose app we do not simulate: a button to its page, or a code or number under which its payers pay. */
export function bankEntry(
  { charge, language, app }: Pick<Visit, "charge"> & { language: Language; app: string },
  nextStep: NextStep,
): Html {
  const text = (name: keyof typeof entryTexts) => fill(entryTexts[name][language], { app });
  if ("goTo" in nextStep) {
    const address = nextStep.goTo.startsWith("/") ? `${nextStep.goTo}?lang=${language}` : nextStep.goTo; // ours knows languages
    return html`<section class="app">
<p class="quiet">${text("goToDetail")}</p>
<p><a class="button main" href="${address}" rel="noreferrer">${text("goTo")}</a></p>
</section>`;
  }
  if ("show" in nextStep) {
    const heading = text(nextStep.as === "qr" ? "scanCode" : "showCode");
    return html`<section class="app">
<h2>${heading}</h2>
<div class="qr ${nextStep.as}"><a href="${nextStep.show}" rel="noreferrer"><img src="${nextStep.show}" alt="${heading}"></a></div>
<p class="quiet">${text("goesOn")}</p>
</section>`;
  }
  if ("scan" in nextStep) {
    const heading = text(nextStep.as === "qr" ? "scanCode" : "showCode");
    return html`<section class="app">
<h2>${heading}</h2>
<div class="qr ${nextStep.as}"><a href="${codeAddress(charge.page ?? "")}">${drawn(nextStep, heading)}</a></div>
<p class="quiet">${text("goesOn")}</p>
</section>`;
  }
  const code = codeOf(nextStep);
  return html`<section class="app">
<h2>${text("payUnder")}</h2>
${code && html`<div class="qr ${code.as}">${drawn(code, text("payUnder"))}</div>`}
<dl>${Object.entries(nextStep.tell).map(([name, number]) => html`<div><dt>${nameOf(name, language)}</dt><dd>${number}</dd></div>\n`)}</dl>
<p class="quiet">${text("goesOn")}</p>
</section>`;
}

/** The name of a number that a counter asks for; one that is not known is named as its bank does. */
const nameOf = (name: string, language: Language): string => numberNames[name]?.[language] ?? name;

/** The code that belongs to a next step: the one that is scanned, or the barcode of the numbers. */
export function codeOf(nextStep: NextStep | null): Extract<NextStep, { scan: string }> | null {
  if (nextStep === null || "goTo" in nextStep) return null;
  if ("scan" in nextStep) return nextStep;
  if ("show" in nextStep) return null;
  return nextStep.barcode === undefined ? null : { scan: nextStep.barcode, as: "barcode" };
}

/** Draws a code that is scanned. @param label for screen readers */
export const drawn = ({ scan, as }: Extract<NextStep, { scan: string }>, label: string): Html =>
  as === "qr" ? qrCode(scan, label) : barcode(scan, label);
