import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { quantiles } from "./statistics.ts";

/** Port of the server, and the raw HTTP/1.1 requests to send in turn, repeated from the first. */
type Target = { port: number; requests: readonly string[] };

/** Closed load: each client sends its next request when the last is answered. Ends after `durationMs` or after `count` requests. */
export type ClosedLoad = Target & { clients: number; durationMs?: number; count?: number };

/** Open load: requests are sent at fixed times, whether or not earlier ones are answered, so waiting counts as latency. */
export type OpenLoad = Target & { perSecond: number; durationMs: number };

export type LoadResult = {
  answered: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Number of answers by status. */
  statuses: Record<string, number>;
};

/**
 * A client with minimal cost (plain sockets, prepared requests), since it shares the machine with the measured server: a
 * slow client would slow down the baseline, in our favour.
 */
export async function closedLoad({ port, requests, clients, durationMs, count }: ClosedLoad): Promise<LoadResult> {
  const tally = createTally();
  const connections = await Promise.all(Array.from({ length: clients }, () => open(port)));
  const startedAt = performance.now(); // a busy machine may take longer to connect than a short load lasts
  let sent = 0;
  const goesOn = () => (count === undefined ? performance.now() - startedAt < (durationMs ?? 0) : sent < count);
  await Promise.all(
    connections.map(async (connection) => {
      while (goesOn()) {
        const request = requests[sent % requests.length] ?? "";
        sent += 1;
        const at = performance.now();
        tally.add(await connection.ask(request), performance.now() - at);
      }
      connection.close();
    }),
  );
  return tally.result((performance.now() - startedAt) / 1_000);
}

export async function openLoad({ port, requests, perSecond, durationMs }: OpenLoad): Promise<LoadResult> {
  const tally = createTally();
  const idle: Connection[] = [];
  const startedAt = performance.now();
  const underWay: Promise<void>[] = [];
  for (let index = 0; (index * 1_000) / perSecond < durationMs; index += 1) {
    const dueAt = startedAt + (index * 1_000) / perSecond;
    if (dueAt > performance.now() + 1) await pause(dueAt - performance.now());
    underWay.push(
      (async () => {
        const connection = idle.pop() ?? (await open(port));
        const status = await connection.ask(requests[index % requests.length] ?? "");
        tally.add(status, performance.now() - dueAt);
        idle.push(connection);
      })(),
    );
  }
  await Promise.all(underWay);
  for (const connection of idle) connection.close();
  return tally.result((performance.now() - startedAt) / 1_000);
}

/** The text of a request. */
export function requestText(
  method: string,
  path: string,
  { key, body }: { key?: string; body?: unknown } = {},
): string {
  const text = body === undefined ? "" : JSON.stringify(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "Host: localhost",
    ...(key ? [`Authorization: Basic ${Buffer.from(`${key}:`).toString("base64")}`] : []),
    ...(text ? ["Content-Type: application/json", `Content-Length: ${Buffer.byteLength(text)}`] : []),
  ];
  return `${lines.join("\r\n")}\r\n\r\n${text}`;
}

type Connection = { ask(request: string): Promise<number>; close(): void };

function open(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => resolve(connectionOn(socket)));
  });
}

/** Sends one request at a time; all measured servers send a content-length. */
function connectionOn(socket: Socket): Connection {
  let received = "";
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;
  socket.setEncoding("latin1"); // one character for each byte
  socket.on("data", (chunk: string) => {
    received += chunk;
    const head = received.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(received.slice(0, head))?.[1] ?? 0);
    if (received.length < head + 4 + length) return;
    const status = Number(received.slice(9, 12));
    received = "";
    waiting?.resolve(status);
  });
  const fail = (error = new Error("the server closed the connection")) => waiting?.reject(error);
  socket.on("error", fail);
  socket.on("close", () => fail());
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => {
      waiting = undefined;
      socket.destroy();
    },
  };
}

function createTally() {
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  return {
    add: (status: number, ms: number) => {
      latencies.push(ms);
      statuses[status] = (statuses[status] ?? 0) + 1;
    },
    result: (seconds: number): LoadResult => {
      const { at } = quantiles(latencies);
      const answered = latencies.length;
      return { answered, seconds, perSecond: answered / seconds, p50Ms: at(0.5), p99Ms: at(0.99), statuses };
    },
  };
}
