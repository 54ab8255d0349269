import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FastifyInstance, FastifyReply } from "fastify";
import { type Html, html } from "./html.ts";
import type { Language } from "./language.ts";

export type Page = {
  status: number;
  language: Language;
  title: string;
  body: Html;
  /** Where its forms may lead, as CSP sources; none unless given. */
  formAction?: string;
  /** Looks at this address again, by itself, every few seconds. */
  again?: string;
};

const style = readFileSync(new URL("./page.css", import.meta.url), "utf8");
const icon = readFileSync(new URL("./icon.svg", import.meta.url), "utf8");
const styleVersion = createHash("sha256").update(style).digest("hex").slice(0, 12);

const secondsBetweenLooks = 4;

/** No script, no frame, nothing from elsewhere; and an address that nobody is told of, since it is what lets a payer in. */
export function showPage(reply: FastifyReply, page: Page): FastifyReply {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    `form-action ${page.formAction ?? "'none'"}`,
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
    .send(documentOf(page).markup);
}

/** What every page loads. */
export function registerAssets(app: FastifyInstance): void {
  app.get<{ Querystring: { v?: string } }>("/pages/page.css", ({ query }, reply) =>
    reply
      .header("Cache-Control", query.v === styleVersion ? "public, max-age=31536000, immutable" : "no-cache")
      .type("text/css; charset=utf-8")
      .send(style),
  );
  // The second is what browsers ask for beside answers that are not pages, such as /openapi.json.
  for (const path of ["/pages/icon.svg", "/favicon.ico"])
    app.get(path, (_request, reply) =>
      reply.header("Cache-Control", "public, max-age=86400").type("image/svg+xml").send(icon),
    );
}

function documentOf({ language, title, body, again }: Page): Html {
  const refresh =
    again === undefined ? null : html`<meta http-equiv="refresh" content="${secondsBetweenLooks};url=${again}">`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
${refresh}
<title>${title}</title>
<link rel="icon" href="/pages/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/pages/page.css?v=${styleVersion}">
</head>
<body>
${body}
</body>
</html>
`;
}
