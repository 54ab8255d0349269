import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FastifyInstance } from "fastify";

/**
 * Swagger UI from npm, served by us, so that the page works without a network. Its version is part of the
 * addresses: browsers keep the files for good and ask for new ones only when the package has changed.
 */
const require = createRequire(import.meta.url);
const { version } = require("swagger-ui-dist/package.json") as { version: string }; // npm requires a version in every package
const assetsPath = `/docs/${version}`;

type Asset = { contentType: string } & ({ content: string } | { file: string });

/** Files that the page loads besides /openapi.json, by path. They are streamed, not kept in memory. */
export const docsAssets: Record<string, Asset> = {
  [`${assetsPath}/swagger-ui.js`]: { file: "swagger-ui-bundle.js", contentType: "text/javascript; charset=utf-8" },
  [`${assetsPath}/swagger-ui.css`]: { file: "swagger-ui.css", contentType: "text/css; charset=utf-8" },
  "/docs/start.js": { content: startScript(), contentType: "text/javascript; charset=utf-8" },
  "/docs/page.css": { content: pageStyle(), contentType: "text/css; charset=utf-8" },
};

/** Policy: scripts and styles are our own files and requests go only to us, so a key typed in here cannot leave. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:", // the arrows of Swagger UI are images inside its style sheet
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** GET /docs: a page that shows /openapi.json and tries its endpoints with a key. */
export function registerDocs(app: FastifyInstance, simulators: boolean): void {
  app.get("/docs", (_request, reply) =>
    reply
      .headers({
        "content-security-policy": contentSecurityPolicy,
        "cross-origin-opener-policy": "same-origin",
        "cache-control": "no-cache",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      })
      .type("text/html; charset=utf-8")
      .send(docsPage(simulators)),
  );

  for (const [path, asset] of Object.entries(docsAssets)) {
    app.get(path, (_request, reply) =>
      reply
        .headers({
          "cache-control": path.startsWith(assetsPath) ? "public, max-age=31536000, immutable" : "no-cache",
          "x-content-type-options": "nosniff",
        })
        .type(asset.contentType)
        .send("content" in asset ? asset.content : createReadStream(libraryFile(asset.file))),
    );
  }
}

/** Links for engineers beside the reference; the test cards only while the simulated banks are on. */
const linksOf = (simulators: boolean): readonly (readonly [address: string, text: string])[] => [
  ...(simulators ? ([["/docs/test-cards", "Test cards"]] as const) : []),
  ["/docs/webhooks", "Webhooks"],
  ["/docs/errors", "Errors"],
  ["/dashboard", "Dashboard"],
  ["/openapi.json", "openapi.json"],
];

export function docsPage(simulators: boolean): string {
  const links = linksOf(simulators);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chamra API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assetsPath}/swagger-ui.css">
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<header><a href="/docs">Chamra API</a> <nav aria-label="Guides">${links.map(([address, text]) => `<a href="${address}">${text}</a>`).join(" ")}</nav></header>
<main id="docs"><noscript>This page needs JavaScript. The same description as a file: <a href="/openapi.json">openapi.json</a>.</noscript></main>
<script src="${assetsPath}/swagger-ui.js" defer></script>
<script src="/docs/start.js" defer></script>
</body>
</html>
`;
}

/**
 * Start script. `validatorUrl` and `queryConfigEnabled` are off, because they would let the page speak to, or be steered by, another server:
 * the first sends the document to validator.swagger.io, the second takes any document named in the page's address.
 */
function startScript(): string {
  return `window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  filter: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  queryConfigEnabled: false,
  validatorUrl: null,
});
`;
}

function pageStyle(): string {
  return `body { margin: 0; background: #fff; }
header, nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; }
header { align-items: baseline; padding: 0.75rem 20px; background: #14323f; font: 1rem/1.5 system-ui, sans-serif; }
header a { color: #fff; }
header > a { font-weight: 600; text-decoration: none; }
`;
}

function libraryFile(name: string): string {
  return join(dirname(require.resolve("swagger-ui-dist/package.json")), name);
}
