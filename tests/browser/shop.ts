import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A merchant's site on a real socket, to which payers come back. */
export type Shop = {
  /** Of an address there; `/onward` sends the payer on to another host, as shops do. */
  url(path: string): string;
  /** Paths with their queries, as they were asked for. */
  visits: readonly string[];
};

/** @param onArrival runs before the payer is answered, so it sees the world as it is on arrival */
export async function aShop(onArrival: () => Promise<void> = async () => {}): Promise<Shop> {
  const visits: string[] = [];
  const server = createServer(async ({ url = "" }, response) => {
    if (url === "/favicon.ico") return response.writeHead(204).end();
    visits.push(url);
    if (url === "/onward") return response.writeHead(302, { location: `${origin("127.0.0.1")}/thanks` }).end();
    await onArrival();
    return response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Shop</title>Thank you");
  });
  const origin = (host: string) => `http://${host}:${(server.address() as AddressInfo).port}`; // it listens on a port
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: (path) => `${origin("localhost")}${path}`, visits };
}
