import { existsSync, readFileSync } from "node:fs";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Asset, readAsset, serveAsset } from "./asset.ts";
import { colorAddress } from "./brand.ts";
import { type Html, html } from "./html.ts";
import type { Language } from "./language.ts";
import { languageSwitch } from "./payer-language.ts";

export type Page = {
  status: number;
  language: Language;
  title: string;
  body: Html;
  /** Targets of its forms, as CSP sources; none by default; null for any, where only the form's target knows what comes next. */
  formAction?: string | null;
  /** Loads this address automatically every few seconds. */
  again?: Again;
  /** The merchant's colour, `#rrggbb`. */
  color?: string;
  /** Style sheet beside the one of every page. */
  style?: Asset;
  /** Scripts, by their addresses; a page without any forbids all. */
  scripts?: readonly Pick<Asset, "address">[];
  /** Origin of a picture that a bank serves. */
  picture?: string;
  /** Shows the payment form in a frame. */
  framed?: boolean;
  /** Hides the switch to other languages. */
  oneLanguage?: boolean;
};

type Again = { address: string; seconds?: number; withoutScript?: boolean };

const style = readAsset(new URL("./page.css", import.meta.url), "text/css");
const icon = readFileSync(new URL("./icon.svg", import.meta.url), "utf8");

/** Fonts, built with the browser code; without them pages use the device's. */
const fonts = existsSync(new URL("../../web/dist/fonts.css", import.meta.url))
  ? html`<link rel="stylesheet" href="/fonts.css">\n`
  : null;

const secondsBetweenLooks = 4;

/** Sends a page: no other scripts and frames than its own, nothing from elsewhere, and its address goes to no one, since it lets a payer in. */
export function showPage(reply: FastifyReply, page: Page): FastifyReply {
  const policy = [
    "default-src 'none'",
    ...(page.scripts ? ["script-src 'self'", "connect-src 'self'"] : []),
    ...(page.framed ? ["frame-src 'self'"] : []),
    "style-src 'self'",
    "font-src 'self'",
    `img-src 'self'${page.picture === undefined ? "" : ` ${page.picture}`}`,
    ...(page.formAction === null ? [] : [`form-action ${page.formAction ?? "'none'"}`]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return reply
    .code(page.status)
    .headers({
      "Content-Security-Policy": policy.join("; "),
      "Content-Language": page.language,
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
      Vary: "Accept, Accept-Language",
    })
    .type("text/html; charset=utf-8")
    .send(documentOf(page, reply.request).markup);
}

/** Serves the files that every page loads. */
export function registerAssets(app: FastifyInstance): void {
  serveAsset(app, style);
  // Browsers ask for the second beside answers that are not pages, such as /openapi.json.
  for (const path of ["/pages/icon.svg", "/favicon.ico"])
    app.get(path, (_request, reply) =>
      reply.header("Cache-Control", "public, max-age=86400").type("image/svg+xml").send(icon),
    );
}

function documentOf(page: Page, request: FastifyRequest): Html {
  const { language, title, body, again, color, oneLanguage } = page;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
${again ? refresh(again) : null}
<title>${title}</title>
<link rel="icon" href="/pages/icon.svg" type="image/svg+xml">
${fonts}<link rel="stylesheet" href="${style.address}">
${color === undefined ? null : html`<link rel="stylesheet" href="${colorAddress(color)}">`}
${page.style ? html`<link rel="stylesheet" href="${page.style.address}">` : null}
${page.scripts?.map(({ address }) => html`<script src="${address}" defer></script>\n`) ?? null}
</head>
<body>
${oneLanguage ? null : languageSwitch(request, language)}
${body}
</body>
</html>
`;
}

function refresh({ address, seconds = secondsBetweenLooks, withoutScript = false }: Again): Html {
  const meta = html`<meta http-equiv="refresh" content="${seconds};url=${address}">`;
  return withoutScript ? html`<noscript>${meta}</noscript>` : meta;
}
