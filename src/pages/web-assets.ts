import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../domain/base/errors.ts";
import type { Gateway } from "../operations/gateway.ts";
import { cardVaultOf } from "../operations/upstream/card-vault.ts";
import { scriptNames } from "./script-names.ts";
import type { KeyDoor } from "./test-key.ts";

/** Folder that `npm run build:web` writes the browser code to; two steps up from both src/pages and dist/pages. */
const folder = join(import.meta.dirname, "../../web/dist");

type Asset = { content: Buffer; headers: Record<string, string> };

const contentTypes: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ts": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

/**
 * Policy of the frames that hold card details. Scripts and styles are our own files and requests go only to us, and in live mode to the vault of the
 * upstream that takes the account's cards: what is typed can go nowhere else. Any site may embed them, since every merchant does; apps do so from schemes of their own, which no frame-ancestors list can name.
 * Images may come from elsewhere because the merchant's logo does.
 */
const framePolicy = (vault: string | null): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: https: http:",
    `connect-src 'self'${vault === null ? "" : ` ${vault}`}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** Documents that a page opens in frames, with a live public key in their address. */
const frames = ["pay.html", "token-frame.html"];

/** Files that a merchant's page or the payer loads by name; without a build they say what is missing. */
const entries = [...scriptNames, "omise.d.ts", "scan.js", "pay.html", "token-frame.html", "fonts.css"];

const notBuilt =
  "The browser code has not been built, so there is no omise.js and no payment form: run `npm run build:web` and start the gateway again.\n";

/** Serves the built browser code: /omise.js under all its names, its types, the frames it opens, fonts.css for all pages, and what they load. */
export function registerWebAssets(app: FastifyInstance, gateway: Gateway, door: KeyDoor): void {
  const assets = readAssets();
  const script = assets.get(scriptNames[0]);
  if (script) for (const name of scriptNames) assets.set(name, script);
  for (const [path, asset] of assets) {
    if (!frames.includes(path)) app.get(`/${path}`, (request, reply) => send(asset, request, reply));
    else
      app.get<{ Querystring: { key?: unknown } }>(`/${path}`, async (request, reply) => {
        const { key } = request.query;
        if (typeof key !== "string") return send(asset, request, reply);
        const policy = framePolicy(await vaultOriginOf(gateway, door, key, request.ip));
        const headers = { ...asset.headers, "content-security-policy": policy, "cache-control": "no-store" };
        return reply.headers(headers).send(asset.content);
      });
  }
  for (const path of entries.filter((entry) => !assets.has(entry))) {
    app.get(`/${path}`, (_request, reply) => reply.code(503).type("text/plain; charset=utf-8").send(notBuilt));
  }
}

/** Origin of the upstream's vault that takes the cards of a public key; null where none does: what is wrong then is said when a card is sent. */
async function vaultOriginOf(gateway: Gateway, { gatekeeper, spend }: KeyDoor, key: string, ip: string) {
  try {
    const access = await gatekeeper.admit(key, ["public"], ip);
    spend(access, false, ip);
    const { upstream, tokensUri } = await cardVaultOf(gateway, access.account);
    return upstream === null ? null : new URL(tokensUri).origin;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Reads all files into memory, a few hundred kilobytes, so that a build at run time cannot mix versions. */
function readAssets(): Map<string, Asset> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const places = files.map((file) => join(file.parentPath, file.name));
  const named = places.map((place) => [relative(folder, place).split(sep).join("/"), place] as const);
  return new Map(
    named
      .filter(([path]) => !path.startsWith("dashboard/")) // served by dashboard.ts, to its own pages only
      .map(([path, place]) => {
        const content = readFileSync(place);
        return [path, { content, headers: headersOf(path, content) }];
      }),
  );
}

function headersOf(path: string, content: Buffer): Record<string, string> {
  const type = extname(path);
  return {
    "content-type": contentTypes[type] ?? "application/octet-stream",
    "cache-control": path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "public, no-cache",
    etag: `"${createHash("sha256").update(content).digest("base64url").slice(0, 27)}"`,
    // Merchants' pages load these from another origin, including pages that isolate themselves or check the script's hash.
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    ...(type === ".html" && { "content-security-policy": framePolicy(null), "referrer-policy": "no-referrer" }),
  };
}

function send({ content, headers }: Asset, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers(headers);
  if (request.headers["if-none-match"] === headers.etag) return reply.code(304).send();
  return reply.send(content);
}
