import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { keys } from "./gateway.ts";

/** Objects that were acknowledged to clients, which must therefore exist. */
export type Acknowledged = {
  /** Last answered status of each charge. */
  charges: Map<string, string>;
  /** The charge of each refund. */
  refunds: Map<string, string>;
  events: Set<string>;
};

/** Clients under way: merchants whose payers pay, fail, return or let charges expire, on any of the gateways. */
export type Clients = {
  acknowledged: Acknowledged;
  /** Number of answers that the database is unavailable. */
  outages(): number;
  /** Answers that are never allowed. */
  faults: string[];
  /** Stops after all open requests. */
  stop(): Promise<void>;
};

export type Json = Record<string, unknown> & { id: string; status: string };
export type Ask = (method: string, path: string, body?: unknown, key?: string) => Promise<Json>;

const pauseMs = 50;
/** Longer than any start, any recovery, and the time that an upstream has for its answer. */
const patienceMs = 90_000;

/**
 * @param urls of the gateways; a client without an answer from one asks the next, with the same idempotency key
 * @param more tasks beside those of test mode
 */
export function someClients(count: number, urls: readonly string[], more: readonly Doing[] = []): Clients {
  const acknowledged: Acknowledged = { charges: new Map(), refunds: new Map(), events: new Set() };
  const faults: string[] = [];
  const all = [...doings, ...more];
  let outages = 0;
  let stopping = false;

  const askFrom = (client: number): Ask => {
    let at = client;
    return async (method, path, body, key = keys.secret) => {
      const headers = {
        authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}`,
        ...(body !== undefined && { "content-type": "application/json", "idempotency-key": randomUUID() }),
      };
      for (const startedAt = performance.now(); performance.now() - startedAt < patienceMs; at += 1) {
        const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
        const answer = await fetch(`${urls[at % urls.length]}${path}`, sent).then(read, () => undefined);
        if (answer?.status === 200) return answer.json;
        if (answer) judge(method, path, answer);
        await pause(pauseMs);
      }
      throw new Error(`${method} ${path} was not answered in ${patienceMs / 1_000} s`);
    };
  };

  function judge(method: string, path: string, { status, json }: { status: number; json: Json }): void {
    if (status === 503 && json.code === "service_unavailable") outages += 1;
    else throw new Error(`${method} ${path} was answered ${status} ${json.code}: ${json.message}`);
  }

  async function serve(client: number): Promise<void> {
    const ask = askFrom(client);
    for (let turn = client; !stopping; turn += 1) {
      await all[turn % all.length]?.(ask, acknowledged).catch((error: Error) => faults.push(error.message));
    }
  }

  const working = Array.from({ length: count }, (_, client) => serve(client));
  return {
    acknowledged,
    outages: () => outages,
    faults,
    stop: async () => {
      stopping = true;
      await Promise.all(working);
    },
  };
}

async function read(response: Response): Promise<{ status: number; json: Json }> {
  return { status: response.status, json: (await response.json()) as Json };
}

/** One task of a client. It leaves a pending charge alone: that is the answer if the gateway was killed while the bank was asked. */
export type Doing = (ask: Ask, acknowledged: Acknowledged) => Promise<void>;

const kplus = {
  amount: 150000,
  currency: "THB",
  return_uri: "https://example.com/done",
  source: { type: "mobile_banking_kbank" },
};

async function charge(ask: Ask, { charges }: Acknowledged, body: unknown): Promise<Json> {
  const created = await ask("POST", "/charges", body);
  charges.set(created.id, created.status);
  return created;
}

async function change(ask: Ask, { charges }: Acknowledged, { id }: Json, verb: string): Promise<void> {
  const after = await ask("POST", `/charges/${id}/${verb}`, {});
  charges.set(id, after.status);
}

async function aToken(ask: Ask): Promise<string> {
  const card = { name: "Payer", number: "4242424242424242", expiration_month: 12, expiration_year: 2040 };
  return (await ask("POST", "/tokens", { card: { ...card, security_code: "123" } }, keys.public)).id;
}

const doings: readonly Doing[] = [
  async (ask, acknowledged) => {
    await change(ask, acknowledged, await charge(ask, acknowledged, kplus), "mark_as_paid");
  },
  async (ask, acknowledged) => {
    const created = await charge(ask, acknowledged, kplus);
    await change(ask, acknowledged, created, "expire");
    const { data } = await ask("GET", `/charges/${created.id}/events`);
    for (const { id } of data as Json[]) acknowledged.events.add(id);
  },
  async (ask, acknowledged) => {
    const paid = await charge(ask, acknowledged, { amount: 100000, currency: "THB", card: await aToken(ask) });
    for (const amount of paid.paid ? [30000, 70000] : []) {
      const refund = await ask("POST", `/charges/${paid.id}/refunds`, { amount });
      acknowledged.refunds.set(refund.id, paid.id);
    }
  },
  async (ask, acknowledged) => {
    const body = { amount: 100000, currency: "THB", card: await aToken(ask), capture: false };
    const held = await charge(ask, acknowledged, body);
    if (held.authorized) await change(ask, acknowledged, held, "capture");
  },
  async (ask, acknowledged) => {
    await change(ask, acknowledged, await charge(ask, acknowledged, kplus), "mark_as_failed");
  },
];
