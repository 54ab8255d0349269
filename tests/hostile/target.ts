import { subscribe } from "node:diagnostics_channel";
import type { FastifyInstance } from "fastify";
import { apiDocument } from "../../src/api/document/openapi.ts";
import { readConfig } from "../../src/config.ts";
import { serve } from "../../src/main/serve.ts";
import { createMerchant } from "../../src/operations/merchant/account.ts";
import { addKey } from "../../src/operations/merchant/key.ts";
import { newSession } from "../../src/operations/team/session.ts";
import { ensureOwner } from "../../src/operations/team/team.ts";
import { faultsOfAnswer } from "../kit/contract.ts";

/**
 * The attacked gateway, in its own process, so that a crash does not end the fuzzer and its memory can be measured.
 * Reports its address and objects to the parent process, and its state afterwards.
 */
export type Keys = { secretKey: string; publicKey: string; liveSecretKey: string; livePublicKey: string };
/** Session tokens of a team's owner: many, since attempts also sign out. */
export type Sessions = string[];
export type Route = { method: string; url: string };
export type Ready = {
  port: number;
  keys: { a: Keys; b: Keys };
  sessions: { a: Sessions; b: Sessions };
  routes: Route[];
  document: unknown;
};
export type State = { heapBytes: number; residentBytes: number; prototypeKeys: string[]; undocumented: string[] };

const routes: Route[] = [];
const undocumented = new Set<string>();

/** Hooks into every new listener: its routes are attacked, and its answers checked against the API document. */
subscribe("fastify.initialization", (message) => {
  const { fastify: app } = message as { fastify: FastifyInstance }; // as Fastify documents it
  app.addHook("onRoute", ({ method, url }) => {
    if (url.startsWith("/demo")) return; // answered by the example shop, a process of its own
    for (const each of [method].flat()) routes.push({ method: each, url });
  });
  app.addHook("onSend", async ({ method, routeOptions }, reply, payload) => {
    if (method === "HEAD") return;
    const faults = faultsOfAnswer({
      method,
      route: routeOptions.url,
      status: reply.statusCode,
      contentType: String(reply.getHeader("content-type")),
      version: reply.getHeader("omise-version") as string | undefined, // only ever set to a text
      text: typeof payload === "string" ? payload : "",
    });
    for (const fault of faults) undocumented.add(fault);
  });
});

if (process.send) {
  const running = await serve(readConfig());
  const merchant = async (name: string): Promise<{ keys: Keys; sessions: Sessions }> => {
    const { test, live } = await createMerchant(
      running.gateway,
      { name, email: `${name}@example.com` },
      () => "c2VjcmV0LWtleS1mb3ItdGVzdHM=",
    );
    const { store } = running.gateway;
    await ensureOwner(running.gateway, live.account, false);
    const [owner] = await store.member.ofTeam(live.account.team);
    if (!owner) throw new Error("the merchant has no owner");
    const visit = { ip: "127.0.0.1", userAgent: name };
    const opened = Array.from({ length: 40 }, () => newSession(running.gateway, owner, "password", visit));
    await store.save({ insert: { sessions: opened.map(({ session }) => session) } });
    return {
      keys: {
        secretKey: test.secretKey,
        publicKey: test.publicKey,
        liveSecretKey: await addKey(running.gateway, live.account, "secret"),
        livePublicKey: await addKey(running.gateway, live.account, "public"),
      },
      sessions: opened.map(({ token }) => token),
    };
  };
  const [a, b] = [await merchant("marker-of-a-merchant"), await merchant("marker-of-b-merchant")];
  const [keys, sessions] = [
    { a: a.keys, b: b.keys },
    { a: a.sessions, b: b.sessions },
  ];
  const ready: Ready = {
    port: Number(new URL(running.url).port),
    keys,
    sessions,
    routes,
    document: apiDocument(running.url),
  };
  process.send(ready);
  process.on("message", () => {
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    const prototypeKeys: string[] = [];
    for (const key in {}) prototypeKeys.push(key);
    const state: State = { heapBytes: heapUsed, residentBytes: rss, prototypeKeys, undocumented: [...undocumented] };
    process.send?.(state);
  });
  process.on("disconnect", () => running.close().then(() => process.exit(0)));
}
