import { createServer, type IncomingMessage, request as plainRequest, type ServerResponse } from "node:http";
import { request as secureRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Json } from "../client.ts";

/** An answer of the gateway, whole. */
type Answer = { status: number; headers: string[]; body: Buffer };

/** What is done with a request of the shop's; null tears the connection. */
type Play = (forward: () => Promise<Answer>) => Promise<Answer | null>;

export type Fault = { fits(method: string, path: string): boolean; play: Play };

/** A request that the shop made of the gateway. */
type Asked = { method: string; path: string; status: number | null };

/** Relay between shop and gateway. All requests of the shop pass here, so a case can hold one, lose its answer or refuse it. */
export type Relay = {
  url: string;
  faults: Fault[];
  /** Whether cards must be authenticated, for shops that take cards only. */
  threeDSecure: boolean;
  hear: {
    charge(charge: Json): void;
    asked(asked: Asked): void;
  };
  close(): Promise<void>;
};

/**
 * Opens the relay on this machine.
 *
 * @param gateway address, without a path
 * @param webhooks where each charge's events go, in place of the addresses that the shop names
 * @param port a free one by default
 */
export async function openRelay(gateway: string, webhooks: string, port = 0): Promise<Relay> {
  const to = new URL(gateway);
  const server = createServer(async (incoming, outgoing) => {
    const { method = "GET", url = "/" } = incoming;
    const path = url.split("?", 1)[0] ?? "/";
    try {
      const sent = await buffer(incoming);
      const creates = method === "POST" && path === "/charges";
      const body = creates ? changed(sent, incoming.headers["content-type"] ?? "", webhooks, relay.threeDSecure) : sent;
      const forward = async () => {
        const answer = await ask(to, incoming, body);
        if (creates && answer.status === 200) relay.hear.charge(JSON.parse(answer.body.toString("utf8")));
        return answer;
      };
      const fault = relay.faults.find(({ fits }) => fits(method, path));
      const answer = await (fault ? fault.play(forward) : forward());
      relay.hear.asked({ method, path, status: answer?.status ?? null });
      if (answer === null) return void outgoing.destroy();
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    } catch (error) {
      broken(outgoing, error);
    }
  });
  const relay: Relay = {
    url: "",
    faults: [],
    threeDSecure: false,
    hear: { charge: () => {}, asked: () => {} },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "localhost", resolve));
  relay.url = `http://localhost:${(server.address() as AddressInfo).port}`; // a TCP server has one
  return relay;
}

/** An answer that is an error object. */
export function refusal(status: number, code: string, message: string): Answer {
  const body = Buffer.from(
    JSON.stringify({ object: "error", location: "https://docs.omise.co/api-errors", code, message }),
  );
  return { status, headers: ["content-type", "application/json", "content-length", String(body.length)], body };
}

/** The request that creates a charge, with our address for its webhooks where the shop names others. */
function changed(body: Buffer, type: string, webhooks: string, threeDSecure: boolean): Buffer {
  const text = body.toString("utf8");
  if (/json/i.test(type)) {
    const asked = parsed(text);
    if (typeof asked !== "object" || asked === null) return body; // the gateway says what is wrong with it
    if (Array.isArray(asked.webhook_endpoints) && asked.webhook_endpoints.length > 0)
      asked.webhook_endpoints = [webhooks];
    if (threeDSecure && asked.source === undefined) asked.authentication = "3DS";
    return Buffer.from(JSON.stringify(asked));
  }
  if (!/x-www-form-urlencoded/i.test(type)) return body;
  const given = [...new URLSearchParams(text)];
  const others = given.filter(([name]) => !name.startsWith("webhook_endpoints"));
  if (others.length < given.length) others.push(["webhook_endpoints[]", webhooks]);
  const hasSource = others.some(([name]) => name.startsWith("source"));
  if (threeDSecure && !hasSource) others.push(["authentication", "3DS"]);
  return Buffer.from(new URLSearchParams(others).toString());
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Headers that are about one connection, or about a body that may have changed. */
const ofConnection = [
  "connection",
  "proxy-connection",
  "keep-alive",
  "te",
  "upgrade",
  "transfer-encoding",
  "content-length",
  "host",
  "expect",
];

function ask(to: URL, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const headers = [
    ...pairsOf(incoming.rawHeaders)
      .filter(([name]) => !ofConnection.includes(name.toLowerCase()))
      .flat(),
  ];
  headers.push("host", to.host);
  if (body.length > 0 || incoming.method !== "GET") headers.push("content-length", String(body.length));
  return new Promise((resolve, reject) => {
    const send = to.protocol === "https:" ? secureRequest : plainRequest;
    const outgoing = send({
      host: to.hostname.replace(/^\[|\]$/g, ""),
      port: to.port || (to.protocol === "https:" ? 443 : 80),
      method: incoming.method,
      path: incoming.url,
      headers,
      setHost: false,
      agent: false,
    });
    outgoing.on("error", reject);
    outgoing.on("response", async (found) => {
      const kept = pairsOf(found.rawHeaders).filter(
        ([name]) => !/^(connection|keep-alive|transfer-encoding)$/i.test(name),
      );
      const content = await buffer(found).catch(reject);
      if (content) resolve({ status: found.statusCode ?? 502, headers: kept.flat(), body: content });
    });
    outgoing.end(body);
  });
}

function pairsOf(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ""] as [string, string]] : []));
}

function broken(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  outgoing.writeHead(502, { "content-type": "text/plain" }).end(`The gateway does not answer: ${error}\n`);
}
