import { randomFillSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { type Logger, pino } from "pino";
import { webhookBody } from "./api/event/event.shape.ts";
import { observeRequests, tellRequests, tracedEndpoint, traceRequests } from "./api/http/http-metrics.ts";
import { keyedRoute } from "./api/http/keyed-route.ts";
import { type Listening, listenOnLocalhost } from "./api/http/localhost.ts";
import { logOptions } from "./api/http/log.ts";
import { registerMetrics } from "./api/http/metrics-route.ts";
import { createRateLimits } from "./api/http/rate-limit.ts";
import { recordRequests } from "./api/log/record-requests.ts";
import { createServer } from "./api/server.ts";
import { serializeHappening } from "./api/wire/serialize.ts";
import {
  type Config,
  listensLocally,
  Misconfigured,
  settings,
  simulatorsOf,
  testNumbersMaxOf,
  testReachOf,
  vaultKeyFile,
} from "./config.ts";
import { banks, liveBanks, simulate } from "./connectors/index.ts";
import { checkOffer } from "./connectors/offer.ts";
import type { BankEntry } from "./connectors/sandbox.ts";
import { idMaker } from "./domain/base/id.ts";
import { revise } from "./domain/base/row.ts";
import { Secret } from "./domain/base/secret.ts";
import type { Time } from "./domain/base/time.ts";
import type { Account } from "./domain/merchant/account.ts";
import { works } from "./domain/merchant/key.ts";
import type { Method } from "./domain/payment/method.ts";
import { createMethods } from "./domain/payment/method-list.ts";
import { type Clockwork, createClockwork, type Every } from "./jobs/clockwork.ts";
import { methods } from "./methods/index.ts";
import { createHealth } from "./observability/health.ts";
import { eachOnce } from "./observability/hints.ts";
import { measuredStore } from "./observability/measured-store.ts";
import { createMeters, type Meters } from "./observability/meters.ts";
import { thinned } from "./observability/rate-limited-log.ts";
import { createScrape } from "./observability/scrape.ts";
import { signingSecretsOf, webhookSecretOf } from "./operations/event/webhook.ts";
import type { Gateway } from "./operations/gateway.ts";
import { createFeed } from "./operations/insight/feed.ts";
import { createRequestLog } from "./operations/log/request-log.ts";
import { createMerchant } from "./operations/merchant/account.ts";
import { createGatekeeper, hashKey } from "./operations/merchant/gatekeeper.ts";
import { addKey, shownKeys } from "./operations/merchant/key.ts";
import { ensureOwner } from "./operations/team/team.ts";
import { type DemoMerchant, registerDemo, whyNoDemo } from "./pages/demo.ts";
import { registerPages } from "./pages/register.ts";
import { openStore, type Store } from "./storage/store.ts";
import { parseVaultKey } from "./vault/data-key.ts";
import { newVaultKey, openVault } from "./vault/vault.ts";
import { version } from "./version.ts";
import { checkEndpoint } from "./webhooks/address.ts";
import type { Dispatch } from "./webhooks/deliver.ts";
import { createOutbound } from "./webhooks/outbound.ts";
import { post } from "./webhooks/post.ts";
import { resend } from "./webhooks/resend.ts";
import { newWebhookSecret } from "./webhooks/signature.ts";

/** What tests replace: the clock and randomness. Everything else is the real thing. */
export type World = { now: () => Time; every: Every; random64: () => bigint; random: () => number };

const realWorld: World = {
  now: Date.now,
  every: (intervalMs, callback) => {
    const timer = setInterval(callback, intervalMs);
    return () => clearInterval(timer);
  },
  random64: pooledRandom64(),
  random: Math.random,
};

/** A gateway that is put together but does not listen: what commands work with. */
export type Assembly = { gateway: Gateway; dispatch: Dispatch; close(): Promise<void> };

/** A gateway that listens. `url` is where; `publicUrl` is the base of links that are given out. */
export type Running = Assembly & {
  app: FastifyInstance;
  clockwork: Clockwork;
  url: string;
  publicUrl: string;
  /** Whether the demo shop opens here. */
  demo: boolean;
};

/** What can be paid by, and the banks behind it. Whoever embeds a gateway may give it others. */
export type Offer = { methods: readonly Method[]; banks: readonly BankEntry[] };

const standardOffer: Offer = { methods, banks };

/** @param alone false for commands that work beside a running gateway */
export async function assemble(
  config: Config,
  world: World = realWorld,
  alone = false,
  logger = loggerOf(config),
  offer: Offer = standardOffer,
): Promise<Assembly> {
  const { databaseUrl, connectionsMax, prepare } = config;
  const folder = databaseUrl ? null : config.folder;
  const tell = (sentence: string) => logger.warn(sentence);
  const store = await openStore({ databaseUrl, folder, connectionsMax, prepare, alone, tell });
  try {
    const vault = await openVault(store, {
      key: await vaultKeyOf(config, store),
      previousKey: config.previousVaultKey,
      now: world.now,
      testNumbersMax: testNumbersMaxOf(config),
      tell,
    });
    const makeId = idMaker(world.random64);
    const outbound = createOutbound({ version, testReach: testReachOf(config) });
    const health = createHealth(world.now);
    const simulation = simulate(offer.banks, {
      memoryOf: (bank) => store.simulatedBank.memoryOf(bank, world.now),
      now: world.now,
      pause: setTimeout,
      randomText,
      acsUrl: () => `${gateway.publicUrl()}/acs`,
    });
    checkOffer(offer.methods, simulation.connectors);
    const methodList = createMethods(offer.methods);
    const gateway: Gateway = {
      store,
      methods: methodList,
      banks: offer.banks,
      vault,
      now: world.now,
      pause: (ms, over) => setTimeout(ms, undefined, over && { signal: over }),
      newId: (kind, livemode) => makeId(kind, livemode, world.now()),
      randomText,
      simulation: { ...simulation, connectors: health.watch(simulation.connectors, false) },
      simulators: simulatorsOf(
        config,
        offer.banks.some(({ live }) => live),
      ),
      liveConnectors: (account) => health.watch(liveBanks(offer.banks, account), true),
      publicUrl: () => config.publicUrl ?? `http://${hostOf(config.host)}:${config.port}`,
      serialize: serializeHappening(() => gateway.publicUrl(), methodList),
      webhookUrl: config.webhookUrl,
      note: async () => {},
      codesRequired: config.requireCodes,
      wakeDeliveries: () => {},
      webhooks: {
        waits: config.webhookRetries,
        check: (uri, livemode) => checkEndpoint(uri, livemode, testReachOf(config)),
        post: (event, uri, marks) => post(dispatch, event, uri, marks),
        resend: (event) => resend(dispatch, event),
      },
      requestLog: null,
      feed: createFeed({ store, now: world.now, codesRequired: config.requireCodes }, world.every),
      health,
    };
    await ensureFirstMerchant(gateway, config);
    const dispatch: Dispatch = {
      store,
      outbound,
      now: world.now,
      random: world.random,
      newAttemptId: (livemode) => gateway.newId("delivery", livemode),
      schedule: config.webhookRetries,
      bodyOf: webhookBody,
      secretsOf: async (id) => {
        const account = await store.account.get(id);
        return account ? signingSecretsOf(gateway, account) : [];
      },
    };
    const close = async () => {
      await outbound.close();
      await store.close();
    };
    return { gateway, dispatch, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Opens the store, listens, and lets the clock run. */
export async function serve(config: Config, world: World = realWorld, offer?: Offer): Promise<Running> {
  const logger = loggerOf(config);
  const { gateway, dispatch, close } = await assemble(config, world, true, logger, offer);
  const meters = createMeters();
  const traces = config.tracesTo ? await startTracing(config, config.tracesTo, logger) : undefined;
  try {
    observe(gateway, dispatch, meters, traces);
    const rateLimits = createRateLimits(config, world.now);
    const gatekeeper = createGatekeeper(gateway.store, world.now, rateLimits.failures);
    const tell = thinned((error, work, id, leftOut) => {
      const again = leftOut > 0 && { leftOut };
      logger.error({ err: error, work, id, ...again }, "background work failed and will be tried again");
    }, world.now);
    const clockwork = createClockwork(gateway, dispatch, world.every, (error, work, id) => {
      meters.jobFailures.add(1, work);
      gateway.health.failed(work, error);
      tell(error, work, id);
    });
    gateway.wakeDeliveries = clockwork.wake;
    const app = createServer(gateway, gatekeeper, {
      logger,
      rateLimits,
      trustProxy: config.trustProxy,
      ...(process.stderr.isTTY && { tellHint: eachOnce((line) => process.stderr.write(`${line}\n`)) }),
      ...(traces && { wrap: (entry) => tracedEndpoint(entry, traces.tracing) }),
    });
    observeRequests(app, meters);
    const linesWanted = config.logLevel === "warn" || config.logLevel === "error"; // more than that has a line for each request, less wants none
    if (process.stderr.isTTY && linesWanted) tellRequests(app, (line) => process.stderr.write(`${line}\n`));
    if (config.requestLog) {
      gateway.requestLog = createRequestLog(gateway.store.request.add, (error) => tell(error, "request log"));
      recordRequests(app, gateway.requestLog);
    }
    if (traces) traceRequests(app, traces.tracing);
    registerMetrics(app, createScrape(meters, gateway), config.metricsToken);
    const place = { simulators: gateway.simulators, local: listensLocally(config) };
    const demo = () => whyNoDemo({ ...place, publicUrl: gateway.publicUrl() }) === null;
    registerPages(app, gateway, { gatekeeper, spend: rateLimits.spend, keyedRoute }, demo);
    registerDemo(app, {
      ...place,
      publicUrl: () => gateway.publicUrl(),
      merchant: () => demoMerchant(gateway),
    });
    app.addHook("preClose", async () => gateway.feed.close());
    let stopping = false;
    app.addHook("onSend", (_request, reply, _payload, done) => {
      if (stopping) reply.header("connection", "close"); // a client that kept its connection would hold up the end
      done();
    });
    const { url, left } = await listen(app, config);
    const port = Number(new URL(url).port || config.port);
    const publicUrl = config.publicUrl ?? `http://${hostOf(config.host)}:${port}`;
    gateway.publicUrl = () => publicUrl;
    clockwork.start();
    const stop = async () => {
      stopping = true;
      await app.close();
      await left;
      await clockwork.stop();
      await gateway.requestLog?.flush();
      await close();
      await traces?.close();
    };
    return { gateway, dispatch, app, clockwork, url, publicUrl, demo: demo(), close: stop };
  } catch (error) {
    await close();
    throw error;
  }
}

const loggerOf = ({ logLevel }: Config): Logger =>
  pino({ level: logLevel, ...logOptions }, pino.destination(process.stderr.fd));

/** Puts meters, and steps of traces where they are wanted, around what the gateway works with. */
function observe(gateway: Gateway, dispatch: Dispatch, meters: Meters, traces: Traces | undefined): void {
  gateway.store.watchCommits((saves, ms) => {
    meters.commitSize.observe(saves);
    meters.commitSeconds.observe(ms / 1_000);
  });
  gateway.store = gateway.feed.watch(measuredStore(gateway.store, meters));
  if (traces) {
    const { tracing, tracedStore, tracedConnectors, tracedOutbound } = traces;
    const { simulation } = gateway;
    gateway.store = tracedStore(gateway.store, tracing);
    gateway.simulation = { ...simulation, connectors: tracedConnectors(simulation.connectors, tracing) };
    const { liveConnectors } = gateway;
    gateway.liveConnectors = (account) => tracedConnectors(liveConnectors(account), tracing);
    dispatch.outbound = tracedOutbound(dispatch.outbound, tracing);
  }
  dispatch.store = gateway.store;
}

type Traces = Awaited<ReturnType<typeof startTracing>>;

/** Loaded only here, so that a gateway without traces has none of it. */
async function startTracing({ traceHeaders, serviceName }: Config, endpoint: string, logger: Logger) {
  const [{ createExporter }, { createTracing }, wraps] = await Promise.all([
    import("./observability/otlp.ts"),
    import("./observability/tracing.ts"),
    import("./observability/traced.ts"),
  ]);
  const tell = thinned((error) => logger.warn({ err: error }, "traces were lost"), Date.now);
  const exporter = createExporter({ endpoint, headers: traceHeaders, serviceName, version }, (error) =>
    tell(error, "traces"),
  );
  return { ...wraps, tracing: createTracing(exporter.take), close: exporter.close };
}

/** The first start makes the first account; what the settings fix of it also holds for a database that was made without them. */
async function ensureFirstMerchant({ store, ...others }: Gateway, config: Config): Promise<void> {
  await store.exclusively(async (inside) => {
    const gateway: Gateway = { ...others, store: inside };
    const first = (await gateway.store.account.all()).find(({ livemode }) => !livemode);
    const { testPublicKey, testSecretKey, webhookSecret } = config;
    if (first) {
      await fixKeys(gateway, first, config);
      if (webhookSecret && webhookSecret !== webhookSecretOf(gateway, first))
        await fixWebhookSecret(gateway, first, webhookSecret);
      await ensureOwner(gateway, first, true);
      return;
    }
    const { test } = await createMerchant(
      gateway,
      {
        name: "Demo Shop",
        email: "owner@example.com",
        ...(testPublicKey && { testPublicKey }),
        ...(testSecretKey && { testSecretKey }),
        ...(webhookSecret && { testWebhookSecret: webhookSecret }),
      },
      newWebhookSecret,
    );
    await ensureOwner(gateway, test.account, true);
  });
}

/** @throws Misconfigured when a key in the settings cannot become the account's, or not any more */
async function fixKeys(gateway: Gateway, account: Account, { testPublicKey, testSecretKey }: Config): Promise<void> {
  const fixed = [
    { kind: "public", key: testPublicKey, name: settings.testPublicKey.name },
    { kind: "secret", key: testSecretKey, name: settings.testSecretKey.name },
  ] as const;
  const faults: string[] = [];
  for (const { kind, key, name } of fixed) {
    if (!key) continue;
    const known = await gateway.store.account.keyByHash(hashKey(key));
    if (!known) await addKey(gateway, account, kind, key);
    else if (known.account !== account.id)
      faults.push(
        `${name} is a key of the account ${known.account}, not of the first one, ${account.id}: choose another`,
      );
    else if (!works(known, gateway.now())) faults.push(`${name} is a key that was revoked or rolled: choose another`);
  }
  if (faults.length > 0) throw new Misconfigured(faults);
}

/** The demo shop sells for the first test account; null where nobody has keys of it that could be shown. */
async function demoMerchant(gateway: Gateway): Promise<DemoMerchant | null> {
  const account = (await gateway.store.account.all()).find(({ livemode }) => !livemode);
  if (!account) return null;
  const { publicKey, secretKey } = await shownKeys(gateway, account); // those of the settings too, until they are rolled
  if (!publicKey || !secretKey) return null;
  return { publicKey, secretKey, webhookSecret: webhookSecretOf(gateway, account) };
}

async function fixWebhookSecret({ store, vault, now }: Gateway, account: Account, secret: string): Promise<void> {
  const webhookSecret = vault.keyring.sealText(new Secret(secret), account.id);
  await store.save({ update: { accounts: [revise(account, { webhookSecret, webhookSecretSince: now() })] } });
}

/** The operator's key; the embedded engine makes one at first start and keeps it beside the data, in memory it lives as long as they do. */
async function vaultKeyOf({ vaultKey, databaseUrl, folder }: Config, store: Store): Promise<Buffer> {
  if (vaultKey) return vaultKey;
  if (databaseUrl || folder === null) return Buffer.from(newVaultKey(), "base64");
  return store.exclusively(async (inside) => keptVaultKey(folder, (await inside.vault.dataKeys()).length > 0));
}

function keptVaultKey(folder: string, inUse: boolean): Buffer {
  const file = vaultKeyFile(folder);
  if (!existsSync(file)) {
    if (inUse)
      throw new Misconfigured([
        `${settings.vaultKey.name} is needed, or the file ${file}: the data are sealed with it`,
      ]);
    writeFileSync(file, `${newVaultKey()}\n`, { mode: 0o600, flag: "wx", flush: true });
  }
  const key = parseVaultKey(readFileSync(file, "utf8").trim());
  if (typeof key === "string")
    throw new Misconfigured([`the vault key in ${file} is damaged: restore it from a backup`]);
  return key;
}

/** A call for random bytes costs as much as a query, so many are fetched at once; each is used once. */
function pooledRandom64(): () => bigint {
  const pool = Buffer.alloc(2_048);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += 8;
    return pool.readBigUInt64BE(used - 8);
  };
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const bitsEach = 6n;

/** Six random bits a character; what is no letter or digit is thrown away, so that each is as likely as any other. */
function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    let bits = realWorld.random64();
    for (let used = 0; used < 10 && text.length < length; used += 1) {
      text += alphabet[Number(bits & 63n)] ?? "";
      bits >>= bitsEach;
    }
  }
  return text;
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<Listening> {
  if (host === "localhost") return listenOnLocalhost(app, port);
  return { url: await app.listen({ host, port }), left: Promise.resolve() };
}

/** A wildcard address cannot be called; whoever listens on all is reached at localhost. */
function hostOf(host: string): string {
  if (host === "0.0.0.0" || host === "::" || host === "127.0.0.1") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
