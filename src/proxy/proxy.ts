import { createServer as createHttpServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { request as secureRequest } from "node:https";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createServer as createTlsServer, connect as secureConnect } from "node:tls";
import { type Authority, tlsOptionsOf } from "./authority.ts";
import { directly, isThisMachine, type Onward } from "./onward.ts";
import { isOriginalHost, originalHosts, sessionsHost } from "./original-hosts.ts";

/** A proxy that listens on this machine. */
export type Proxy = { url: string; close(): Promise<void> };

type Options = {
  /** Address of the gateway, without a path, asked for by each request. Requests wait for it: a command may start before its gateway has. */
  gateway: () => Promise<string>;
  authority: Pick<Authority, "contextFor">;
  /** The way to other hosts; null lets nothing go to other machines. */
  onward: Onward | null;
  /** Told once of each host that was refused. */
  tellRefused: (host: string) => void;
};

/** First byte of a TLS handshake. Requests begin with a letter. */
const handshake = 0x16;

/**
 * Starts a proxy that leads the original's hosts to a gateway and leaves all others alone. Only this machine reaches it.
 *
 * One port takes all that programs send to a proxy: `CONNECT`, requests with a whole address, and, from programs whose connections `preload.cjs`
 * turned to it, a plain handshake or request. What is said to the original's hosts is read here and said to the gateway; a tunnel to any other
 * host passes as it is, so its own certificate is what the program sees.
 */
