import { describe, expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { aCustomer, aSecondMerchant } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aSchedule } from "../kit/schedule-builders.ts";

const words = (text: string) => text.trim().split(/\s+/);

// The keys of the newest recording, of March 2025, in their order; those of 2017-11-02 are of November 2017.
const scheduleKeys = words(`object id deleted livemode location every occurrences on in_words period status active state
  charge next_occurrences_on ended_at start_on end_on created_at execute_time deleted_by`);
const chargeKeys =
  words(`object id livemode currency amount default_card card customer linked_account description metadata
  created_at`);
const occurrenceKeys = words(`object livemode location id result schedule message status processed_at created_at
  scheduled_on retry_on execute_time split_metadata transfer_amount`);
const olderScheduleKeys = words(`object id livemode location status every period on in_words start_date end_date charge
  occurrences next_occurrence_dates created`);
const olderOccurrenceKeys =
  words(`object id livemode location schedule schedule_date retry_date processed_at status message
  result created`);

test("a schedule that begins today has the recorded keys, has charged its card, and shows what comes next", async () => {
  const gateway = await aGateway();
  const { status, json } = await aSchedule(gateway, { every: 2, end_date: "2026-03-15" });
  expect([status, Object.keys(json), Object.keys(json.charge)]).toEqual([200, scheduleKeys, chargeKeys]);
  const [occurrence] = json.occurrences.data;
  expect(Object.keys(occurrence)).toEqual(occurrenceKeys);
  expect(occurrence).toMatchObject({ status: "successful", message: null, scheduled_on: "2026-01-15", retry_on: null });
  expect(json.occurrences).toMatchObject({
    total: 1,
    order: "chronological",
    location: `${json.location}/occurrences`,
  });
  expect(json).toMatchObject({
    status: "running",
    active: true,
    state: "Active",
    deleted: false,
    on: {},
    ended_at: null,
  });
  expect(json).toMatchObject({ in_words: "Every 2 day(s)", start_on: "2026-01-15", end_on: "2026-03-15" });
  expect(json.next_occurrences_on).toHaveLength(29);
  expect([json.next_occurrences_on[0], json.next_occurrences_on.at(-1)]).toEqual(["2026-01-17", "2026-03-14"]);
  const { json: charge } = await gateway.call("GET", `/charges/${occurrence.result}`);
  expect(charge).toMatchObject({ status: "successful", paid: true, amount: 100_000, description: "Membership fee" });
  expect([charge.schedule, charge.customer, charge.card.id]).toEqual([json.id, json.charge.customer, json.charge.card]);
  expect((await gateway.call("GET", occurrence.location)).json).toEqual(occurrence);
  const expanded = await gateway.call("GET", `/charges/${charge.id}?expand=true`);
  expect(expanded.json.schedule).toMatchObject({ object: "schedule", id: json.id });
});

test("an older version has the names of its time, and shows no card that was not named", async () => {
  const gateway = await aGateway();
  const { json } = await aSchedule(gateway);
  const of = async (version: string, path: string) =>
    (await gateway.call("GET", path, { headers: { "Omise-Version": version } })).json;
  const in2017 = await of("2017-11-02", json.location);
  expect([Object.keys(in2017), Object.keys(in2017.charge)]).toEqual([
    olderScheduleKeys,
    words("amount currency description customer card"),
  ]);
  expect(in2017).toMatchObject({ status: "active", start_date: json.start_on, end_date: json.end_on });
  expect(in2017).toMatchObject({
    charge: { currency: "thb", card: null },
    next_occurrence_dates: json.next_occurrences_on,
  });
  expect(in2017.occurrences).toMatchObject({ order: null, total: 1 });
  expect(Object.keys(in2017.occurrences.data[0])).toEqual(olderOccurrenceKeys);
  const list = await of("2017-11-02", `${json.location}/occurrences`);
  expect(list.data).toEqual(in2017.occurrences.data);
  expect(list.data[0]).toMatchObject({ schedule_date: "2026-01-15", retry_date: null });
  expect(Object.keys((await of("2014-07-27", json.location)).occurrences)).not.toContain("order");
});

