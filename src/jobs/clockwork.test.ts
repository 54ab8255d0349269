import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { kplusCharge } from "../../tests/kit/builders.ts";
import { aGateway, type TestGateway } from "../../tests/kit/gateway.ts";
import { days, hours, minutes, seconds } from "../domain/time.ts";

test("charges that run out together do not wait for each other's bank, which is asked for 50 at a time", async () => {
  const gateway = await aGateway();
  const bank = answeringInCrowds(gateway, [50, 50, 20]);
  await Promise.all(Array.from({ length: 120 }, () => kplusCharge(gateway)));
  await gateway.advance(minutes(10));
  expect(bank.mostAtOnce()).toBe(50);
  const { json } = await gateway.call("GET", "/charges?limit=100");
  expect(json.data.every(({ status }: { status: string }) => status === "expired")).toBe(true);
  expect((await gateway.call("GET", "/events?limit=1")).json.total).toBe(3 * 120);
});

test("a charge whose bank cannot be asked is tried again, and holds up no other", async () => {
  const gateway = await aGateway();
  const { kplus } = gateway.gateway.simulation.connectors;
  if (kplus) kplus.cancel = () => Promise.reject(new Error("the bank is away"));
  const { json } = await kplusCharge(gateway);
  await gateway.advance(minutes(10));
  expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe("pending");
  if (kplus) kplus.cancel = async () => ({ answer: "pending" });
  await gateway.advance(minutes(1));
  expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe("expired");
});

test("an idempotency key is remembered for a day, and forgotten within a minute after", async () => {
  const gateway = await aGateway();
  const charge = async () => (await gateway.call("POST", "/charges", keyed)).json.id;
  const first = await charge();
  await gateway.advance(hours(23));
  expect(await charge()).toBe(first);
  await gateway.advance(hours(1) + seconds(1));
  await gateway.advance(minutes(1));
  expect(await charge()).not.toBe(first);
});

test("nothing is erased more often than every minute, whatever else the clock does", async () => {
  const gateway = await aGateway();
  let erasures = 0;
  const { vault } = gateway.gateway.store;
  const erase = vault.eraseSecrets;
  vault.eraseSecrets = (now) => {
    erasures += 1;
    return erase(now);
  };
  for (let second = 0; second < 120; second += 1) await gateway.advance(seconds(1));
  expect(erasures).toBe(2);
  await gateway.advance(days(1));
  expect(erasures).toBe(3);
});

const keyed = {
  headers: { "Idempotency-Key": "order-1" },
  body: {
    amount: 150000,
    currency: "THB",
    return_uri: "https://example.com/done",
    source: { type: "mobile_banking_kbank" },
  },
};

/** Makes the simulated K PLUS close payments only once so many wait for it at the same time, and counts the most there were. */
function answeringInCrowds({ gateway }: TestGateway, crowds: number[]) {
  const { kplus } = gateway.simulation.connectors;
  if (!kplus) throw new Error("K PLUS is simulated in test mode");
  const cancel = kplus.cancel;
  const waiting: (() => void)[] = [];
  let most = 0;
  kplus.cancel = async (reference) => {
    const answered = new Promise<void>((resolve) => waiting.push(resolve));
    most = Math.max(most, waiting.length);
    if (waiting.length === crowds[0]) void answerAll();
    await answered;
    return cancel(reference);
  };
  async function answerAll(): Promise<void> {
    crowds.shift();
    for (let turns = 0; turns < 10; turns += 1) await turn(); // one more would have come by then
    for (const answer of waiting.splice(0)) answer();
  }
  return { mostAtOnce: () => most };
}
