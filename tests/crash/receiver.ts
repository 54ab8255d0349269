import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A merchant's endpoint that accepts and counts all events. */
export type Receiver = {
  url: string;
  /** Number of arrivals of each event, by its id. */
  received: ReadonlyMap<string, number>;
  close(): void;
};

export async function aReceiver(): Promise<Receiver> {
  const received = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => {}); // the sender was killed
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { id } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      received.set(id, (received.get(id) ?? 0) + 1);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/webhooks`, // a TCP server has one
    received,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
