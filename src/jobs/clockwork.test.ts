import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { banksOf } from "../../tests/kit/banks.ts";
import { cardCharge, kplusCharge } from "../../tests/kit/builders.ts";
import { findCharge } from "../../tests/kit/find.ts";
import { aGateway, type TestGateway } from "../../tests/kit/gateway.ts";
import { engines } from "../../tests/storage/engine.ts";
import { days, hours, minutes, seconds } from "../domain/base/time.ts";
import { createMerchant } from "../operations/merchant/account.ts";

test("charges that expire together are closed 50 at a time, not one after the other", async () => {
  const gateway = await aGateway();
  const bank = answeringInCrowds(gateway, [50, 50, 20]);
  await Promise.all(Array.from({ length: 120 }, () => kplusCharge(gateway)));
  await gateway.advance(minutes(10));
  expect(bank.mostAtOnce()).toBe(50);
  const { json } = await gateway.call("GET", "/charges?limit=100");
  expect(json.data.every(({ status }: { status: string }) => status === "expired")).toBe(true);
  expect((await gateway.call("GET", "/events?limit=1")).json.total).toBe(3 * 120);
});

describe.each(engines)("on %s", (engine) => {
  test("an account whose bank never answers does not delay expiry for other accounts", async () => {
    const gateway = await aGateway({ engine });
    const [key = ""] = await otherKeys(gateway, 1);
    const bank = await hangFor(gateway, await Promise.all(Array.from({ length: 160 }, () => kplusOf(gateway, key))));
    const { json } = await kplusCharge(gateway); // created after the others, with the same time to expire
    const due = gateway.advance(minutes(10));
    await expect.poll(() => statusOf(gateway, json.id), patient).toBe("expired");
    await expect.poll(bank.asked, patient).toBe(50);
    bank.release();
    await due;
    expect((await gateway.call("GET", "/charges?limit=100", { key })).json.data).toSatisfy(
      (rows: { status: string }[]) => rows.every(({ status }) => status === "expired"),
    );
  });

  test("a bank that hangs, with the payments of many accounts, holds up no other bank", async () => {
    const gateway = await aGateway({ engine });
    const keys = await otherKeys(gateway, 4);
    const { json } = await cardCharge(gateway, { capture: false });
    const { card } = banksOf(gateway.gateway);
    const { capture } = card;
    const made = keys.flatMap((key) => Array.from({ length: 40 }, () => kplusOf(gateway, key)));
    const bank = await hangFor(gateway, await Promise.all(made));
    const due = gateway.advance(minutes(10));
    await expect.poll(bank.asked, patient).toBe(100);

    card.capture = async () => ({ answer: "unknown", why: "the line is down" });
    expect((await gateway.call("POST", `/charges/${json.id}/capture`)).json.status).toBe("pending");
    card.capture = capture;
    const later = gateway.advance(minutes(1));
    await expect.poll(() => statusOf(gateway, json.id), patient).toBe("successful");
    expect(bank.asked(), "none of theirs has come to its end meanwhile").toBe(100);
    bank.release();
    await Promise.all([due, later]);
  });
});

test("a charge whose bank cannot be asked is tried again, and delays no other", async () => {
  const gateway = await aGateway();
  const { kplus } = banksOf(gateway.gateway);
  kplus.cancel = () => Promise.reject(new Error("the bank is away"));
  const { json } = await kplusCharge(gateway);
  await gateway.advance(minutes(10));
  expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe("pending");
  kplus.cancel = async () => ({ answer: "pending" });
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

test("erasure runs at most once a minute, whatever else the clock does", async () => {
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

/** Makes the simulated K PLUS close payments only when `crowds` of them wait at the same time, and counts the highest number that waited. */
function answeringInCrowds({ gateway }: TestGateway, crowds: number[]) {
  const { kplus } = banksOf(gateway);
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
    for (let turns = 0; turns < 10; turns += 1) await turn(); // another one would have come by then
    for (const answer of waiting.splice(0)) answer();
  }
  return { mostAtOnce: () => most };
}

const patient = { timeout: 20_000 };

/** Secret keys of other test accounts. */
async function otherKeys({ gateway }: TestGateway, count: number): Promise<string[]> {
  const keys: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const merchant = { name: `Shop ${index}`, email: "shop@example.com" };
    keys.push((await createMerchant(gateway, merchant, () => "c2VjcmV0LWtleS1mb3ItdGVzdHM=")).test.secretKey);
  }
  return keys;
}

/** The id of a K PLUS charge of another account. */
async function kplusOf(gateway: TestGateway, key: string): Promise<string> {
  const body = {
    amount: 150000,
    currency: "THB",
    return_uri: "http://example.com/done",
    source: { type: "mobile_banking_kbank" },
  };
  return (await gateway.call("POST", "/charges", { key, body })).json.id;
}

const statusOf = async (gateway: TestGateway, id: string): Promise<string> =>
  (await gateway.call("GET", `/charges/${id}`)).json.status;

/** Makes K PLUS hang when it is asked to close the payments of these charges, until it is released. */
async function hangFor({ gateway }: TestGateway, ids: readonly string[]) {
  const { kplus } = banksOf(gateway);
  const charges = await Promise.all(ids.map((id) => findCharge(gateway.store, id)));
  const references = new Set(charges.map((charge) => charge?.source?.providerReference));
  const released = Promise.withResolvers<void>();
  const { cancel } = kplus;
  let asked = 0;
  kplus.cancel = async (...asking) => {
    const answer = cancel(...asking);
    if (!references.has(asking[0].reference)) return answer;
    asked += 1;
    await released.promise;
    return answer;
  };
  return { asked: () => asked, release: () => released.resolve() };
}
