import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Arrival time of each event, by its id. */
const arrivedAt = new Map<string, number[]>();
const waiting = new Map<string, () => void>();

/** A webhook receiver that answers at once and records arrivals. */
export async function receiver(): Promise<number> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.writeHead(200, { "content-length": 0 }).end();
      const text = Buffer.concat(chunks).toString("utf8");
      const id = /"id": "(evnt_\w+)"/.exec(text)?.[1];
      if (id) arrivedAt.set(id, [...(arrivedAt.get(id) ?? []), performance.now()]);
      const charge = /"id": "(chrg_\w+)"/.exec(text)?.[1] ?? "";
      if (text.includes('"key": "charge.complete"')) waiting.get(charge)?.();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port; // a TCP server has a port
}

const hanging = new Set<Server>();

/** A receiver that accepts requests and never answers. */
export async function hangingReceiver(): Promise<number> {
  const server = createServer(() => {});
  hanging.add(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port; // a TCP server has a port
}

/** Ends the requests that hang. */
export async function hangUp(): Promise<void> {
  for (const server of hanging) server.closeAllConnections();
}

/** Number of events, number of duplicates, and the rate between the first and the last tenth. */
export async function arrivals(forget: boolean) {
  const times = [...arrivedAt.values()].map(([first = 0]) => first).sort((one, other) => one - other);
  const repeated = [...arrivedAt.values()].filter(({ length }) => length > 1).length;
  const counted = times.slice(Math.floor(times.length / 10));
  const seconds = ((counted.at(-1) ?? 0) - (counted[0] ?? 0)) / 1_000;
  if (forget) arrivedAt.clear();
  return { events: times.length, repeated, perSecond: (counted.length - 1) / seconds };
}

/** Resolves when this process's receiver has got the charge's `charge.complete`. */
export function completed(charge: string): Promise<void> {
  return new Promise((resolve) => waiting.set(charge, resolve));
}
