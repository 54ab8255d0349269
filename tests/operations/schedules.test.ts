import { describe, expect, test } from "vitest";
import { days, hours, minutes } from "../../src/domain/base/time.ts";
import type { Account } from "../../src/domain/merchant/account.ts";
import { updateAccount } from "../../src/operations/merchant/account.ts";
import { aCustomer, anotherCard } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aPayee } from "../kit/payout-builders.ts";
import { addFault, endFaults } from "../kit/rules.ts";
import { aSchedule } from "../kit/schedule-builders.ts";

const declined = "4111111111140011";

/** Time from the start of the tests' clock, 10:00 in Bangkok, to 08:30 of the next day. */
const untilTomorrow = hours(22.5);

type Shown = {
  status: string;
  message: string | null;
  result: string | null;
  scheduled_on: string;
  retry_on: string | null;
};

async function occurrencesOf(gateway: TestGateway, id: string): Promise<Shown[]> {
  return (await gateway.call("GET", `/schedules/${id}/occurrences`)).json.data;
}

async function testAccount({ gateway }: TestGateway): Promise<Account> {
  const [account] = await gateway.store.account.all();
  if (!account) throw new Error("no account");
  return account;
}

test("an occurrence runs at 08:30 in Bangkok, and not before", async () => {
  const gateway = await aGateway();
  const { json } = await aSchedule(gateway, { start_date: "2026-01-16" });
  await gateway.advance(untilTomorrow - 1_000);
  expect(await occurrencesOf(gateway, json.id)).toEqual([]);
  await gateway.advance(1_000);
  const [occurrence] = await occurrencesOf(gateway, json.id);
  expect(occurrence).toMatchObject({
    status: "successful",
    scheduled_on: "2026-01-16",
    processed_at: "2026-01-16T01:30:00Z",
  });
});

test("a gateway that stood still for days makes up for each date once, in order", async () => {
  const gateway = await aGateway();
  const { json } = await aSchedule(gateway, { end_date: "2026-01-20" });
  gateway.pass(days(10));
  for (let tick = 0; tick < 8; tick += 1) await gateway.advance(500);
  const { json: after } = await gateway.call("GET", json.location);
  expect(after).toMatchObject({ status: "expired", active: false, next_occurrences_on: [], occurrences: { total: 6 } });
  expect((await occurrencesOf(gateway, json.id)).map(({ scheduled_on }) => scheduled_on)).toEqual(
    ["15", "16", "17", "18", "19", "20"].map((day) => `2026-01-${day}`),
  );
  expect((await gateway.call("GET", "/charges")).json.total).toBe(6);
});

test("dates that passed while there was nothing to pay out are skipped in one go, not one at each look", async () => {
  const gateway = await aGateway();
  const body = { every: 1, period: "day", start_date: "2026-01-16", end_date: "2026-01-19" };
  const transfer = { recipient: await aPayee(gateway), percentage_of_balance: 50 };
  const { json } = await gateway.call("POST", "/schedules", { body: { ...body, transfer } });
  gateway.pass(days(10));
  await gateway.advance(500);
  expect((await occurrencesOf(gateway, json.id)).map(({ status }) => status)).toEqual(
    Array.from({ length: 4 }, () => "skipped"),
  );
});

describe("a card that declines", () => {
  test("is tried on three days, then the schedule is suspended and its customer is left alone", async () => {
    const gateway = await aGateway();
    const customer = (await aCustomer(gateway, {}, declined)).id;
    const { json } = await aSchedule(gateway, { charge: { customer, amount: 5_000 } });
    expect(json).toMatchObject({ status: "running", next_occurrences_on: expect.arrayContaining(["2026-01-15"]) });
    for (let day = 0; day < 5; day += 1) await gateway.advance(days(1));
    expect(await occurrencesOf(gateway, json.id)).toMatchObject(
      [null, "2026-01-16", "2026-01-17"].map((retry_on) => ({
        status: "failed",
        message: "charge could not be captured",
        scheduled_on: "2026-01-15",
        retry_on,
      })),
    );
    const { json: after } = await gateway.call("GET", json.location);
    expect(after).toMatchObject({
      status: "suspended",
      active: false,
      next_occurrences_on: [],
      ended_at: expect.any(String),
    });
    const { json: charges } = await gateway.call("GET", "/charges");
    expect(charges.data.map(({ failure_code }: { failure_code: string }) => failure_code)).toEqual(
      Array(3).fill("insufficient_fund"),
    );
    expect(await keysTold(gateway)).toEqual(["schedule.create", "schedule.suspend"]);
  });

  test("and is replaced by a better one lets the schedule go on, with the date that failed first", async () => {
    const gateway = await aGateway();
    const customer = (await aCustomer(gateway, {}, declined)).id;
    const { json } = await aSchedule(gateway, { charge: { customer, amount: 5_000 } });
    const { cards } = await anotherCard(gateway, customer);
    const better = cards.data.find(({ id }: { id: string }) => id !== json.charge.card).id;
    await gateway.call("PATCH", `/customers/${customer}`, { body: { default_card: better } });
    await gateway.advance(days(1));
    await gateway.advance(500);
    expect(await occurrencesOf(gateway, json.id)).toMatchObject([
      { status: "failed", scheduled_on: "2026-01-15" },
      { status: "successful", scheduled_on: "2026-01-15", retry_on: "2026-01-16" },
      { status: "successful", scheduled_on: "2026-01-16", retry_on: null },
    ]);
    expect((await gateway.call("GET", json.location)).json.charge.card).toBe(better);
  });
});

