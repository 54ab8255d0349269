import { createServer, type IncomingHttpHeaders, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { pathOf } from "../../src/connectors/2c2p/wire.ts";
import { omise } from "../../src/connectors/omise/upstream.ts";
import { referenceKey } from "../../src/connectors/omise/wire.ts";
import { paths } from "../../src/connectors/scb/wire.ts";
import type { SimulatedPayment, SimulatedRequest, UpstreamSimulator } from "../../src/connectors/upstream-simulator.ts";
import { tried2c2p } from "../kit/merchant-2c2p.ts";
import { freePort } from "../kit/postgres-server.ts";
import { scbUnderTest } from "../kit/scb.ts";
import type { UpstreamUnderTest } from "../kit/upstream-conformance.ts";
import { aGateway, keys } from "./gateway.ts";

/** An upstream of live mode whose servers can be killed. What it holds outlives them. */
export type LiveUpstream = {
  name: string;
  /** The addresses of its servers, as CHAMRA_UPSTREAMS has them. */
  addresses: string;
  credentials: Readonly<Record<string, string>>;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Plays the payer of our reference. Nothing happens where there is nothing to pay, or nobody answers. */
  decide(reference: string, pays: boolean): Promise<void>;
  /** All that it has, by the references as it knows them. */
  holdings(): Promise<Map<string, SimulatedPayment[]>>;
  /** Our reference as it knows it. */
  known(reference: string): string;
  remove(): Promise<void>;
};

/** Brings a notification to one of our gateways. Rejects where that is dead. */
export type Notify = (upstream: string, headers: Record<string, string>, body: string) => Promise<Response>;

/** The upstreams of a live account, and the card that one of them charges by its own token. */
export type LiveUpstreams = { all: readonly LiveUpstream[]; cardToken: () => Promise<string> };

/** Omise, played by a second gateway in test mode, and SCB and 2C2P by their simulators. Their notifications are lost, or come twice. */
export async function someUpstreams(folder: string, notify: Notify): Promise<LiveUpstreams> {
  const told = unreliably(notify);
  const { upstream, cardToken } = await inOmisesPlace(folder, told);
  const others = [simulated(scbUnderTest, askedOfScb, told), simulated(tried2c2p, askedOf2c2p, told)];
  return { all: [upstream, ...(await Promise.all(others))], cardToken };
}

/** Number of notifications of ten that are lost, and that come twice. */
const [lost, twice] = [2, 2];

const unreliably =
  (notify: Notify): Notify =>
  async (...notification) => {
    const fate = Math.random() * 10;
    if (fate < lost) throw new Error("the notification was lost");
    if (fate < lost + twice) await notify(...notification);
    return notify(...notification);
  };

type TheirCharge = {
  id: string;
  amount: number;
  currency: string;
  captured_amount: number | null;
  refunded_amount: number;
  status: string;
  paid: boolean;
  authorized: boolean;
  metadata: Record<string, unknown>;
  refunds: { data: { amount: number; metadata: Record<string, unknown> }[] };
};

/** Charges of one page of their list. */
const pageSize = 100;

async function inOmisesPlace(folder: string, notify: Notify) {
  const relay = await onSocket(async (request, response) => {
    const signed = Object.entries(plain(request.headers)).filter(([name]) => /^(content-type|omise-)/.test(name));
    const taken = await notify("omise", Object.fromEntries(signed), await textOf(request)).catch(() => undefined);
    response.writeHead(taken?.ok ? 200 : 500).end();
  });
  const gateway = await aGateway({
    CHAMRA_DATA: folder,
    CHAMRA_LOG_LEVEL: "fatal",
    CHAMRA_RATE_LIMIT_TEST: "off",
    CHAMRA_WEBHOOK_URL: `http://localhost:${relay.port}/notified`,
  });

  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  async function ask(method: string, path: string, body?: object, key = keys.secret): Promise<any> {
    const headers = {
      authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}`,
      "content-type": "application/json",
    };
    const answer = await fetch(`${gateway.url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return answer.json();
  }

  const list = async (order: string, offset: number): Promise<{ data: TheirCharge[]; total: number }> =>
    ask("GET", `/charges?order=${order}&limit=${pageSize}&offset=${offset}`);

  const upstream: LiveUpstream = {
    name: omise.name,
    addresses: `${omise.name}.api=${gateway.url}`,
    credentials: { secret_key: keys.secret },
    start: gateway.start,
    kill: gateway.kill,
    decide: async (reference, pays) => {
      const recent = await list("reverse_chronological", 0).catch(() => undefined);
      const found = recent?.data.find(({ metadata }) => metadata[referenceKey] === reference);
      if (found)
        await ask("POST", `/charges/${found.id}/mark_as_${pays ? "paid" : "failed"}`, {}).catch(() => undefined);
    },
    holdings: async () => {
      const held = new Map<string, SimulatedPayment[]>();
      for (let offset = 0, total = 1; offset < total; offset += pageSize) {
        const page = await list("chronological", offset);
        total = page.total;
        for (const charge of page.data) {
          const reference = String(charge.metadata[referenceKey]);
          held.set(reference, [...(held.get(reference) ?? []), asPayment(charge)]);
        }
      }
      return held;
    },
    known: (reference) => reference,
    remove: async () => {
      await gateway.kill();
      relay.close();
    },
  };
  await gateway.start();
  const card = { name: "Payer", number: "4242424242424242", expiration_month: 12, expiration_year: 2040 };
  const cardToken = async (): Promise<string> =>
    (await ask("POST", "/tokens", { card: { ...card, security_code: "123" } }, keys.public)).id;
  return { upstream, cardToken };
}

function asPayment(charge: TheirCharge): SimulatedPayment {
  const { id, amount, currency, captured_amount: captured, refunded_amount: refunded, status } = charge;
  const waits = charge.authorized ? "held" : "open";
  const state = charge.paid ? "taken" : status === "pending" ? waits : "over";
  const refunds = charge.refunds.data.map(({ amount, metadata }) => ({
    amount,
    reference: typeof metadata[referenceKey] === "string" ? metadata[referenceKey] : null,
  }));
  const taken = captured ?? amount;
  const money = { captured: charge.paid ? taken : 0, refunded, refunds };
  return { id, amount: taken, currency: currency.toUpperCase(), state, ...money };
}

/** How long the simulators take for an answer at most, in ms, so that somebody dies in the middle of a question. */
const answersWithin = 30;

/** @param referenceIn the reference of a payment that a request asks for, as the upstream knows it */
async function simulated<Simulator extends UpstreamSimulator>(
  { upstream, credentials, simulator: make, known = (reference) => reference }: UpstreamUnderTest<Simulator>,
  referenceIn: (request: SimulatedRequest) => string | undefined,
  notify: Notify,
): Promise<LiveUpstream> {
  let serial = 0;
  const simulator = make({
    now: Date.now,
    pause: async () => {}, // three tries of a notification follow each other at once
    randomText: (length) =>
      `${(++serial).toString(36)}${Math.random().toString(36).slice(2)}`.repeat(9).slice(0, length),
    credentials,
    notify: async ({ headers, body }) => {
      const taken = await notify(upstream.name, headers, body);
      return { status: taken.status, headers: {}, body: await taken.text() };
    },
  });
  const asked = new Set<string>();
  const server = await onSocket(async (request, response) => {
    const body = await textOf(request);
    const url = new URL(request.url ?? "/", "http://upstream");
    const [, host = "", path = ""] = /^\/([^/]+)(.*)$/.exec(url.pathname) ?? [];
    const query = Object.fromEntries(url.searchParams);
    const read = { host, method: request.method ?? "", path, query, headers: plain(request.headers), body };
    await pause(Math.random() * answersWithin);
    if (request.socket.destroyed) return; // killed before it was carried out
    const reference = referenceIn(read);
    if (reference !== undefined) asked.add(reference);
    const answer = await simulator.answer(read);
    await pause(Math.random() * answersWithin);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return {
    name: upstream.name,
    addresses: Object.keys(upstream.hosts)
      .map((host) => `${upstream.name}.${host}=http://127.0.0.1:${server.port}/${host}`)
      .join(),
    credentials,
    start: server.open,
    kill: async () => server.close(),
    decide: (reference, pays) => (pays ? simulator.pay(known(reference)) : simulator.decline(known(reference))),
    holdings: async () => new Map([...asked].map((reference) => [reference, [...simulator.payments(reference)]])),
    known,
    remove: async () => server.close(),
  };
}

/** The reference of a payment that SCB is asked for; undefined for other requests. */
function askedOfScb({ path, body }: SimulatedRequest): string | undefined {
  if (path !== paths.code && path !== paths.deepLink) return undefined;
  const { ref1, billPayment, installmentPaymentPlan } = JSON.parse(body);
  return ref1 ?? billPayment?.ref1 ?? installmentPaymentPlan?.orderReference;
}

/** The invoice of a payment that 2C2P is asked for; undefined for other requests. */
function askedOf2c2p({ path, body }: SimulatedRequest): string | undefined {
  if (path !== pathOf("paymentToken")) return undefined;
  const [, claims = ""] = String(JSON.parse(body).payload).split(".");
  return JSON.parse(Buffer.from(claims, "base64url").toString()).invoiceNo;
}

/** A server whose port stays the same while it is closed, so that nobody else answers there. */
async function onSocket(listener: RequestListener) {
  const port = await freePort();
  let server = createServer();
  const open = async (): Promise<void> => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  };
  await open();
  return {
    port: (server.address() as AddressInfo).port, // a TCP server has one
    open,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const plain = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]])),
  );

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  request.on("error", () => {}); // who asked was killed
  for await (const part of request) parts.push(part as Buffer); // a request without an encoding yields buffers
  return Buffer.concat(parts).toString();
}
