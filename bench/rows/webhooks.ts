import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { keys } from "../processes.ts";
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
    let round = 0;
    return {
      figure: async () => {
        round += 1;
        fallDue(join(folder, "chamra.db"), events, round, `http://localhost:${port}`);
        const sending = await site.gateway({ CHAMRA_DATA: folder });
        let arrived = await second("arrivals", false);
        while (arrived.events < events) {
          await pause(100);
          arrived = await second("arrivals", false);
        }
        await sending.stop();
        await second("arrivals", true);
        if (arrived.repeated > 0) throw new Error(`${arrived.repeated} events came more than once`);
        return arrived.perSecond;
      },
      baseline: async () => (await second("barePosts", { port, body, atOnce: endpoints * 8, count: events })).perSecond,
    };
  },
};

/** A backlog of due events, as after a downtime: copies of the stored one. */
function fallDue(file: string, events: number, round: number, receiver: string): void {
  const db = new DatabaseSync(file);
  const id = "printf('%02d%017d', ?, n)";
  const numbers = "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ?)";
  const copied = "account, livemode, key, object, object_id, charge, data, api_version, created_at";
  const first = "(select * from events order by created_at, id limit 1)";
  db.exec("begin");
  db.prepare(
    `${numbers} insert into events (id, ${copied}) select 'evnt_test_' || ${id}, ${copied} from numbers, ${first}`,
  ).run(events, round);
  db.prepare(
    `${numbers} insert into deliveries (id, version, account, event, uri, state, attempts, due_at, created_at)
     select 'whdl_test_' || ${id}, 1, account, 'evnt_test_' || ${id}, ? || '/shop-' || (n % ${endpoints}), 'due', 0, created_at, created_at
     from numbers, ${first}`,
  ).run(events, round, round, receiver);
  db.exec("commit");
  db.close();
}