test("a card that was deleted makes the occurrence fail without a charge, and says why", async () => {
  const gateway = await aGateway();
  const { id: customer, default_card: card } = await aCustomer(gateway);
  const named = await aSchedule(gateway, { start_date: "2026-01-16", charge: { customer, card, amount: 5_000 } });
  const standard = await aSchedule(gateway, { start_date: "2026-01-16", charge: { customer, amount: 5_000 } });
  expect(named.json.charge).toMatchObject({ default_card: false, card });
  await gateway.call("DELETE", `/customers/${customer}/cards/${card}`);
  for (let day = 0; day < 4; day += 1) await gateway.advance(days(1));
  const [occurrence] = await occurrencesOf(gateway, named.json.id);
  expect(occurrence).toMatchObject({ status: "failed", result: null, message: `card ${card} was not found` });
  for (const { json } of [named, standard])
    expect((await gateway.call("GET", json.location)).json).toMatchObject({
      status: "suspended",
      occurrences: { total: 3 },
    });
  expect((await gateway.call("GET", "/charges")).json.total).toBe(0);
});

test("a scheduled charge asks nobody to authenticate, in an account that has 3-D Secure on", async () => {
  const gateway = await aGateway();
  const account = await testAccount(gateway);
  await updateAccount(gateway.gateway, { account, intention: null }, { threeDSecure: true });
  const { json } = await aSchedule(gateway);
  const { json: charge } = await gateway.call("GET", `/charges/${json.occurrences.data[0].result}`);
  expect(charge).toMatchObject({ status: "successful", authorize_uri: null });
});

test("an occurrence whose bank does not answer waits for what becomes of its charge, and makes no other", async () => {
  const gateway = await aGateway();
  const { json } = await aSchedule(gateway, { start_date: "2026-01-16" });
  await gateway.advance(untilTomorrow - hours(0.25));
  await addFault(gateway, "answer_nonsense");
  await gateway.advance(hours(0.25));
  for (let minute = 0; minute < 3; minute += 1) await gateway.advance(minutes(1));
  expect(await occurrencesOf(gateway, json.id)).toEqual([]);
  const { json: waiting } = await gateway.call("GET", json.location);
  expect(waiting.next_occurrences_on[0]).toBe("2026-01-16");
  expect((await gateway.gateway.store.queue.failing(gateway.now())).occurrences).toBe(1);
  await endFaults(gateway);
  await gateway.advance(minutes(1));
  await gateway.advance(minutes(1));
  expect(await occurrencesOf(gateway, json.id)).toMatchObject([{ status: "successful", scheduled_on: "2026-01-16" }]);
  expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
});

test("a process that dies after it took an occurrence leaves a charge that another one carries through", async () => {
  const gateway = await aGateway();
  const { json } = await aSchedule(gateway, { start_date: "2026-01-16" });
  const { store } = gateway.gateway;
  const save = store.save;
  let made = false;
  store.save = async (changes) => {
    if (made) throw new Error("the process is gone"); // the charge is made, and nothing after it is recorded
    made = changes.insert?.charges !== undefined;
    return save(changes);
  };
  await gateway.advance(untilTomorrow);
  store.save = save;
  expect((await gateway.call("GET", "/charges")).json.data).toMatchObject([{ status: "pending" }]);
  await gateway.advance(minutes(1));
  await gateway.advance(minutes(1));
  expect(await occurrencesOf(gateway, json.id)).toMatchObject([{ status: "successful" }]);
  expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
});

test("many schedules of one day all run", async () => {
  const gateway = await aGateway();
  const customer = (await aCustomer(gateway)).id;
  for (let count = 0; count < 120; count += 1)
    await aSchedule(gateway, { start_date: "2026-01-16", charge: { customer, amount: 2_000 + count } });
  await gateway.advance(untilTomorrow);
  const { json } = await gateway.call("GET", "/charges?limit=1");
  expect(json.total).toBe(120);
});

async function keysTold(gateway: TestGateway): Promise<string[]> {
  const { json } = await gateway.call("GET", "/events?limit=100");
  return json.data.map(({ key }: { key: string }) => key).filter((key: string) => key.startsWith("schedule."));
}
