import { existsSync, readFileSync } from "node:fs";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Asset, readAsset, serveAsset } from "./asset.ts";
import { type Html, html } from "./html.ts";
import type { Language } from "./language.ts";
import { languageSwitch } from "./payer-language.ts";

export type Page = {
  status: number;
  language: Language;
  title: string;
  body: Html;
  /** Where its forms may lead, as CSP sources; none unless given, and null for anywhere, where only the form's target knows what comes next. */
  formAction?: string | null;
  /** Looks at this address, by itself, every few seconds. */
  again?: Again;
  /** Loaded besides what every page loads. */
  style?: Asset;
  /** A page without any allows no script at all. */
  scripts?: readonly Asset[];
  /** Not offered in the payer's other languages. */
  oneLanguage?: boolean;
};

type Again = { address: string; seconds?: number; withoutScript?: boolean };

const style = readAsset(new URL("./page.css", import.meta.url), "text/css");
const icon = readFileSync(new URL("./icon.svg", import.meta.url), "utf8");

/** Built with the browser code; without it pages are written in the fonts of the device. */
const fonts = existsSync(new URL("../../web/dist/fonts.css", import.meta.url))
  ? html`<link rel="stylesheet" href="/fonts.css">\n`
  : null;

const secondsBetweenLooks = 4;

/** Hardly a script, no frame, nothing from elsewhere; and an address that nobody is told of, since it is what lets a payer in. */
export function showPage(reply: FastifyReply, page: Page): FastifyReply {
  const policy = [
    "default-src 'none'",
    ...(page.scripts ? ["script-src 'self'", "connect-src 'self'"] : []),
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
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

/** What every page loads. */
export function registerAssets(app: FastifyInstance): void {
  serveAsset(app, style);
  // The second is what browsers ask for beside answers that are not pages, such as /openapi.json.
  for (const path of ["/pages/icon.svg", "/favicon.ico"])
    app.get(path, (_request, reply) =>
      reply.header("Cache-Control", "public, max-age=86400").type("image/svg+xml").send(icon),
    );
}

function documentOf(page: Page, request: FastifyRequest): Html {
  const { language, title, body, again, oneLanguage } = page;
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
