import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readConfig, settings, wholeEnvironment } from "../../config.ts";
import { openAuthority } from "../../proxy/authority.ts";
import { environmentFor } from "../../proxy/environment.ts";
import { onwardBy } from "../../proxy/onward.ts";
import { startProxy } from "../../proxy/proxy.ts";
import { writeTrust } from "../../proxy/trust.ts";
import { type Client, reachGateway } from "../client.ts";
import { authorityFolder, keysIn, settingsInMemory } from "../in-memory.ts";
import { filledIn, type Plan, textWith } from "./plan.ts";
import { openPost } from "./post.ts";
import { openRelay } from "./relay.ts";
import { environmentOf, startShop } from "./shop.ts";
import type { Ground } from "./trial.ts";

/** An account at a gateway, for the time of a run. */
type Account = { client: Client; publicKey: string; secretKey: string; webhookSecret: string; leave(): Promise<void> };

/** Seconds that a throw-away account lasts that nobody ends. */
const lasts = 3_600;

/**
 * Opens all that a run needs, one after the other: gateway, post office, relay, shop. `close` closes them the other way round.
 *
 * @param reached a running gateway; without one it is in memory
 * @throws Error where the shop does not start
 */
export async function openGround(
  plan: Plan,
  reached: { url?: string | undefined; key?: string | undefined },
): Promise<{ ground: Ground; gateway: string; close(): Promise<void> }> {
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    const post = await openPost();
    closing.push(post.close);
    const account =
      reached.url === undefined ? await inMemory(post.url, reached.key) : await running(plan, reached, post.url);
    closing.push(account.leave);
    const relay = await openRelay(account.client.url, post.url, plan.shop.api_port);
    closing.push(relay.close);
    const values = new Map<string, string>([
      ["port", String(await freePort())],
      ["node", process.execPath],
      ["api", relay.url],
      ["public_key", account.publicKey],
      ["secret_key", account.secretKey],
      ["webhook_secret", account.webhookSecret],
    ]);
    values.set("shop", textWith(plan.shop.url, values));
    let output = () => "";
    if (plan.shop.start) {
      const environment = await environmentOfShop(plan, account, relay.url, values, closing);
      const url = values.get("shop") ?? "";
      const shop = await startShop({ words: filledIn(plan.shop.start, values), folder: plan.folder, environment, url });
      closing.push(shop.stop);
      output = shop.output;
    }
    const { client, publicKey, webhookSecret } = account;
    return {
      ground: { plan, client, publicKey, webhookSecret, post, relay, output, values },
      gateway: client.url,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A gateway of this process, which keeps nothing. Where the shop has test keys already, it knows them. */
async function inMemory(webhooks: string, key: string | undefined): Promise<Account> {
  const environment = { [settings.logLevel.name]: "error", ...wholeEnvironment() };
  const known = keysIn(environment);
  const webhookSecret = known.webhookSecret ?? environment["OMISE_WEBHOOK_SECRET"] ?? null;
  const { keys, config } = settingsInMemory(environment, {
    ...known,
    secretKey: key ?? known.secretKey,
    webhookSecret,
  });
  const { serve } = await import("../../main/serve.ts"); // loading the gateway is slow beside `--help`
  const gateway = await serve({ ...config, port: 0 });
  const client = await reachGateway(config, { url: gateway.publicUrl, key: keys.secretKey });
  await client.call("PATCH", "/account", { webhook_uri: webhooks });
  return { client, ...keys, leave: () => gateway.close() };
}

/** A throw-away account at a gateway that runs; for a shop that runs as well, the account that it has. */
async function running(
  { shop }: Plan,
  reached: { url?: string | undefined; key?: string | undefined },
  webhooks: string,
): Promise<Account> {
  const config = readConfig();
  const owner = await reachGateway(config, reached);
  if (shop.start) {
    const made = await owner.call("POST", "/test/accounts", { expires_in: lasts, webhook_uri: webhooks });
    return {
      client: await reachGateway(config, { url: owner.url, key: made.secret_key }),
      publicKey: made.public_key,
      secretKey: made.secret_key,
      webhookSecret: made.webhook_secret,
      leave: async () => void (await owner.call("DELETE", `/test/accounts/${made.id}`)),
    };
  }
  const { webhook_uri: before } = await owner.call("GET", "/account");
  const tools = await owner.call("POST", "/test/tools");
  await owner.call("PATCH", "/account", { webhook_uri: webhooks });
  return {
    client: owner,
    publicKey: tools.public_key,
    secretKey: reached.key ?? config.testSecretKey ?? "",
    webhookSecret: tools.webhook_secret,
    leave: async () => void (await owner.call("PATCH", "/account", { webhook_uri: before ?? "" })),
  };
}

/** The environment of a shop: as below `chamra exec`, with what the file adds. */
async function environmentOfShop(
  { shop }: Plan,
  account: Account,
  api: string,
  values: ReadonlyMap<string, string>,
  closing: (() => unknown)[],
): Promise<NodeJS.ProcessEnv> {
  const own = wholeEnvironment();
  const { folder, leave } = authorityFolder(own);
  closing.push(leave);
  const { certificate, ...authority } = openAuthority(folder, Date.now);
  const proxy = await startProxy({ gateway: async () => api, authority, onward: onwardBy(own), tellRefused: () => {} });
  closing.push(proxy.close);
  const trust = writeTrust(folder, certificate, own);
  const { publicKey, secretKey, webhookSecret } = account;
  const keys = { publicKey, secretKey, webhookSecret };
  const { environment } = environmentFor({ own, proxy: proxy.url, gateway: api, trust, keys, offline: false });
  return { ...environment, ...environmentOf(shop.environment ?? {}, values) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  await new Promise((resolve) => server.close(resolve));
  return port;
}