export async function startProxy({ gateway, authority, onward, tellRefused }: Options): Promise<Proxy> {
  const refused = new Set<string>();
  const mayPass = (host: string): boolean => onward !== null || isThisMachine(host);
  const refuse = (host: string): string => {
    if (!refused.has(host)) tellRefused(host);
    refused.add(host);
    return `Chamra lets nothing go to ${host}: the command runs with --offline.\n`;
  };
  const way: Onward = (host, port) => (onward ?? directly)(host, port);

  const plain = createHttpServer((incoming, response) => {
    const to = destinationOf(incoming);
    if (!to) return answer(response, 400, "This is a proxy: the request names no host.\n");
    const here = !to.absolute && incoming.headers.host === address(); // as `CHAMRA_URL` says it
    if (here || isOriginalHost(to.hostname)) return relay(incoming, response, gateway(), to);
    if (!to.absolute) return answer(response, 400, `This proxy stands for ${originalHosts.join(", ")} only.\n`);
    if (!mayPass(to.hostname)) return answer(response, 403, refuse(to.hostname));
    return passOn(incoming, response, to, way);
  });
  plain.on("connect", async (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const to = URL.parse(`http://${incoming.url}`);
    if (!to?.hostname) return void socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    const host = bare(to.hostname);
    const port = Number(/:(\d+)$/.exec(incoming.url ?? "")?.[1] ?? 443);
    if (isOriginalHost(host)) {
      socket.write(established);
      if (head.length > 0) socket.unshift(head);
      return greet(socket);
    }
    if (!mayPass(host)) return void socket.end(plainAnswer("403 Forbidden", refuse(host)));
    try {
      const other = await way(host, port);
      socket.write(established);
      join(socket, other, head);
    } catch (error) {
      socket.end(plainAnswer("502 Bad Gateway", `${host} cannot be reached: ${messageOf(error)}\n`));
    }
  });
  plain.on("upgrade", (_, socket: Duplex) => socket.destroy()); // nothing of the original's is spoken so
  plain.on("clientError", (_, socket) => socket.destroy());
  plain.requestTimeout = 0; // a body may be typed by hand; the gateway has limits of its own
  plain.headersTimeout = 0;

  const secure = createTlsServer(tlsOptionsOf(authority), (socket) => plain.emit("connection", socket));
  secure.on("tlsClientError", (_, socket) => socket.destroy());

  /** Hands a connection to those who speak its language. */
  function greet(socket: Duplex): void {
    const first: Buffer | null = socket.read(1);
    if (first === null) {
      socket.once("readable", () => greet(socket));
      return;
    }
    socket.unshift(first);
    (first[0] === handshake ? secure : plain).emit("connection", socket);
  }

  const address = () => `127.0.0.1:${(listener.address() as AddressInfo).port}`; // a TCP server has one
  const open = new Set<Socket>();
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket)).on("error", () => socket.destroy());
    greet(socket);
  });
  await new Promise<void>((resolve, reject) => listener.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `http://${address()}`,
    close: async () => {
      const closed = new Promise((resolve) => listener.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

type Destination = { hostname: string; port: string; secure: boolean; path: string; absolute: boolean };

/** Where a request goes: by its whole address, else by its Host header. */
function destinationOf({ url = "", headers }: IncomingMessage): Destination | null {
  const absolute = /^https?:\/\//i.test(url);
  const parsed = URL.parse(absolute ? url : `http://${headers.host}`);
  if (!parsed || (!absolute && !headers.host)) return null;
  const path = absolute ? url.replace(/^https?:\/\/[^/?#]*/i, "") : url; // as it came: parsing would write it anew
  return {
    hostname: bare(parsed.hostname),
    port: parsed.port,
    secure: parsed.protocol === "https:",
    path: path.startsWith("/") ? path : `/${path}`,
    absolute,
  };
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, "").toLowerCase();

/** Headers that are about one connection, not about the request (RFC 9110, 7.6.1). */
const ofConnection = ["connection", "proxy-connection", "proxy-authorization", "keep-alive", "te", "upgrade"];

/** Headers as they came, but for those of the connection; `host` in the place of the old one. */
function headersFor({ rawHeaders }: IncomingMessage, host: string | null): string[] {
  const kept: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = "", value = ""] = rawHeaders.slice(at, at + 2);
    if (ofConnection.includes(name.toLowerCase())) continue;
    kept.push(name, host !== null && name.toLowerCase() === "host" ? host : value);
  }
  return kept;
}

/** Says of a POST without a body, as PHP sends it, that nothing follows: Node.js would announce a body of unknown length. */
function lengthOfNothing({ method = "", headers }: IncomingMessage): string[] {
  const announced = headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
  return announced || !["POST", "PUT", "PATCH"].includes(method) ? [] : ["Content-Length", "0"];
}

/** The host that a program named, where the gateway answers by it: pages of checkout sessions are under the host of their API. */
const askedHost = (hostname: string): string[] => (hostname === sessionsHost ? ["X-Forwarded-Host", sessionsHost] : []);

/** Sends a request to the gateway under the gateway's own name, and its answer back. */
async function relay(
  incoming: IncomingMessage,
  response: ServerResponse,
  address: Promise<string>,
  { path, hostname }: Destination,
): Promise<void> {
  const gateway = URL.parse(await address.catch(() => "")); // without one the command is ended; nobody waits for this answer
  if (!gateway) return void response.destroy();
  const send = gateway.protocol === "https:" ? secureRequest : request;
  const outgoing = send({
    host: bare(gateway.hostname),
    port: gateway.port || (gateway.protocol === "https:" ? 443 : 80),
    method: incoming.method,
    path,
    headers: [...headersFor(incoming, gateway.host), ...askedHost(hostname), ...lengthOfNothing(incoming)],
    setHost: false,
    agent: false,
  });
  exchange(incoming, response, outgoing, `Chamra does not answer at ${gateway.origin}`);
}

/** Sends a request with a whole address on to another host, as any proxy does. */
function passOn(incoming: IncomingMessage, response: ServerResponse, to: Destination, way: Onward): void {
  const port = Number(to.port) || (to.secure ? 443 : 80);
  way(to.hostname, port).then(
    (socket) => {
      const through = to.secure ? secureConnect({ socket, servername: to.hostname }) : socket;
      const outgoing = request({
        host: to.hostname,
        method: incoming.method,
        path: to.path,
        headers: [...headersFor(incoming, null), ...lengthOfNothing(incoming)],
        setHost: false,
        createConnection: () => through,
      });
      exchange(incoming, response, outgoing, `${to.hostname} does not answer`);
    },
    (error: unknown) => answer(response, 502, `${to.hostname} cannot be reached: ${messageOf(error)}\n`),
  );
}

function exchange(
  incoming: IncomingMessage,
  response: ServerResponse,
  outgoing: ReturnType<typeof request>,
  trouble: string,
): void {
  outgoing.on("response", (found) => {
    response.writeHead(found.statusCode ?? 502, found.statusMessage, headersFor(found, null));
    found.on("error", () => response.destroy());
    found.pipe(response);
  });
  outgoing.on("error", (error) => {
    if (response.headersSent) response.destroy();
    else answer(response, 502, `${trouble}: ${messageOf(error)}\n`);
  });
  response.on("close", () => outgoing.destroy()); // the client went away, or all was said
  incoming.pipe(outgoing);
}

function answer(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" }).end(sentence);
}

const plainAnswer = (status: string, sentence: string): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(sentence)}\r\nConnection: close\r\n\r\n${sentence}`;

const established = "HTTP/1.1 200 Connection established\r\n\r\n";

/** Joins two connections until both have ended. */
function join(one: Duplex, other: Socket, head: Buffer): void {
  one.on("error", () => other.destroy()).on("close", () => other.destroy());
  other.on("error", () => one.destroy()).on("close", () => one.destroy());
  other.write(head);
  one.pipe(other).pipe(one);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
