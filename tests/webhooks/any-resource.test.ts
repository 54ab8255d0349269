import "../kit/made-up-resource.ts"; // first, since it adds itself to tables that the other imports read
import { expect, test } from "vitest";
import { commit } from "../../src/operations/commit.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aLine } from "../kit/feed-line.ts";
import { aGateway } from "../kit/gateway.ts";
import { giftCreated } from "../kit/made-up-resource.ts";
import { aReceiver } from "../kit/receiver.ts";
import { engines } from "../storage/engine.ts";

test.each(engines)(
  "an event of a resource that has no charge is kept, listed, sent and told to the dashboard like any other (%s)",
  async (engine) => {
    const receiver = await aReceiver();
    const gateway = await aGateway({ engine });
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    const seat = await signedIn(gateway, "owner");
    const line = await aLine(gateway, seat);
    const given = await gateway.call("POST", "/sources", {
      body: { type: "mobile_banking_kbank", amount: 150_000, currency: "THB" },
    });
    const { store, newId } = gateway.gateway;
    const [account] = await store.account.all();
    const source = account && (await store.source.get(account.id, given.json.id));
    if (!source) throw new Error("there is no row to copy");
    const gift = { ...source, id: newId("gift" as "source", false) };
    await commit(gateway.gateway, account, {
      changes: { insert: { sources: [gift] } },
      happened: [giftCreated(gift)],
    });
    await gateway.advance(0);

    const data = { object: "gift", id: gift.id, amount: 150_000 };
    const { json: list } = await gateway.call("GET", "/events");
    expect(list).toMatchObject({ total: 1, data: [{ key: "gift.create", data }] });
    const [event] = list.data;
    expect((await gateway.call("GET", `/events/${event.id}`)).json.data).toEqual(event.data);
    const [received] = await receiver.arrived(1);
    expect(received?.json).toMatchObject({ id: event.id, key: "gift.create", data });
    expect(await line.hears("gift.create")).toEqual({ key: "gift.create", id: event.id, charge: null });

    const { json: deliveries } = await seat.test.get("/deliveries");
    expect(deliveries.data).toMatchObject([{ event: event.id, key: "gift.create", charge: null, state: "delivered" }]);
    const { json: ways } = await seat.test.get(`/events/${event.id}/deliveries`);
    expect(ways).toMatchObject({ charge: null, event: { key: "gift.create", data } });
  },
);

test("an event of an older version carries a resource that the version did not change in its newest form", async () => {
  const gateway = await aGateway();
  const { json } = await gateway.call("POST", "/sources", {
    body: { type: "mobile_banking_kbank", amount: 150_000, currency: "THB" },
  });
  const { store, newId } = gateway.gateway;
  const [account] = await store.account.all();
  const source = account && (await store.source.get(account.id, json.id));
  if (!source) throw new Error("there is no row to copy");
  const gift = { ...source, id: newId("gift" as "source", false) };
  await commit(
    gateway.gateway,
    { ...account, apiVersion: "2014-07-27" },
    { changes: { insert: { sources: [gift] } }, happened: [giftCreated(gift)] },
  );
  const [event] = (await gateway.call("GET", "/events")).json.data;
  expect(event).toMatchObject({ key: "gift.create", created: expect.any(String), data: { id: gift.id } });
});
