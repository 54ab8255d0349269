import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json } from "./types.ts";

/** An endpoint for the webhooks of one account. */
export type Receiver = {
  url: string;
  next(key: string, timeout: number): Promise<Json>;
  all(): readonly Json[];
  forget(): void;
};

const later = setTimeout; // the real one, also where a test replaces timers
const forgetTimer = clearTimeout;

/** A server for the endpoints of many accounts, each with a path of its own. It lets its process end. */
export async function openReceivers(): Promise<{ open(name: string): Receiver; close(): Promise<void> }> {
  const hears = new Map<string, (event: Json) => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const hear = hears.get(request.url ?? "");
      hear?.(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      response.writeHead(hear ? 200 : 404).end();
    });
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  server.unref();
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    open: (name) => {
      const { hear, ...receiver } = aReceiver(`http://localhost:${port}/${name}`);
      hears.set(`/${name}`, hear);
      return receiver;
    },
    close: () => closed(server),
  };
}

function aReceiver(url: string): Receiver & { hear(event: Json): void } {
  let arrived: Json[] = [];
  let returned = new Set<Json>();
  let waiting: { key: string; take: (event: Json) => void }[] = [];
  const next = (key: string, timeout: number): Promise<Json> => {
    const known = arrived.find((event) => event.key === key && !returned.has(event));
    if (known) {
      returned.add(known);
      return Promise.resolve(known);
    }
    return new Promise((resolve, reject) => {
      const waiter = {
        key,
        take: (event: Json) => {
          forgetTimer(tooLong);
          returned.add(event);
          resolve(event);
        },
      };
      const tooLong = later(() => {
        waiting = waiting.filter((each) => each !== waiter);
        const others = arrived.map((event) => event.key).join(", ") || "no event";
        reject(new Error(`no ${key} arrived within ${timeout} ms; ${others} did`));
      }, timeout);
      waiting.push(waiter);
    });
  };
  return {
    url,
    next,
    all: () => [...arrived],
    forget: () => {
      arrived = [];
      returned = new Set();
    },
    hear: (event) => {
      if (arrived.some(({ id }) => id === event.id)) return; // delivered at least once
      arrived.push(event);
      const waiter = waiting.find(({ key }) => key === event.key);
      waiting = waiting.filter((each) => each !== waiter);
      waiter?.take(event);
    },
  };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