test.each<[string, object, string]>([
  [
    "weekdays, in their order",
    { period: "week", on: { weekdays: ["friday", "Monday", "friday"] } },
    "Every 1 week(s) on Monday and Friday",
  ],
  ["a single weekday", { period: "week", on: { weekdays: "sunday" } }, "Every 1 week(s) on Sunday"],
  [
    "days of the month, in their order",
    { period: "month", on: { days_of_month: ["22", "3", "1"] } },
    "Every 1 month(s) on the 1st, 3rd, and 22nd",
  ],
  [
    "a weekday of the month",
    { every: "3", period: "month", on: { weekday_of_month: "Last_Friday" } },
    "Every 3 month(s) on the last Friday",
  ],
])("on can be %s", async (_, given, inWords) => {
  const gateway = await aGateway();
  const body = { every: 1, end_date: "2027-12-31", ...given };
  const customer = (await aCustomer(gateway)).id;
  for (const asked of [
    { body: { ...body, charge: { customer, amount: 2_000 } } },
    { json: { ...body, charge: { customer, amount: 2_000 } } },
  ])
    expect((await gateway.call("POST", "/schedules", asked)).json).toMatchObject({ in_words: inWords });
});

test("every fault of a schedule is told, and nothing is made", async () => {
  const gateway = await aGateway();
  const customer = (await aCustomer(gateway)).id;
  const charge = { customer, amount: 100_000 };
  const week = { period: "week", on: { weekdays: ["monday"] } };
  const faults: [object, string, string][] = [
    [
      { every: undefined, period: undefined, charge: undefined },
      "bad_request",
      "every cannot be blank and period cannot be blank",
    ],
    [
      { every: 0, end_date: undefined, charge: undefined },
      "bad_request",
      "every must be greater than 0, end_date cannot be blank, and charge cannot be blank",
    ],
    [{ every: 1.5 }, "bad_request", "every must be an integer"],
    [{ period: "year" }, "bad_request", "period must be day, week or month"],
    [{ end_date: "2026-02-30" }, "bad_request", "end_date must be a date such as 2026-01-31"],
    [{ start_date: "2026-01-14" }, "bad_request", "start_date cannot be in the past"],
    [{ start_date: "2026-02-02", end_date: "2026-02-01" }, "bad_request", "end_date cannot be before start_date"],
    [{ ...week, end_date: "2026-01-16" }, "bad_request", "end_date leaves no date on which the schedule occurs"],
    [{ on: { weekdays: ["monday"] } }, "bad_request", "on cannot be used with period day"],
    [{ period: "week" }, "bad_request", "weekdays cannot be blank"],
    [{ period: "week", on: { days_of_month: [1] } }, "bad_request", "on can only have weekdays with period week"],
    [
      { period: "week", on: { weekdays: ["someday"] } },
      "bad_request",
      "weekdays must be among monday, tuesday, wednesday, thursday, friday, saturday or sunday",
    ],
    [{ period: "month" }, "bad_request", "on must have either days_of_month or weekday_of_month with period month"],
    [
      { period: "month", on: { days_of_month: [1], weekday_of_month: "1st_monday" } },
      "bad_request",
      "on must have either days_of_month or weekday_of_month with period month",
    ],
    [
      { period: "month", on: { days_of_month: [29] } },
      "bad_request",
      "days_of_month must be whole numbers from 1 to 28",
    ],
    [
      { period: "month", on: { weekday_of_month: "5th_monday" } },
      "bad_request",
      "weekday_of_month must be a weekday such as 2nd_monday or last_friday",
    ],
    [{ charge: { amount: 100_000 } }, "bad_request", "customer cannot be blank"],
    [{ charge: { ...charge, currency: "JPY" } }, "invalid_charge", "currency is currently not supported"],
    [
      { charge: { ...charge, amount: 100 } },
      "invalid_charge",
      "amount must be greater than or equal to 2000 (thb subunits)",
    ],
    [{ charge: { ...charge, customer: "cust_test_1" } }, "not_found", "customer cust_test_1 was not found"],
    [{ charge: { ...charge, card: "card_test_1" } }, "not_found", "card card_test_1 was not found"],
    [{ transfer: { recipient: "recp_test_1" } }, "bad_request", "charge cannot be used together with transfer"],
    [
      { charge: undefined, transfer: { recipient: "recp_test_1", amount: 5_000 } },
      "not_found",
      "recipient recp_test_1 was not found",
    ],
  ];
  for (const [patch, code, message] of faults) {
    const body = { every: 1, period: "day", end_date: "2026-12-31", charge, ...patch };
    const { json } = await gateway.call("POST", "/schedules", { json: body });
    expect([json.code, json.message]).toEqual([code, message]);
  }
  expect((await gateway.call("GET", "/schedules")).json.total).toBe(0);
  expect((await gateway.call("GET", "/charges")).json.total).toBe(0);
});

