import { join } from "node:path";
import { type LoadResult, requestText } from "../load.ts";
import { keys, type Second, type Server, type Site } from "../processes.ts";
import type { Row, Scale } from "../row.ts";

/** The request of the K PLUS guide, with the source inside the charge. */
const kplusBody = {
  amount: 150_000,
  currency: "THB",
  return_uri: "https://shop.example/orders/345678/complete",
  source: { type: "mobile_banking_kbank", platform_type: "IOS" },
};
export const kplusRequest = requestText("POST", "/charges", { key: keys.secretKey, body: kplusBody });

export const clients = 64;

/** Requests per second of a closed load; throws if any answer is a refusal. */
export async function rate(second: Second, { port }: Pick<Server, "port">, request: string, durationMs: number) {
  return allAnswered(await second("closedLoad", { port, requests: [request], clients, durationMs })).perSecond;
}

export function allAnswered(result: LoadResult): LoadResult {
  if (Object.keys(result.statuses).join() !== "200") throw new Error(`answers were ${JSON.stringify(result.statuses)}`);
  return result;
}

/** The gateway's answer with a charge. */
export async function aCharge({ url }: Server): Promise<{ id: string }> {
  const response = await fetch(`${url}/charges`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${keys.secretKey}:`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(kplusBody),
  });
  if (response.status !== 200) throw new Error(`a charge was answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as { id: string };
}

/** Measures two servers alternately with the same requests, after a warm-up. */
export async function sideBySide(
  site: Site,
  { warmUpMs, roundMs }: Scale,
  ours: { server: Server; request: string },
  theirs: { server: Server; request: string },
) {
  const second = site.second();
  for (const { server, request } of [ours, theirs]) await rate(second, server, request, warmUpMs);
  return {
    figure: () => rate(second, ours.server, ours.request, roundMs),
    baseline: () => rate(second, theirs.server, theirs.request, roundMs),
  };
}

export const embeddedCharges: Row = {
  name: "embedded",
  figure: "durable K PLUS charges/s with inline source, embedded engine, 64 clients",
  baseline: "bare Fastify answering the same JSON to the same POST",
  unit: "/s",
  goal: { atLeast: 0.5 },
  prepare: async (site, scale) => {
    const gateway = await site.gateway({ CHAMRA_DATA: site.folder() });
    const bare = await site.server("bare-fastify.ts", JSON.stringify(await aCharge(gateway)));
    const request = kplusRequest;
    return sideBySide(site, scale, { server: gateway, request }, { server: bare, request });
  },
};

export const oneCharge: Row = {
  name: "read",
  figure: "`GET /charges/:id`/s, embedded engine, 64 clients",
  baseline: "bare Fastify answering the same JSON",
  unit: "/s",
  goal: { atLeast: 0.6 },
  prepare: async (site, scale) => {
    const gateway = await site.gateway({ CHAMRA_DATA: site.folder() });
    const charge = await aCharge(gateway);
    const bare = await site.server("bare-fastify.ts", JSON.stringify(charge));
    const request = requestText("GET", `/charges/${charge.id}`, { key: keys.secretKey });
    return sideBySide(site, scale, { server: gateway, request }, { server: bare, request });
  },
};

export const loneCharge: Row = {
  name: "lone",
  figure: "p50 latency of one charge, one client, embedded engine",
  baseline: "one `fsync`ed write of the same bytes",
  unit: "ms",
  goal: { atMost: 3 },
  prepare: async (site, { roundMs, warmUpMs, count }) => {
    const folder = site.folder();
    const gateway = await site.gateway({ CHAMRA_DATA: folder });
    const second = site.second();
    const load = { port: gateway.port, requests: [kplusRequest], clients: 1 };
    await second("closedLoad", { ...load, durationMs: warmUpMs });
    const bytes = JSON.stringify(await aCharge(gateway)).length * 2; // the charge's row, and the event that holds its JSON
    const file = join(folder, "written");
    return {
      figure: async () => allAnswered(await second("closedLoad", { ...load, durationMs: roundMs })).p50Ms,
      baseline: async () => (await second("fsyncedWrites", { file, bytes, count: count(1_000) })).p50Ms,
    };
  },
};

export const openLoad: Row = {
  name: "open",
  figure: "p99 latency of charges that come at half the rate of the closed load, embedded engine",
  baseline: "p50 latency of one client",
  unit: "ms",
  goal: null,
  prepare: async (site, { roundMs, warmUpMs }) => {
    const gateway = await site.gateway({ CHAMRA_DATA: site.folder() });
    const second = site.second();
    const perSecond = (await rate(second, gateway, kplusRequest, warmUpMs)) / 2;
    const load = { port: gateway.port, requests: [kplusRequest] };
    return {
      figure: async () => allAnswered(await second("openLoad", { ...load, perSecond, durationMs: roundMs })).p99Ms,
      baseline: async () => (await second("closedLoad", { ...load, clients: 1, durationMs: roundMs })).p50Ms,
    };
  },
};
