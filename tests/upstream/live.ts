import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { omise } from "../../src/connectors/omise/upstream.ts";
import type { Account } from "../../src/domain/merchant/account.ts";
import { approveMethod, requestMethod } from "../../src/domain/merchant/enablement.ts";
import { changeAccount } from "../../src/operations/merchant/account.ts";
import { connect } from "../../src/operations/upstream/connection.ts";
import { createUpstreams } from "../../src/operations/upstream/upstreams.ts";
import { aGateway, type GatewayOptions, type TestGateway } from "../kit/gateway.ts";
import { omiseUnderTest } from "../kit/omise.ts";
import { aLine as aLineOf, plainSend } from "../kit/upstream-conformance.ts";

/** A gateway whose live account takes money through another gateway in test mode, as through Omise. */
export type Pair = {
  /** What the merchant's shop speaks to. */
  ours: TestGateway;
  /** In Omise's place. */
  theirs: TestGateway;
  live: Account;
  /** Asks ours with the live account's secret key. */
  ask: TestGateway["call"];
};

/**
 * @param methods types that the live account has
 * @param upstream the gateway in Omise's place, and the address by which ours reaches it; made here where they are not given. With `cards` browsers may
 *   bring cards there
 */
export async function aPair(
  methods: readonly string[],
  options: GatewayOptions = {},
  upstream: { theirs?: TestGateway; address?: string; cards?: true } = {},
): Promise<Pair> {
  const theirs = upstream.theirs ?? (await aGateway());
  const hosts = `omise.api=${upstream.address ?? theirs.url},omise.vault=${theirs.url}`;
  const environment = { CHAMRA_UPSTREAMS: hosts, ...options.environment };
  const ours = await aGateway({ ...options, environment });
  const [, live] = await ours.gateway.store.account.all();
  if (!live) throw new Error("the first merchant has no live account");
  for (const type of methods) await enable(ours, live, type);
  const credentials = { secret_key: theirs.secretKey, ...(upstream.cards && { public_key: theirs.publicKey }) };
  await connect(ours.gateway, live, "omise", credentials);
  const account = await ours.gateway.store.account.get(live.id);
  if (!account) throw new Error("the live account has vanished");
  const ask: TestGateway["call"] = (method, path, given = {}) =>
    ours.call(method, path, { key: ours.liveSecretKey, ...given });
  return { ours, theirs, live: account, ask };
}

/** Enables a method for a live account, as the merchant and the operator do. */
export async function enable({ gateway }: Pick<TestGateway, "gateway">, live: Account, type: string): Promise<void> {
  const method = gateway.methods.of(type);
  const now = gateway.now();
  await changeAccount(gateway, live.id, (current) => requestMethod(current, method, method.terms.version, now));
  await changeAccount(gateway, live.id, (current) => approveMethod(current, method, now));
}

/** Moves two clocks forward together, as those of a merchant and an upstream go. */
export async function advanceBoth({ ours, theirs }: Pair, ms: number): Promise<void> {
  await theirs.advance(ms);
  await ours.advance(ms);
}

/** A live payment with a card whose token the upstream's vault made. */
export async function paidByCard({ ask, theirs }: Pair, amount: number): ReturnType<Pair["ask"]> {
  const card = { name: "Somchai", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
  const asked = { key: theirs.publicKey, body: { card: { ...card, security_code: "123" } } };
  const { json: token } = await theirs.call("POST", "/tokens", asked);
  return ask("POST", "/charges", { body: { amount, currency: "THB", card: token.id } });
}

/** A line to the upstream that breaks as it is told, for all requests that change something. */
export async function aLine(to: string) {
  let breaking: "before" | "after" | null = null;
  let says = (text: string) => text;
  const server: Server = createServer(async (request, reply) => {
    if (breaking === "before" && request.method !== "GET") {
      request.socket.destroy();
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer); // a request's body comes as buffers
    // the original is not known to heed the key, so that nothing may depend on it
    const { host: _, "idempotency-key": __, ...headers } = request.headers;
    const body = request.method === "GET" ? null : Buffer.concat(parts);
    const answer = await fetch(`${to}${request.url}`, {
      method: request.method ?? "GET",
      headers: headers as Record<string, string>,
      body,
    });
    if (breaking === "after" && request.method !== "GET") request.socket.destroy();
    reply.writeHead(answer.status, { "content-type": "application/json" }).end(says(await answer.text()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(() => void close());
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    close,
    breaks: (how: typeof breaking) => {
      breaking = how;
    },
    says: (how: typeof says) => {
      says = how;
    },
  };
}

/** A live account with cards at Omise's simulator, whose every request can meet trouble. */
export async function aShopAtOmise() {
  const { credentials } = omiseUnderTest;
  let serial = 0;
  const simulator = omiseUnderTest.simulator({
    now: () => shop.now(),
    pause: async () => {},
    randomText: (length) => `${(++serial).toString(36)}x4mfnxmiwawsp6oi2q8zt`.repeat(3).slice(0, length),
    credentials,
    notify: async () => ({ status: 200, headers: {}, body: "" }),
  });
  const line = await aLineOf(Object.keys(omise.hosts), simulator);
  const addresses = Object.fromEntries(Object.entries(line.hosts).map(([host, at]) => [`omise.${host}`, at]));
  const given = Object.entries(addresses).map(([host, at]) => `${host}=${at}`);
  const shop = await aGateway({ upstreams: [omise], environment: { CHAMRA_UPSTREAMS: given.join() } });
  const [, live] = await shop.gateway.store.account.all();
  if (!live) throw new Error("the first merchant has no live account");
  await enable(shop, live, "card");
  await connect(shop.gateway, live, "omise", credentials);
  const ask: TestGateway["call"] = (method, path, more = {}) =>
    shop.call(method, path, { key: shop.liveSecretKey, ...more });
  /** Another process on the same data, with connections of its own. */
  const another = (): TestGateway["gateway"] => ({
    ...shop.gateway,
    upstreams: createUpstreams([omise], { addresses, send: plainSend, watched: (_name, bank) => bank, now: shop.now }),
  });
  return { shop, simulator, line, live, ask, another };
}
