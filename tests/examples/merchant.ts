import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { readConfig } from "../../src/config.ts";
import { type Running, serve } from "../../src/main/serve.ts";
import { call } from "../kit/gateway.ts";

const keys = { publicKey: "pkey_test_5xuy4w91xqz7d1w9u0t", secretKey: "skey_test_5xuy4w91xqz7d1w9u0t" };
export const webhookSecret = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";

/** A webhook from the gateway. */
type Webhook = { key: string; headers: IncomingHttpHeaders; body: Buffer };

export type Merchant = {
  gateway: string;
  url: string;
  /** The shop's output about finished orders. */
  shipped(): string[];
  /** The relay between gateway and shop; the shop gets only the webhooks that `post` passes on. */
  post: Post;
  api(method: string, path: string): Promise<Awaited<ReturnType<typeof call>>>;
};

type Post = {
  url: string;
  /** Webhooks received from the gateway so far. */
  seen: readonly Webhook[];
  /** Number of times that each event is passed on; 0 holds it until `release`. */
  copies: number;
  release(): Promise<number[]>;
  /** Resolves once an event of this kind has been passed on. */
  delivered(key: string): Promise<void>;
};

/** The example shop in its own process, started as in its README, with a gateway on the real clock. */
export async function aMerchant(environment: Record<string, string> = {}): Promise<Merchant> {
  const { publicUrl: gateway } = await aRealGateway();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const post = await aPost(`${url}/webhooks`);
  const said = await startShop({
    PORT: String(port),
    WEBHOOK_URL: post.url,
    OMISE_API_URL: gateway,
    ...environment,
  });
  const shipped = () => said.join("").match(/Order DF-\d+ is paid/g) ?? [];
  return {
    gateway,
    url,
    shipped,
    post,
    api: (method, path) => call(gateway, method, path, { key: keys.secretKey }),
  };
}

/** A gateway on the real clock: the shop, another process, refuses old signatures. */
export async function aRealGateway(environment: Record<string, string> = {}): Promise<Running> {
  const settings = {
    CHAMRA_PORT: "0",
    CHAMRA_DATA: "memory",
    CHAMRA_LOG_LEVEL: "silent",
    CHAMRA_TEST_PUBLIC_KEY: keys.publicKey,
    CHAMRA_TEST_SECRET_KEY: keys.secretKey,
    CHAMRA_WEBHOOK_SECRET: webhookSecret,
  };
  const running = await serve(readConfig({ ...settings, ...environment }));
  onTestFinished(() => running.close());
  return running;
}

async function startShop(environment: Record<string, string>): Promise<string[]> {
  const said: string[] = [];
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, "../../examples/shop/server.ts")], {
    env: {
      OMISE_PUBLIC_KEY: keys.publicKey,
      OMISE_SECRET_KEY: keys.secretKey,
      OMISE_WEBHOOK_SECRET: webhookSecret,
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const opened = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said.push(text);
        if (text.includes("The shop is open")) resolve();
      });
    }
    child.once("exit", () => reject(new Error(said.join(""))));
  });
  await opened;
  return said;
}

const signedHeaders = ["content-type", "omise-signature", "omise-signature-timestamp"];

/** A relay between the gateway and the shop, by which a test decides when and how often webhooks arrive. */
async function aPost(shop: string): Promise<Post> {
  const seen: Webhook[] = [];
  const kept: Webhook[] = [];
  const delivered: string[] = [];
  const waiting: { key: string; resolve: () => void }[] = [];
  const passOn = async ({ key, headers, body }: Webhook): Promise<number> => {
    const passed = signedHeaders.map((name) => [name, String(headers[name])]);
    const request = { method: "POST", headers: Object.fromEntries(passed), body: new Uint8Array(body) };
    const answer = await fetch(shop, request).catch(() => null); // a shop whose test is over
    if (!answer) return 503;
    delivered.push(key);
    for (const waiter of waiting.filter((each) => each.key === key)) waiter.resolve();
    return answer.status;
  };
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const webhook = { key: JSON.parse(body.toString()).key, headers: incoming.headers, body };
    seen.push(webhook);
    if (post.copies === 0) kept.push(webhook);
    const statuses = await Promise.all(Array.from({ length: post.copies }, () => passOn(webhook)));
    outgoing.writeHead(statuses.every((status) => status === 200) ? 200 : 500).end();
  }).listen(0, "localhost");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const post: Post = {
    url: `http://localhost:${(server.address() as AddressInfo).port}/webhooks`, // it listens on a port
    seen,
    copies: 1,
    release: () => Promise.all(kept.splice(0).map(passOn)),
    delivered: (key) =>
      new Promise((resolve) => {
        if (delivered.includes(key)) resolve();
        else waiting.push({ key, resolve });
      }),
  };
  return post;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Places an order for one celadon tea set, THB 2,450.00; returns its URL. */
export async function anOrder({ url }: Merchant): Promise<string> {
  const answer = await fetch(`${url}/orders`, {
    method: "POST",
    body: new URLSearchParams({ tea: "1" }),
    redirect: "manual",
  });
  return answer.headers.get("location") ?? "";
}

/** Creates the source that Omise.js puts into the form for K PLUS. */
export async function aKplusSource({ gateway }: Merchant, amount = 245000): Promise<string> {
  const body = { type: "mobile_banking_kbank", amount, currency: "THB" };
  const { json } = await call(gateway, "POST", "/sources", { key: keys.publicKey, body });
  return json.id;
}

/** Submits the form as a browser does; returns the redirect. */
export async function pay(order: string, form: { omiseSource?: string; omiseToken?: string }): Promise<string> {
  const body = new URLSearchParams({ omiseToken: "", omiseSource: "", ...form });
  const answer = await fetch(`${order}/pay`, { method: "POST", body, redirect: "manual" });
  return answer.headers.get("location") ?? "";
}
