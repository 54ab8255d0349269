import type { Time } from "../domain/base/time.ts";
import type { Charge } from "../domain/payment/charge.ts";
import { readAsset } from "./asset.ts";
import { qrCode } from "./code.ts";
import { entryTexts } from "./entry-texts.ts";
import { type Html, html } from "./html.ts";
import { fill, type Language } from "./language.ts";
import { goingOn } from "./live-update.ts";
import type { Page } from "./page.ts";

/** The payer's device: our address as they reached it, the one by which their other devices do, if that is another, and their browser's User-Agent. */
export type Device = { base: string; nearby: string | null; userAgent: string };

/** Opens the app when the page has loaded. Source: guide "KBank (K PLUS)": "a deep link that will automatically open the installed handler app". */
export const openAppScript = readAsset(new URL("./open-app.js", import.meta.url), "text/javascript");

/**
 * The way into a bank's app: a button on a phone, a QR code elsewhere. A phone's browser says that it is one; otherwise the width decides. The app
 * is opened automatically only where the browser says so: a narrow window may stand on a desk.
 */
export function appEntry(
  { charge, now, language, app }: { charge: Charge; now: Time; language: Language; app: string },
  goTo: string,
  device: Device,
): { body: Html; parts: Partial<Page> } {
  const texts = (name: keyof typeof entryTexts) => fill(entryTexts[name][language], { app });
  const ours = goTo.startsWith("/");
  const address = ours ? `${device.base}${goTo}` : goTo;
  const scanned = ours && leadsHereOnly(address) && device.nearby !== null ? `${device.nearby}${goTo}` : address;
  const here = ours ? `${address}?lang=${language}` : address;
  const link = appLink(here, charge.source?.platformType ?? null, device.userAgent);
  const kind = deviceKind(device.userAgent);
  const { attributes, parts } = goingOn(charge, now, language);
  const body = html`<section class="app ${kind}" aria-label="${app}"${attributes}>
<div class="here">
<a class="button main open" href="${link}" data-opens>${texts("openApp")}</a>
<p class="quiet" data-opened hidden>${texts("opened")}</p>
<details><summary>${texts("appMissing")}</summary>
<p>${texts("appMissingDetail")}</p>
<p><a href="${here}">${texts("continueInBrowser")}</a></p>
</details>
</div>
<div class="elsewhere">
<div class="qr">${qrCode(scanned, texts("qrCode"))}</div>
<div>
<h2>${texts("scan")}</h2>
<ol><li>${texts("scanFirst")}</li><li>${texts("scanSecond")}</li><li>${texts("scanThird")}</li></ol>
${leadsHereOnly(scanned) ? html`<p class="quiet">${texts("onlyHere")}</p>` : null}
${scanned === address ? null : html`<p class="quiet">${texts("sameNetwork")} <code>${new URL(scanned).host}</code></p>`}
<p><a href="${here}" target="_blank" rel="noopener">${texts("openHere")}</a></p>
</div>
</div>
<p class="quiet watch" role="status">${texts("goesOn")}</p>
<noscript><p><a class="button" href="?waiting&lang=${language}">${texts("haveConfirmed")}</a></p></noscript>
</section>`;
  return { body, parts: kind === "phone" ? { ...parts, scripts: [...(parts.scripts ?? []), openAppScript] } : parts };
}

/**
 * The link that opens the app: iOS takes a universal link; Chrome on Android an intent, which falls back to the same address if no app takes it.
 * A charge made for Android but opened elsewhere gets the link that works there.
 */
export function appLink(address: string, platformType: string | null, userAgent: string): string {
  if (platformType !== "ANDROID" || !/Android/.test(userAgent)) return address;
  const { protocol, host, pathname, search } = new URL(address);
  const fallback = encodeURIComponent(address);
  return `intent://${host}${pathname}${search}#Intent;scheme=${protocol.replace(":", "")};action=android.intent.action.VIEW;S.browser_fallback_url=${fallback};end`;
}

/** Whether the address always means the opening machine: a phone that scans it would look for the gateway on the phone. */
const leadsHereOnly = (address: string): boolean =>
  /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(new URL(address).hostname);

/** A phone in landscape is as wide as a window, so a browser that says it is a phone is believed; for others the width decides. */
const deviceKind = (userAgent: string): "phone" | "any" =>
  /Android|iPhone|iPad|iPod|Mobile/.test(userAgent) ? "phone" : "any";
