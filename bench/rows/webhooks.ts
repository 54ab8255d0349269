import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { keys, type Second, type Server } from "../processes.ts";
import type { Row } from "../row.ts";
import { aCharge, kplusRequest, rate } from "./charges.ts";

export const wholePayments: Row = {
  name: "payments",
  figure: "whole installment payments/s: token → source → charge → 3-D Secure → settled → webhook received",
  baseline: "charges/s of the embedded engine, 64 clients",
  unit: "/s",
  goal: { atLeast: 0.15 },
  prepare: async (site, { warmUpMs, roundMs, count }) => {
    const second = site.second();
    const port = await second("receiver");
    const environment = { CHAMRA_DATA: site.folder(), CHAMRA_WEBHOOK_URL: `http://localhost:${port}/webhooks` };
    const { url } = await site.gateway(environment);
    const plain = await site.gateway({ CHAMRA_DATA: site.folder() });
    const pay = async (number: number) =>
      (await second("payments", { url, ...keys, atOnce: 32, count: number })).perSecond;
    await pay(count(500));
    await rate(second, plain, kplusRequest, warmUpMs);
    return { figure: () => pay(count(2_000)), baseline: () => rate(second, plain, kplusRequest, roundMs) };
  },
};

/** Merchants' endpoints that receive the events. A new host gets 8 deliveries at a time, and more when it answers promptly. */
const endpoints = 16;

export const deliveries: Row = {
  name: "webhooks",
  figure: `webhook deliveries/s to ${endpoints} endpoints of a local receiver, each exactly once`,
  baseline: "bare undici POSTs/s of the same bytes, as many at once",
  unit: "/s",
  goal: { atLeast: 0.5 },
  prepare: async (site, { count }) => {
    const second = site.second();
    const port = await second("receiver");
    const folder = site.folder();
    const gateway = await site.gateway({ CHAMRA_DATA: folder });
    const charge = await aCharge(gateway);
    await gateway.stop();
    const body = JSON.stringify({ object: "event", data: charge, key: "charge.create" }, null, 2);
    const events = count(10_000);
    const shops = Array.from({ length: endpoints }, (_, at) => ({ uri: `http://localhost:${port}/shop-${at}` }));
    let round = 0;
    return {
      figure: async () => {
        round += 1;
        fallDue(join(folder, "chamra.db"), events, round, shops);
        const sending = await site.gateway({ CHAMRA_DATA: folder });
        const { perSecond } = await allArrived(second, events);
        await sending.stop();
        await second("arrivals", true);
        return perSecond;
      },
      baseline: async () => (await second("barePosts", { port, body, atOnce: endpoints * 8, count: events })).perSecond,
    };
  },
};

/** Accounts that send to one sound host, and those whose host accepts connections and never answers. */
const soundAccounts = 50;
const hangingAccounts = 10;

export const besideHanging: Row = {
  name: "hanging",
  figure: `webhook deliveries/s of ${soundAccounts} accounts while the host of ${hangingAccounts} others hangs`,
  baseline: "the same with nobody else",
  unit: "/s",
  goal: { atLeast: 0.8 },
  prepare: async (site, { count }) => {
    const second = site.second();
    const sound = `http://localhost:${await second("receiver")}`;
    const hanging = `http://localhost:${await second("hangingReceiver")}`;
    const folder = site.folder();
    const gateway = await site.gateway({ CHAMRA_DATA: folder });
    await aCharge(gateway);
    const accounts: string[] = [];
    while (accounts.length < soundAccounts + hangingAccounts) accounts.push(await throwAway(gateway));
    await gateway.stop();
    const lines = accounts.map((account, at) => ({ account, uri: at < soundAccounts ? sound : hanging }));
    const events = count(10_000);
    let round = 0;
    const send = async (beside: boolean) => {
      round += 1;
      const file = join(folder, "chamra.db");
      forgetDue(file);
      fallDue(file, events, round, lines.slice(0, soundAccounts));
      if (beside) fallDue(file, hangingAccounts * 100, round + 50, lines.slice(soundAccounts));
      const sending = await site.gateway({ CHAMRA_DATA: folder });
      const { perSecond } = await allArrived(second, events);
      const stopped = sending.stop(); // waits for the tries under way
      await second("hangUp");
      await stopped;
      await second("arrivals", true);
      return perSecond;
    };
    return { figure: () => send(true), baseline: () => send(false) };
  },
};

/** Makes a throw-away account, which outlasts the measurement. @returns its id */
async function throwAway({ url }: Server): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${keys.secretKey}:`).toString("base64")}`;
  const response = await fetch(`${url}/test/accounts`, { method: "POST", headers: { authorization } });
  if (response.status !== 200) throw new Error(`an account was answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

/** Waits until all events have arrived. @throws Error if one came twice */
async function allArrived(second: Second, events: number) {
  let arrived = await second("arrivals", false);
  while (arrived.events < events) {
    await pause(100);
    arrived = await second("arrivals", false);
  }
  if (arrived.repeated > 0) throw new Error(`${arrived.repeated} events came more than once`);
  return arrived;
}

/** Gives up what an earlier round has left. */
function forgetDue(file: string): void {
  const db = new DatabaseSync(file);
  db.exec("update deliveries set state = 'given_up', due_at = null, leased_until = null where state = 'due'");
  db.close();
}

/** A backlog of due events, as after a downtime: copies of the stored one, shared out among the lines. Without an account it is that event's. */
function fallDue(
  file: string,
  events: number,
  round: number,
  lines: readonly { account?: string; uri: string }[],
): void {
  const db = new DatabaseSync(file);
  const copied = "livemode, key, object, object_id, charge, data, api_version, created_at";
  db.exec("create temp table first as select * from events order by created_at, id limit 1");
  const event = db.prepare(
    `insert into events (id, account, ${copied}) select 'evnt_test_' || ?, coalesce(?, account), ${copied} from first`,
  );
  const delivery = db.prepare(
    `insert into deliveries (id, version, account, event, uri, host, state, attempts, due_at, created_at)
     select 'whdl_test_' || ?, 1, coalesce(?, account), 'evnt_test_' || ?, ?, ?, 'due', 0, created_at, created_at from first`,
  );
  db.exec("begin");
  for (let number = 0; number < events; number += 1) {
    const id = `${String(round).padStart(2, "0")}${String(number).padStart(17, "0")}`;
    const { account = null, uri } = lines[number % lines.length] as (typeof lines)[number]; // the index is within the list
    event.run(id, account);
    delivery.run(id, account, id, uri, new URL(uri).host);
  }
  db.exec("commit");
  db.close();
}
