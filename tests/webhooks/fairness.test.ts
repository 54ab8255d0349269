import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { type Delivery, type Event, hostOf } from "../../src/domain/event/event.ts";
import type { Account } from "../../src/domain/merchant/account.ts";
import { createMerchant } from "../../src/operations/merchant/account.ts";
import { kplusCharge } from "../kit/builders.ts";
import { firstAccount } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";
import { type Engine, engines } from "../storage/engine.ts";

const patient = { timeout: 20_000 };

describe.each(engines)("on %s", (engine) => {
  test("an account whose endpoints hang holds up nobody else's events, however many hosts it names", async () => {
    const { gateway, receiver } = await told(engine);
    const hanging = await hangingHosts(26);
    const [other] = await merchants(gateway, 1);
    await fallDue(gateway, other, 220, (index) => `${hanging.urls[index % 26]}/hooks`);
    await expect.poll(hanging.open, patient).toBe(100);
    const { json } = await kplusCharge(gateway);
    const [event] = await receiver.arrived(1);
    expect(event?.json.data.id).toBe(json.id);
    expect(hanging.count(), "none of theirs has come to its end meanwhile").toBe(100);
    await hanging.release(gateway);
    expect(hanging.count()).toBe(220);
  });

  test("a host that hangs gets a few at a time whatever the paths are, and the account's other hosts hear at once", async () => {
    const { gateway, receiver } = await told(engine);
    const hanging = await hangingHosts(1);
    const own = await gateway.gateway.store.account.all();
    await fallDue(gateway, own[0], 60, (index) => `${hanging.urls[0]}/hooks?a=${index}`);
    await expect.poll(hanging.open, patient).toBe(8);
    await kplusCharge(gateway);
    await receiver.arrived(1);
    expect(hanging.open()).toBe(8);
    await hanging.release(gateway);
    expect(hanging.count()).toBe(60);
  });

  test("who sends to another's host, and has it hang, holds up none of the owner's events", async () => {
    const { gateway } = await told(engine);
    const [owner] = await gateway.gateway.store.account.all();
    const [other] = await merchants(gateway, 1);
    const shared = await hangingHosts(1);
    await shared.release(gateway);
    await fallDue(gateway, other, 60, () => `${shared.urls[0]}/well`); // each prompt answer raises the account's limit at the host by one
    await expect.poll(shared.count, patient).toBe(60);
    shared.hang();
    await fallDue(gateway, other, 60, () => `${shared.urls[0]}/hangs`);
    await expect.poll(shared.open, patient).toBe(25);
    await fallDue(gateway, owner, 1, () => `${shared.urls[0]}/own`);
    await expect.poll(shared.open, patient).toBe(26);
    expect(shared.count(), "none of theirs has come to its end meanwhile").toBe(86);
    await shared.release(gateway);
    expect(shared.count()).toBe(121);
  });

  test("live mode has places of its own: accounts of test mode that have taken all of theirs hold it up in nothing", async () => {
    const { gateway } = await told(engine);
    const hanging = await hangingHosts(26);
    for (const account of await merchants(gateway, 5))
      await fallDue(gateway, account, 80, (index) => `${hanging.urls[index % 26]}/hooks`);
    await expect.poll(hanging.open, patient).toBe(200);
    const { store } = gateway.gateway;
    const live = await firstAccount(store, "live");
    const [event = ""] = await fallDue(gateway, live, 1, () => "https://127.0.0.1/hooks"); // an address that live mode refuses, with an error
    const tries = () => store.event.attempts(live.id, [event]);
    await expect.poll(tries, patient).toMatchObject([{ error: expect.stringMatching(/^not sent: /) }]);
    expect(hanging.count(), "none of theirs has come to its end meanwhile").toBe(200);
    await hanging.release(gateway);
  });

  test("a host that left five tries unanswered gets one at a time, until one is answered", async () => {
    const { gateway, receiver } = await told(engine);
    const broken = await hangingHosts(1);
    const own = await gateway.gateway.store.account.all();
    await fallDue(gateway, own[0], 20, () => `${broken.urls[0]}/hooks`);
    await expect.poll(broken.open, patient).toBe(8);
    broken.hangUp();
    for (let probe = 9; probe <= 11; probe += 1) {
      await expect.poll(broken.count, patient).toBe(probe);
      await kplusCharge(gateway);
      await receiver.arrived(probe - 8); // meanwhile other deliveries are sent
      expect(broken.open()).toBe(1);
      expect(broken.count()).toBe(probe);
      if (probe < 11) broken.hangUp();
    }
    broken.answer();
    await expect.poll(broken.open, patient).toBe(9);
    await broken.release(gateway);
    await gateway.advance(minutes(2));
    expect(broken.count()).toBe(20 + 10); // ten attempts failed
  });
});

