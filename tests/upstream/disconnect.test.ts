import { describe, expect, onTestFinished, test } from "vitest";
import { omise } from "../../src/connectors/omise/upstream.ts";
import { minutes } from "../../src/domain/base/time.ts";
import type { Changes } from "../../src/domain/changes.ts";
import { beginEnding } from "../../src/domain/upstream/connection.ts";
import { connect, disconnect } from "../../src/operations/upstream/connection.ts";
import { aGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { type Engine, engines } from "../storage/engine.ts";
import { aLine, aPair, type Pair, paidByCard } from "./live.ts";

const kplus = {
  amount: 150_000,
  currency: "THB",
  return_uri: "https://shop.example/orders/1/complete",
  source: { type: "mobile_banking_kbank" },
};

async function aPairOn(engine: Engine, methods: readonly string[]): Promise<Pair> {
  if (engine === "sqlite") return aPair(methods);
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  return aPair(methods, { databaseUrl: database.url });
}

/** Does `work` once, right before the first save of which `is` is true. */
function beforeSave({ ours }: Pair, is: (changes: Changes) => boolean, work: () => Promise<unknown>): void {
  const { store } = ours.gateway;
  const save = store.save;
  let done = false;
  Object.assign(store, {
    save: async (changes: Changes) => {
      if (!done && is(changes)) {
        done = true;
        await work();
      }
      return save(changes);
    },
  });
}

const connectionOf = ({ ours, live }: Pair) => ours.gateway.store.connection.get(live.id, "omise");

describe.each(engines)("on %s", (engine) => {
  test("a charge that was decided before the connection ended is not saved after it: none waits at an upstream that nobody can ask", async () => {
    const pair = await aPairOn(engine, ["mobile_banking_kbank"]);
    const { gateway } = pair.ours;
    beforeSave(
      pair,
      ({ insert }) => insert?.charges !== undefined,
      () => disconnect(gateway, pair.live, "omise"),
    );
    const { json } = await pair.ask("POST", "/charges", { body: kplus });
    expect(json).toMatchObject({ object: "error", code: "invalid_charge" });
    expect(await connectionOf(pair)).toMatchObject({ sealed: "", dueAt: null });
    expect((await pair.ask("GET", "/charges")).json.total).toBe(0);
    expect((await pair.theirs.call("GET", "/charges")).json.total).toBe(0);
  });

  test("a charge that was made while its account disconnects keeps the connection, with its credentials and routes", async () => {
    const pair = await aPairOn(engine, ["mobile_banking_kbank"]);
    const { gateway } = pair.ours;
    const before = await connectionOf(pair);
    let id = "";
    beforeSave(
      pair,
      ({ update }) => update?.connections !== undefined,
      async () => {
        id = (await pair.ask("POST", "/charges", { body: kplus })).json.id;
      },
    );
    await expect(disconnect(gateway, pair.live, "omise")).rejects.toThrow(/^charges such as chrg_\w+ wait for Omise/);
    expect(await connectionOf(pair)).toMatchObject({ sealed: before?.sealed, endedAt: null });
    const [charge] = (await pair.theirs.call("GET", "/charges")).json.data;
    await pair.theirs.call("POST", `/charges/${charge.id}/mark_as_paid`);
    await pair.ours.advance(minutes(2));
    expect((await pair.ask("GET", `/charges/${id}`)).json.status).toBe("successful");
    expect((await pair.ask("POST", "/charges", { body: kplus })).json.status).toBe("pending");
  });

  test("a refund is not begun once the connection has ended, whichever was first", async () => {
    const pair = await aPairOn(engine, ["card"]);
    const { gateway } = pair.ours;
    const { json: charge } = await paidByCard(pair, 100_000);
    expect(charge.status).toBe("successful");
    const refund = () => pair.ask("POST", `/charges/${charge.id}/refunds`, { body: { amount: 40_000 } });
    beforeSave(
      pair,
      ({ insert }) => insert?.refunds !== undefined,
      () => disconnect(gateway, pair.live, "omise"),
    );
    for (let times = 0; times < 2; times += 1)
      expect((await refund()).json).toMatchObject({
        code: "failed_refund",
        message: "this account is not connected to Omise any more, which has the money of the charge",
      });
    expect((await pair.ask("GET", `/charges/${charge.id}`)).json.refunded_amount).toBe(0);
    expect((await pair.theirs.call("GET", "/refunds")).json.total).toBe(0);
  });

  test("the end of a connection whose process died is decided by the clock", async () => {
    const pair = await aPairOn(engine, ["mobile_banking_kbank"]);
    const { store, now } = pair.ours.gateway;
    const begin = async () => {
      const open = await connectionOf(pair);
      if (open) await store.save({ update: { connections: [beginEnding(open, now())] } });
    };
    const { json: charge } = await pair.ask("POST", "/charges", { body: kplus });
    await begin();
    await pair.ours.advance(minutes(2));
    expect(await connectionOf(pair)).toMatchObject({ endedAt: null });
    await pair.ask("POST", `/charges/${charge.id}/expire`);
    await begin();
    await pair.ours.advance(minutes(2));
    expect(await connectionOf(pair)).toMatchObject({ endedAt: expect.any(Number), sealed: "", shown: {}, dueAt: null });
    expect((await store.account.get(pair.live.id))?.routes).toEqual([]);
  });
});

test("a charge that its upstream did not take is not given to one whose connection ended meanwhile", async () => {
  const theirs = await aGateway();
  const line = await aLine(theirs.url);
  const second = { ...omise, name: "omise2" };
  const environment = { CHAMRA_UPSTREAMS: `omise.api=${line.url},omise2.api=${theirs.url}` };
  const pair = await aPair(["mobile_banking_kbank"], { upstreams: [omise, second], environment }, { theirs });
  const { gateway } = pair.ours;
  await connect(gateway, pair.live, "omise2", { secret_key: theirs.secretKey });
  await line.close();
  beforeSave(
    pair,
    ({ update }) => update?.charges?.[0]?.upstream === "omise2",
    () => disconnect(gateway, pair.live, "omise2"),
  );
  const { json } = await pair.ask("POST", "/charges", { body: kplus });
  expect(json).toMatchObject({ status: "failed", failure_code: "failed_processing" });
  expect(await gateway.store.charge.get(pair.live.id, json.id)).toMatchObject({ upstream: "omise", dueAt: null });
  expect((await theirs.call("GET", "/charges")).json.total).toBe(0);
});
