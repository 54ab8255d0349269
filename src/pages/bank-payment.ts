import type { Time } from "../domain/base/time.ts";
import type { Method } from "../domain/payment/method.ts";
import { codeAddress, type NextStep } from "../domain/payment/next-step.ts";
import type { Visit } from "../operations/payment/payer.ts";
import { barcode, qrCode } from "./code.ts";
import { entryTexts, numberNames } from "./entry-texts.ts";
import { type Html, html } from "./html.ts";
import { fill, type Language } from "./language.ts";
import { goingOn } from "./live-update.ts";
import type { Page } from "./page.ts";

/** The way to a bank whose app we do not simulate: a button to its page, or a code or number under which its payers pay, on a page that goes on by itself. */
export function bankEntry(
  { charge, now, language, app }: Pick<Visit, "charge"> & { now: Time; language: Language; app: string },
  nextStep: NextStep,
): { body: Html; parts: Partial<Page> } {
  const text = (name: keyof typeof entryTexts) => fill(entryTexts[name][language], { app });
  if ("goTo" in nextStep) {
    const address = nextStep.goTo.startsWith("/") ? `${nextStep.goTo}?lang=${language}` : nextStep.goTo; // ours knows languages
    const body = html`<section class="app">
<p class="quiet">${text("goToDetail")}</p>
<p><a class="button main" href="${address}" rel="noreferrer">${text("goTo")}</a></p>
</section>`;
    return { body, parts: {} };
  }
  const { attributes, parts } = goingOn(charge, now, language);
  const atCounter = "tell" in nextStep && Object.keys(nextStep.tell).length > 0;
  const body = html`<section class="app"${attributes}>
${"tell" in nextStep ? told(nextStep, language) : pictured(nextStep, charge.page ?? "", text)}
<p class="quiet watch" role="status">${text(atCounter ? "goesOnPaid" : "goesOn")}</p>
</section>`;
  return { body, parts: "show" in nextStep ? { ...parts, picture: new URL(nextStep.show).origin } : parts };
}

/** A code that the payer's app reads: the bank's own picture, or one that we draw, which can be saved by a payer whose app is on the device that shows it. */
function pictured(
  nextStep: Extract<NextStep, { as: string }>,
  page: string,
  text: (name: keyof typeof entryTexts) => string,
): Html {
  const heading = text(nextStep.as === "qr" ? "scanCode" : "showCode");
  const picture =
    "show" in nextStep
      ? html`<a href="${nextStep.show}" rel="noreferrer"><img src="${nextStep.show}" alt="${heading}"></a>`
      : html`<a href="${codeAddress(page)}">${drawn(nextStep, heading)}</a>`;
  const saved = "scan" in nextStep && nextStep.as === "qr";
  return html`<h2>${heading}</h2>
<div class="qr ${nextStep.as}">${picture}</div>
${saved ? html`<p><a href="${codeAddress(page, "png")}" download="qrcode.png">${text("saveCode")}</a><br><span class="quiet">${text("saveCodeDetail")}</span></p>` : null}`;
}

/** The numbers to pay under; where there are none, the shop has scanned the payer's own code. */
function told(nextStep: Extract<NextStep, { tell: unknown }>, language: Language): Html {
  const numbers = Object.entries(nextStep.tell);
  if (numbers.length === 0)
    return html`<h2>${entryTexts.scanned[language]}</h2>
<p>${entryTexts.scannedDetail[language]}</p>`;
  const code = codeOf(nextStep);
  const heading = entryTexts.payUnder[language];
  return html`<h2>${heading}</h2>
${code && isThaiBill(code.scan) ? html`<div class="qr">${qrCode(code.scan, heading)}</div>` : null}
${code && html`<div class="qr ${code.as}">${drawn(code, heading)}</div>`}
<dl>${numbers.map(([name, number]) => html`<div><dt>${numberName(name, language)}</dt><dd>${number}</dd></div>\n`)}</dl>`;
}

/**
 * Whether a barcode is that of a bill in Thailand, which is a QR code as well: a phone's screen is too narrow for its bars. Source: Thai banks' standard of
 * cross-bank bill payment, which has the same text for both.
 */
const isThaiBill = (text: string): boolean => /^\|\d{15}\r/.test(text);

/** What the payer is sent to, by its name: the bank of a plan, or the app of the method. */
export const destinationOf = ({ installment, label }: Pick<Method, "installment" | "label">): Method["label"] =>
  installment?.bankName ?? label;

/** The name of a number that a counter asks for; one that is not known is named as its bank does. */
export const numberName = (name: string, language: Language): string => numberNames[name]?.[language] ?? name;

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
