import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

// biome-ignore lint/suspicious/noExplicitAny: the body is an event of any kind
export type Received = { headers: IncomingHttpHeaders; text: string; json: any; path: string };

/** A merchant's webhook endpoint on a real socket. */
export type Receiver = {
  url: string;
  received: readonly Received[];
  /** Resolves when `count` events have arrived in all. */
  arrived(count: number): Promise<readonly Received[]>;
  /** Sets the answer from now on; initially 200 without a body. */
  answerWith(status: number, body?: string | Buffer): void;
  /** Does something with each event from now on, before it is answered. */
  answerAfter(work: (received: Received) => Promise<unknown>): void;
};

export async function aReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let before: (event: Received) => Promise<unknown> = async () => {};
  let answer: { status: number; body: string | Buffer } = { status: 200, body: "" };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const event = { headers: request.headers, text, json: JSON.parse(text), path: request.url ?? "" };
      received.push(event);
      void before(event).then(() => response.writeHead(answer.status, { location: "/elsewhere" }).end(answer.body));
      for (const waiter of waiting.filter(({ count }) => received.length >= count)) waiter.resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/webhooks`,
    received,
    arrived: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve(received);
        else waiting.push({ count, resolve: () => resolve(received) });
      }),
    answerWith: (status, body = "") => {
      answer = { status, body };
    },
    answerAfter: (work) => {
      before = work;
    },
  };
}
