import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import ipaddr from "ipaddr.js";
import { isThisMachine } from "./host.ts";
import { keyedRoute } from "./keyed-route.ts";

/**
 * GET /metrics, in the text format of Prometheus. Metrics tell competitors how business goes, so access is limited: with a token, to those who have
 * it; without one, to callers on this machine that name it so and do not come through a proxy. Others get the answer for an unknown service.
 */
export function registerMetrics(app: FastifyInstance, scrape: () => Promise<string>, token: string | null): void {
  app.get("/metrics", token === null ? {} : keyedRoute, async (request, reply) => {
    const allowed = token === null ? isFromHere(request) : hasToken(request, token);
    if (!allowed) return reply.callNotFound();
    return reply
      .header("Cache-Control", "no-store")
      .type("text/plain; version=0.0.4; charset=utf-8")
      .send(await scrape());
  });
}

const proxied = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

function isFromHere({ headers, socket }: FastifyRequest): boolean {
  const here = socket.remoteAddress !== undefined && ipaddr.process(socket.remoteAddress).range() === "loopback";
  return here && isThisMachine(headers.host) && !proxied.some((name) => headers[name] !== undefined);
}

function hasToken({ headers }: FastifyRequest, token: string): boolean {
  return timingSafeEqual(digest(headers.authorization ?? ""), digest(`Bearer ${token}`));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
