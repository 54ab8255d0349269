import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Account } from "../../src/domain/merchant/account.ts";
import { beginShadow } from "../../src/operations/shadow/shadow.ts";
import { aGateway, type GatewayOptions, type TestGateway } from "../kit/gateway.ts";

/** The way between two gateways. What passes is recorded; answers can be held and changed, and nothing may answer at all. */
type Way = {
  url: string;
  seen: { method: string; path: string; body: string }[];
  /** Holds all answers until the returned function is called. */
  hold(): () => void;
  /** Changes the bodies of answers from now on. */
  change(how: (body: string) => string): void;
  /** Answers with a status and no more from now on. */
  answer(status: number): void;
  /** Tears each connection from now on. */
  tear(): void;
  /** Resolves when a request has come. */
  comes(): Promise<void>;
};

/** A gateway whose test account has a shadow: the test account of another gateway, which stands in Omise's place. */
export type Shadowed = {
  ours: TestGateway;
  theirs: TestGateway;
  account: Account;
  way: Way;
  /** The report by the API, when nothing waits any more. */
  report(): ReturnType<TestGateway["call"]>;
};

export async function aShadowed(
  options: { ours?: GatewayOptions; theirs?: GatewayOptions; publicKey?: boolean } = {},
): Promise<Shadowed> {
  const theirs = await aGateway(options.theirs);
  const way = await aWay(theirs.url);
  const environment = {
    CHAMRA_UPSTREAMS: `omise.api=${way.url},omise.vault=${way.url}`,
    ...options.ours?.environment,
  };
  const ours = await aGateway({ ...options.ours, environment });
  const [account] = await ours.gateway.store.account.all();
  if (!account) throw new Error("the first merchant has no test account");
  const publicKey = options.publicKey === false ? {} : { public_key: theirs.publicKey };
  await beginShadow(ours.gateway, account, { secret_key: theirs.secretKey, ...publicKey });
  way.seen.length = 0;
  const report = async () => {
    await ours.gateway.shadows.rest();
    return ours.call("GET", "/test/fidelity");
  };
  return { ours, theirs, account, way, report };
}

/** A token of a card, made as a browser makes one. */
export async function aToken({ call, publicKey }: TestGateway, number = "4242424242424242"): Promise<string> {
  const card = { name: "Somchai Prasert", number, expiration_month: 12, expiration_year: 2030, security_code: "777" };
  return (await call("POST", "/tokens", { key: publicKey, body: { card } })).json.id;
}

async function aWay(to: string): Promise<Way> {
  const seen: Way["seen"] = [];
  let held: Promise<void> = Promise.resolve();
  let change = (body: string) => body;
  let torn = false;
  let status: number | null = null;
  let arrived = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const { method = "", url: path = "" } = request;
    seen.push({ method, path, body });
    arrived.resolve();
    arrived = Promise.withResolvers();
    if (torn) return void request.socket.destroy();
    if (status !== null) return void response.writeHead(status, { "content-type": "application/json" }).end("{}");
    const { host, connection, "content-length": length, ...headers } = request.headers;
    const answer = await fetch(to + path, {
      method,
      headers: headers as Record<string, string>, // none of them comes twice
      ...(body !== "" && { body }),
    });
    const text = await answer.text();
    await held;
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(change(text));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    hold: () => {
      const released = Promise.withResolvers<void>();
      held = released.promise;
      return released.resolve;
    },
    change: (how) => {
      change = how;
    },
    answer: (each) => {
      status = each;
    },
    tear: () => {
      torn = true;
    },
    comes: () => arrived.promise,
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer); // a request without an encoding yields buffers
  return Buffer.concat(parts).toString();
}