describe("a deleted schedule", () => {
  test("keeps its occurrences, stays readable and listed, and does not occur again", async () => {
    const gateway = await aGateway();
    const { json: made } = await aSchedule(gateway);
    const { status, json: deleted } = await gateway.call("DELETE", made.location);
    expect([status, Object.keys(deleted)]).toEqual([200, scheduleKeys]);
    expect(deleted).toMatchObject({ status: "deleted", deleted: true, active: false, next_occurrences_on: [] });
    expect(deleted.ended_at).toBe("2026-01-15T03:00:00Z");
    expect(deleted.occurrences.data).toEqual(made.occurrences.data);
    await gateway.advance(days(3));
    const { json } = await gateway.call("GET", made.location);
    expect([json.status, json.occurrences.total]).toEqual(["deleted", 1]);
    expect((await gateway.call("GET", "/schedules")).json.data).toHaveLength(1);
    const again = await gateway.call("DELETE", made.location);
    expect([again.status, again.json.code, again.json.message]).toEqual([
      422,
      "failed_deletion",
      "schedule was already deleted",
    ]);
  });
});

test("lists have the schedules of an account, of charges and of a customer, each under its own address", async () => {
  const gateway = await aGateway();
  const customer = (await aCustomer(gateway)).id;
  const one = await aSchedule(gateway, { charge: { customer, amount: 5_000 } });
  const other = await aSchedule(gateway, { start_date: "2026-02-01" });
  const listed = async (path: string) => {
    const { json } = await gateway.call("GET", path);
    return [json.location, json.total, json.data.map(({ id }: { id: string }) => id)];
  };
  const both = [one.json.id, other.json.id];
  expect(await listed("/schedules")).toEqual(["/schedules", 2, both]);
  expect(await listed("/charges/schedules")).toEqual(["/charges/schedules", 2, both]);
  expect(await listed("/schedules?order=reverse_chronological&limit=1")).toEqual(["/schedules", 2, both.slice(1)]);
  expect(await listed(`/customers/${customer}/schedules`)).toEqual([
    `/customers/${customer}/schedules`,
    1,
    both.slice(0, 1),
  ]);
  expect((await gateway.call("GET", "/customers/cust_test_1/schedules")).json.message).toBe(
    "customer cust_test_1 was not found",
  );
});

test("another account finds neither schedules nor occurrences", async () => {
  const gateway = await aGateway();
  const { json } = await aSchedule(gateway);
  const { secretKey: key } = await aSecondMerchant(gateway);
  for (const path of [json.location, json.occurrences.location, json.occurrences.data[0].location])
    expect((await gateway.call("GET", path, { key })).status).toBe(404);
  expect((await gateway.call("DELETE", json.location, { key })).status).toBe(404);
  expect((await gateway.call("GET", "/schedules", { key })).json.total).toBe(0);
});

test("an idempotency key repeated makes one schedule and one charge, and gives the first answer", async () => {
  const gateway = await aGateway();
  const customer = (await aCustomer(gateway)).id;
  const asked = () =>
    gateway.call("POST", "/schedules", {
      body: { every: 1, period: "day", end_date: "2026-12-31", charge: { customer, amount: 100_000 } },
      headers: { "Idempotency-Key": "membership-1" },
    });
  const [first, second] = await Promise.all([asked(), asked()]);
  const third = await asked();
  expect([second?.text, third.text]).toEqual([first?.text, first?.text]);
  expect(first?.json.occurrences.total).toBe(1);
  expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
});

test("events tell of a schedule, in the order of what happened, with the schedule as it was", async () => {
  const gateway = await aGateway();
  await aSchedule(gateway, { end_date: "2026-01-17" });
  await gateway.advance(days(1));
  await gateway.advance(days(1));
  const { json: second } = await aSchedule(gateway, { start_date: "2026-02-01" });
  await gateway.call("DELETE", second.location);
  const told = await eventsOf(gateway);
  expect(told.map(({ key, data }) => `${key} ${data.status} ${data.occurrences.total}`)).toEqual([
    "schedule.create running 0",
    "schedule.expiring expiring 2",
    "schedule.expire expired 3",
    "schedule.create running 0",
    "schedule.destroy deleted 0",
  ]);
});

test("a deleted customer shows no schedules, and its schedule no card", async () => {
  const gateway = await aGateway();
  const customer = (await aCustomer(gateway)).id;
  const { json } = await aSchedule(gateway, { charge: { customer, amount: 5_000 } });
  await gateway.call("DELETE", `/customers/${customer}`);
  expect((await gateway.call("GET", `/customers/${customer}/schedules`)).status).toBe(404);
  expect((await gateway.call("GET", json.location)).json.charge).toMatchObject({
    customer,
    card: null,
    default_card: true,
  });
});

async function eventsOf(
  gateway: TestGateway,
): Promise<{ key: string; data: { status: string; occurrences: { total: number } } }[]> {
  const { json } = await gateway.call("GET", "/events?limit=100");
  return json.data.filter(({ key }: { key: string }) => key.startsWith("schedule."));
}
