import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Folder that `npm run build:web` writes the dashboard to; two steps up from both src/pages and dist/pages. */
const folder = join(import.meta.dirname, "../../web/dist/dashboard");

const notBuilt =
  "The browser code has not been built, so there is no dashboard: run `npm run build:web` and start the gateway again.\n";

const contentTypes: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A file of the dashboard. A hash of its content is in its name, so browsers never ask again; it is packed once, at the first request. */
type Asset = { content: Buffer; type: string; packed?: Promise<Buffer> };

/**
 * Serves the dashboard: its files, and its one page for every other address below /dashboard, since its views are addresses of the browser's.
 * The contract serves /dashboard/api.
 */
export function registerDashboard(app: FastifyInstance): void {
  const page = existsSync(join(folder, "index.html")) ? readFileSync(join(folder, "index.html"), "utf8") : null;
  const assets = readAssets();
  const show = (request: FastifyRequest, reply: FastifyReply) => {
    const [path = ""] = request.url.split("?", 1);
    if (/^\/dashboard\/(api|assets)(\/|$)/.test(path)) return reply.callNotFound();
    if (page === null) return reply.code(503).type("text/plain; charset=utf-8").send(notBuilt);
    return showApp(page, reply);
  };
  app.get("/dashboard", show);
  app.get("/dashboard/*", show);
  for (const mode of ["test", "live"]) for (const path of [`/${mode}`, `/${mode}/*`]) app.get(path, leadOn);
  app.get<{ Params: { name: string } }>("/dashboard/assets/:name", (request, reply) => {
    const asset = assets.get(request.params.name);
    return asset ? sendAsset(asset, request, reply) : reply.callNotFound();
  });
}

/**
 * Redirects /test and /live into the dashboard. The original has its dashboard on a host of its own, so guides and plug-ins link to
 * dashboard.omise.co/test/keys, /test/webhooks and /test/charges/<id>. With only the host changed they arrive here, where the API has nothing.
 * The dashboard decides which of these pages exist. A program with a key looks for the API, and is told that there is nothing; a browser may have
 * credentials for a proxy before this gateway.
 */
function leadOn({ headers, url }: FastifyRequest, reply: FastifyReply) {
  const isProgram = headers.authorization !== undefined && !headers.accept?.includes("text/html");
  return isProgram ? reply.callNotFound() : reply.redirect(`/dashboard${url}`);
}

/**
 * Scripts and styles are our own files. The only other styles are those that the component library makes at run time;
 * they carry a nonce that is new with every page. Nothing is loaded from or sent to another host.
 */
function showApp(page: string, reply: FastifyReply): FastifyReply {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return reply
    .headers({
      "Content-Security-Policy": policy.join("; "),
      "Cross-Origin-Opener-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "no-store",
    })
    .type("text/html; charset=utf-8")
    .send(page.replace('name="csp-nonce" content=""', `name="csp-nonce" content="${nonce}"`));
}

function readAssets(): Map<string, Asset> {
  const place = join(folder, "assets");
  if (!existsSync(place)) return new Map();
  return new Map(
    readdirSync(place).map((name) => [
      name,
      { content: readFileSync(join(place, name)), type: contentTypes[extname(name)] ?? "application/octet-stream" },
    ]),
  );
}

const pack = promisify(gzip);

async function sendAsset(asset: Asset, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const packs = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  reply.type(asset.type).headers({ "Cache-Control": "public, max-age=31536000, immutable", Vary: "Accept-Encoding" });
  if (!packs) return reply.send(asset.content);
  asset.packed ??= pack(asset.content, { level: 9 });
  return reply.header("Content-Encoding", "gzip").send(await asset.packed);
}
