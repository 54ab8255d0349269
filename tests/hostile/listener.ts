import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { type Limits, standardLimits } from "../../src/api/http/limits.ts";
import { createRateLimits } from "../../src/api/http/rate-limit.ts";
import { createServer } from "../../src/api/server.ts";
import { readConfig } from "../../src/config.ts";
import { assemble } from "../../src/main/assemble.ts";
import { createGatekeeper } from "../../src/operations/merchant/gatekeeper.ts";

/** A listener with limits small enough for a test to reach. Returns its port. */
export async function aListener(limits: Partial<Limits> = {}): Promise<number> {
  return (await aListenerAndServer(limits)).port;
}

/** A listener with small limits, with its server, for tests that wait for events on the server's side. */
export async function aListenerAndServer(limits: Partial<Limits>): Promise<{ port: number; server: Server }> {
  const { gateway, close } = await assemble(readConfig({ CHAMRA_DATA: "memory" }));
  const rateLimits = createRateLimits({ rateLimit: null, testRateLimit: null }, Date.now);
  const app = createServer(gateway, createGatekeeper(gateway.store, Date.now, rateLimits.failures), {
    logger: pino({ level: "silent" }),
    rateLimits,
    trustProxy: null,
    limits: { ...standardLimits, ...limits },
  });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await app.close();
    await close();
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return { port: (app.server.address() as AddressInfo).port, server: app.server }; // a TCP server has a port
}
