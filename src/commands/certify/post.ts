import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Json } from "../client.ts";

/** A webhook of the gateway's, byte by byte as it came. */
export type Webhook = { key: string; about: readonly string[]; headers: Record<string, string>; body: Buffer };

/** Post office between gateway and shop: it takes every webhook at once and hands on none by itself, so that a case says what comes when. */
export type Post = {
  url: string;
  /** The newest webhook of a key about an object, once it has come. @throws Error where none comes */
  next(key: string, about: string): Promise<Webhook>;
  close(): Promise<void>;
};

/** Time limit for a webhook to come, which the gateway sends at once. */
const timeoutMs = 20_000;

const passedOn = ["content-type", "user-agent", "omise-signature", "omise-signature-timestamp"];

export async function openPost(): Promise<Post> {
  const kept: Webhook[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const { key, data }: Json = JSON.parse(body.toString("utf8"));
    const headers = Object.fromEntries(passedOn.map((name) => [name, String(incoming.headers[name] ?? "")]));
    kept.push({ key, about: [data.id, data.charge].filter((id) => typeof id === "string"), headers, body });
    outgoing.writeHead(200).end();
    for (const look of waiting) look();
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    next: (key, about) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = kept.findLast((each) => each.key === key && each.about.includes(about));
          if (!found) return;
          clearTimeout(tooLong);
          waiting.delete(look);
          resolve(found);
        };
        const tooLong = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`the gateway sent no ${key} about ${about} within ${timeoutMs / 1_000} s`));
        }, timeoutMs);
        waiting.add(look);
        look();
      }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
