import type { FastifyInstance } from "fastify";
import { merchantEndpoints } from "../api/contract.ts";
import { observeRequests, tellRequests, tracedEndpoint, traceRequests } from "../api/http/http-metrics.ts";
import { keyedRoute } from "../api/http/keyed-route.ts";
import { type Listening, listenOnLocalhost } from "../api/http/localhost.ts";
import { registerMetrics } from "../api/http/metrics-route.ts";
import { createRateLimits } from "../api/http/rate-limit.ts";
import { recordRequests } from "../api/log/record-requests.ts";
import { createServer } from "../api/server.ts";
import { takeRequests } from "../api/shadow/take-requests.ts";
import { type Config, listensLocally } from "../config.ts";
import { type Clockwork, createClockwork } from "../jobs/clockwork.ts";
import { eachOnce } from "../observability/hints.ts";
import { createScrape } from "../observability/scrape.ts";
import { attemptLine, colours } from "../observability/terminal.ts";
import { createGatekeeper } from "../operations/merchant/gatekeeper.ts";
import { registerDemo, whyNoDemo } from "../pages/demo.ts";
import { registerPages } from "../pages/register.ts";
import type { Dispatch } from "../webhooks/deliver.ts";
import { type Assembly, assemble, loggerOf, type Offer } from "./assemble.ts";
import { demoMerchant } from "./first-merchant.ts";
import { createWatch } from "./instruments.ts";
import { realWorld, type World } from "./world.ts";

/** A gateway that listens. `url` is the listener's address; `publicUrl` the base of links that are given out. */
export type Running = Assembly & {
  app: FastifyInstance;
  clockwork: Clockwork;
  url: string;
  publicUrl: string;
  /** Whether the demo shop opens here. */
  demo: boolean;
};

/** Opens the store, listens, and starts the clock. */
export async function serve(config: Config, world: World = realWorld, offer?: Offer): Promise<Running> {
  const logger = loggerOf(config);
  const watch = await createWatch(config, logger);
  const { meters, traces } = watch;
  const lines = linesFor(config);
  const serving = { logger, instruments: watch, told: lines.attempt };
  const { gateway, dispatch, address, tellFailure, onDue, onAccountChange, onMove, close } = await assemble(
    config,
    world,
    serving,
    offer,
  ).catch(async (error: unknown) => {
    await traces?.close();
    throw error;
  });
  try {
    const rateLimits = createRateLimits(config, world.now);
    const gatekeeper = createGatekeeper(gateway.store, world.now, rateLimits.failures);
    onAccountChange(gatekeeper.forget);
    const clockwork = createClockwork(gateway, dispatch, world.every, (error, work, id) => {
      meters.jobFailures.inc({ work });
      gateway.health.failed(work, error);
      tellFailure(error, work, id);
    });
    onDue(clockwork.wake);
    onMove(clockwork.play);
    const app = createServer(gateway, gatekeeper, {
      logger,
      rateLimits,
      trustProxy: config.trustProxy,
      ...(process.stderr.isTTY && { tellHint: eachOnce((line) => process.stderr.write(`${line}\n`)) }),
      ...(traces && { wrap: (entry) => tracedEndpoint(entry, traces.tracing) }),
    });
    observeRequests(app, meters);
    lines.requests(app);
    if (gateway.requestLog) recordRequests(app, gateway.requestLog);
    takeRequests(app, gateway.shadows, merchantEndpoints);
    if (traces) traceRequests(app, traces.tracing);
    registerMetrics(app, createScrape(meters, gateway), config.metricsToken);
    const place = { simulators: gateway.simulators, local: listensLocally(config) };
    const demo = () => whyNoDemo({ ...place, publicUrl: gateway.publicUrl() }) === null;
    registerPages(app, gateway, { gatekeeper, spend: rateLimits.spend, keyedRoute }, demo);
    registerDemo(app, { ...place, publicUrl: gateway.publicUrl, merchant: () => demoMerchant(gateway) });
    app.addHook("preClose", async () => gateway.feed.close());
    let stopping = false;
    app.addHook("onSend", (_request, reply, _payload, done) => {
      if (stopping) reply.header("connection", "close"); // a connection kept by its client would delay the end
      done();
    });
    const { url, left } = await listen(app, config);
    address.listensOn(Number(new URL(url).port || config.port));
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
    return { gateway, dispatch, app, clockwork, url, publicUrl: gateway.publicUrl(), demo: demo(), close: stop };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Lines about requests, payers and webhooks, for a person at a terminal; elsewhere none. */
function linesFor({ logLevel }: Config): { requests(app: FastifyInstance): void; attempt: Dispatch["told"] } {
  const wanted = logLevel === "warn" || logLevel === "error"; // "info" logs each request itself, "silent" wants none
  if (!process.stderr.isTTY || !wanted) return { requests: () => {}, attempt: () => {} };
  const print = (line: string) => void process.stderr.write(`${line}\n`);
  const paint = colours(process.stderr);
  return {
    requests: (app) => tellRequests(app, print, paint),
    attempt: (event, attempt) => print(attemptLine(event, attempt, paint)),
  };
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<Listening> {
  if (host === "localhost") return listenOnLocalhost(app, port);
  return { url: await app.listen({ host, port }), left: Promise.resolve() };
}
