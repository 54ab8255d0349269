import { expect, onTestFinished, test } from "vitest";
import { type OmiseSimulator, omiseSimulator } from "../../src/connectors/omise/simulator.ts";
import { omise } from "../../src/connectors/omise/upstream.ts";
import type { UpstreamSimulator } from "../../src/connectors/upstream-simulator.ts";
import type { Charge } from "../../src/domain/payment/charge.ts";
import { connect } from "../../src/operations/upstream/connection.ts";
import { start } from "../kit/clock.ts";
import { aGateway } from "../kit/gateway.ts";
import { omiseUnderTest } from "../kit/omise.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aLine } from "../kit/upstream-conformance.ts";
import { enable } from "../upstream/live.ts";

const { credentials } = omiseUnderTest;

/** What becomes of one request to make a payment: whether there are too many, and when it is carried out. */
type Plan = { limited?: true; arrived?: () => void; released?: Promise<unknown> };

/** A request that waits on its way until the test lets it go. */
function aGate() {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const plan = { arrived: arrived.resolve, released: released.promise };
  return { plan, arrived: arrived.promise, release: released.resolve };
}

/** An upstream on a socket that treats the requests to make a payment as planned, in their order, and the others as ever. */
async function anUpstream() {
  const made = {
    now: () => start,
    pause: async () => {},
    notify: async () => ({ status: 200, headers: {}, body: "" }),
  };
  let serial = 0;
  const randomText = (length: number) =>
    `${(++serial).toString(36)}x4mfnxmiwawsp6oi2q8zt`.padEnd(length, "0").slice(0, length);
  const simulator: OmiseSimulator = omiseSimulator({ ...made, randomText, credentials });
  const plans: Plan[] = [];
  const answer: UpstreamSimulator["answer"] = async (request) => {
    const plan = request.method === "POST" && request.path === "/charges" ? plans.shift() : undefined;
    plan?.arrived?.();
    await plan?.released;
    if (!plan?.limited) return simulator.answer(request);
    return { status: 429, headers: {}, body: '{"object":"error","code":"too_many_requests"}' };
  };
  const line = await aLine(["api"], { answer });
  return { simulator, plans, url: line.hosts["api"] };
}

/** Two gateways on one PostgreSQL, each with a clock of its own, whose live account has routes to north and then to south. */
async function twoProcesses() {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const [north, south] = [await anUpstream(), await anUpstream()];
  const options = {
    databaseUrl: database.url,
    upstreams: [
      { ...omise, name: "north" },
      { ...omise, name: "south" },
    ],
    environment: { CHAMRA_UPSTREAMS: `north.api=${north.url},south.api=${south.url}` },
  };
  const one = await aGateway(options);
  const other = await aGateway(options);
  const [, live] = await one.gateway.store.account.all();
  if (!live) throw new Error("the first merchant has no live account");
  await enable(one, live, "promptpay");
  for (const name of ["north", "south"]) await connect(one.gateway, live, name, credentials);
  const body = { amount: 20_000, currency: "THB", source: { type: "promptpay" } };
  const charged = async () => (await one.call("POST", "/charges", { key: one.liveSecretKey, body })).json;
  const load = async ({ id }: { id: string }): Promise<Charge> => {
    const charge = await one.gateway.store.charge.get(live.id, id);
    if (!charge) throw new Error(`charge ${id} has vanished`);
    return charge;
  };
  const referenceOf = ({ source, id }: Charge) => source?.providerReference ?? id;
  const heldAt = (charge: Charge) => ({
    north: north.simulator.payments(referenceOf(charge)).length,
    south: south.simulator.payments(referenceOf(charge)).length,
  });
  /** Lets another process's clock find the charges due that were made a minute ago. */
  const clock = () => other.advance(61_000);
  return { one, north, south, charged, load, heldAt, clock, referenceOf };
}

const slow = { timeout: 120_000 };

test(
  "a charge that another process's clock has told its upstream of meanwhile stays there, though its own question was not taken",
  slow,
  async () => {
    const { north, charged, load, heldAt, clock } = await twoProcesses();
    const own = aGate();
    north.plans.push({ ...own.plan, limited: true }, {});
    const asking = charged();
    await own.arrived;
    await clock();
    own.release();
    const charge = await load(await asking);
    expect(charge).toMatchObject({ upstream: "north", announced: true });
    expect(heldAt(charge)).toEqual({ north: 1, south: 0 });
  },
);

test("a charge of which another process's clock is just telling its upstream is not moved", slow, async () => {
  const { north, charged, load, heldAt, clock } = await twoProcesses();
  const [own, clocks] = [aGate(), aGate()];
  north.plans.push({ ...own.plan, limited: true }, clocks.plan);
  const asking = charged();
  await own.arrived;
  const ticking = clock();
  await clocks.arrived;
  own.release();
  const answered = await asking;
  expect((await load(answered)).upstream).toBe("north");
  clocks.release();
  await ticking;
  const charge = await load(answered);
  expect(charge).toMatchObject({ upstream: "north", announced: true });
  expect(heldAt(charge)).toEqual({ north: 1, south: 0 });
});

test(
  "of a charge that was moved another process's clock asks where it is, and what the payer pays there is counted once",
  slow,
  async () => {
    const { one, north, south, charged, load, heldAt, clock, referenceOf } = await twoProcesses();
    const own = aGate();
    north.plans.push({ limited: true });
    south.plans.push(own.plan);
    const asking = charged();
    await own.arrived;
    await clock();
    own.release();
    const answered = await asking;
    const charge = await load(answered);
    expect(charge).toMatchObject({ upstream: "south", announced: true });
    expect(heldAt(charge).north).toBe(0);
    await south.simulator.pay(referenceOf(charge), { id: charge.upstreamId });
    await one.advance(60 * 60_000);
    await clock();
    expect(await load(answered)).toMatchObject({ upstream: "south", upstreamId: charge.upstreamId });
    const { json } = await one.call("POST", `/charges/${charge.id}/expire`, { key: one.liveSecretKey });
    expect(json.code).toBe("failed_expire");
    expect(await load(answered)).toMatchObject({ state: "captured", upstream: "south" });
  },
);

test(
  "of many charges that are moved and asked about by two processes at once none is at two upstreams",
  slow,
  async () => {
    const { north, charged, load, heldAt, clock } = await twoProcesses();
    const gates = Array.from({ length: 12 }, aGate);
    north.plans.push(...gates.map(({ plan }) => ({ ...plan, limited: true }) as const));
    const asking = gates.map(() => charged());
    await Promise.all(gates.map(({ arrived }) => arrived));
    const ticking = clock();
    for (const { release } of gates) release();
    const answered = await Promise.all(asking);
    await ticking;
    await clock();
    for (const each of answered) {
      const charge = await load(each);
      const held = heldAt(charge);
      expect({ id: charge.id, upstream: charge.upstream, ...held }).toEqual({
        id: charge.id,
        upstream: charge.upstream,
        north: charge.upstream === "north" ? expect.any(Number) : 0,
        south: charge.upstream === "south" ? expect.any(Number) : 0,
      });
      expect(held.north + held.south).toBeGreaterThan(0);
    }
  },
);
