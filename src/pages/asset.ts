import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";

/** A style sheet or script that pages load. Its address contains its version, so a browser may keep it for good. */
export type Asset = { address: string; path: string; version: string; type: string; content: string };

/** @param file in this folder; its name gives the address */
export function readAsset(file: URL, type: "text/css" | "text/javascript"): Asset {
  const content = readFileSync(file, "utf8");
  const path = `/pages/${file.href.slice(new URL(".", import.meta.url).href.length)}`;
  const version = createHash("sha256").update(content).digest("hex").slice(0, 12);
  return { address: `${path}?v=${version}`, path, version, type, content };
}

/** Serves an asset; under another version it must not be kept. */
export function serveAsset(app: FastifyInstance, { path, version, type, content }: Asset): void {
  app.get<{ Querystring: { v?: string } }>(path, ({ query }, reply) =>
    reply
      .header("Cache-Control", query.v === version ? "public, max-age=31536000, immutable" : "no-cache")
      .type(`${type}; charset=utf-8`)
      .send(content),
  );
}