/** A gateway whose first test account has a healthy webhook receiver. */
async function told(engine: Engine) {
  const receiver = await aReceiver();
  const gateway = await aGateway({ engine, meddles: true });
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  return { gateway, receiver };
}

/** Test accounts of other merchants. */
async function merchants({ gateway }: TestGateway, count: number): Promise<Account[]> {
  const made: Account[] = [];
  for (let index = 0; index < count; index += 1) {
    const merchant = { name: `Shop ${index}`, email: "shop@example.com" };
    made.push((await createMerchant(gateway, merchant, () => "c2VjcmV0LWtleS1mb3ItdGVzdHM=")).test.account);
  }
  return made;
}

/** Inserts due events of an account by the store, since the gateway would need a charge for each; returns their ids. */
async function fallDue(
  { gateway, clockwork }: TestGateway,
  account: Account | undefined,
  count: number,
  uriOf: (index: number) => string,
): Promise<string[]> {
  if (!account) throw new Error("there is no such account");
  const now = gateway.now();
  const { livemode } = account;
  const owned = { account: account.id, livemode, createdAt: now };
  const events = Array.from({ length: count }, (): Event => {
    const id = gateway.newId("event", livemode);
    const about = { key: "charge.update", object: "charge", objectId: "chrg_none", charge: "chrg_none" } as const;
    return { id, ...owned, ...about, data: "{}", apiVersion: account.apiVersion };
  });
  const deliveries = events.map(({ id }, index): Delivery => {
    const uri = uriOf(index);
    const way = { event: id, uri, host: hostOf(uri) };
    return {
      id: gateway.newId("delivery", livemode),
      version: 1,
      ...owned,
      ...way,
      state: "due",
      rule: null,
      attempts: 0,
      dueAt: now,
      leasedUntil: null,
    };
  });
  await gateway.store.save({ insert: { events, deliveries } });
  clockwork.wake(deliveries);
  return events.map(({ id }) => id);
}

/** Hosts that accept requests and do not answer until released. */
async function hangingHosts(hosts: number) {
  const open = new Set<ServerResponse>();
  let released = false;
  let count = 0;
  const urls = await Promise.all(
    Array.from({ length: hosts }, async () => {
      const server = createServer((request, response) => {
        request.resume();
        count += 1;
        if (released) response.end();
        else open.add(response);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      return `http://localhost:${(server.address() as AddressInfo).port}`;
    }),
  );
  const each = (act: (response: ServerResponse) => void) => {
    const now = [...open];
    open.clear();
    for (const response of now) act(response);
  };
  return {
    urls,
    open: () => open.size,
    count: () => count,
    hangUp: () => each((response) => response.destroy()),
    answer: () => each((response) => response.end()),
    /** Stops answering from now on. */
    hang: () => {
      released = false;
    },
    /** Answers everything from now on, and sends all due deliveries. */
    release: async (gateway: TestGateway) => {
      released = true;
      each((response) => response.end());
      await gateway.advance(0);
    },
  };
}
