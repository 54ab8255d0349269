import { gzipSync } from "node:zlib";
import type { FastifyReply } from "fastify";

/** A text that many ask for and that does not change: as it is, and packed, as most clients prefer it. */
export type Packed = { text: string; gzip: Buffer };

export const packed = (text: string): Packed => ({ text, gzip: gzipSync(text) });

/** @param acceptEncoding the caller's header; `gzip;q=0` rules it out. Source: RFC 9110, 12.5.3 */
export function sendPacked(reply: FastifyReply, { text, gzip }: Packed, acceptEncoding = ""): FastifyReply {
  reply.header("Vary", "Accept-Encoding");
  const taken = /(^|,)\s*(x-)?gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[\d.]+\s*)?(,|$)/i.test(acceptEncoding);
  return taken ? reply.header("Content-Encoding", "gzip").send(gzip) : reply.send(text);
}
