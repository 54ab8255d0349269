import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A merchant's site on a real socket, for the return of payers. */
export type Shop = {
  /** URL of a path; `/onward` redirects the payer to another host, as shops do. */
  url(path: string): string;
  /** Requested paths with queries, in order. */
  visits: readonly string[];
};

/** @param onArrival runs before the payer is answered, so it sees the state at arrival */
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
