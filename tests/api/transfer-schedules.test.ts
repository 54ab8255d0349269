import { expect, test } from "vitest";
import { days, hours } from "../../src/domain/base/time.ts";
import { cardCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aBalance, aPayee, aRecipient, aTransferSchedule } from "../kit/payout-builders.ts";
import { aSchedule } from "../kit/schedule-builders.ts";

/** Time from the start of the tests' clock, Thursday 10:00 in Bangkok, to 08:30 of the next day. */
const untilTomorrow = hours(22.5);

const occurrencesOf = async (gateway: TestGateway, { id }: { id: string }) =>
  (await gateway.call("GET", `/schedules/${id}/occurrences`)).json.data;
const transfersOf = async (gateway: TestGateway) => (await gateway.call("GET", "/transfers")).json.data;

test("a schedule pays a recipient a fixed amount, today at once, and shows what it does", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway);
  const { status, json } = await aTransferSchedule(gateway);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    object: "schedule",
    status: "running",
    transfer: { object: "scheduled_transfer", amount: 10_000, currency: "THB", percentage_of_balance: null },
    occurrences: { total: 1 },
  });
  expect(json).not.toHaveProperty("charge");
  expect(Object.keys(json.transfer).join()).toBe(
    "object,id,livemode,amount,currency,percentage_of_balance,recipient,created_at",
  );
  expect(json.transfer.id).toMatch(/^rtrf_test_/);
  const [transfer] = await transfersOf(gateway);
  expect(transfer).toMatchObject({ schedule: json.id, sent: true, amount: 10_000, recipient: json.transfer.recipient });
  expect(json.occurrences.data).toMatchObject([
    { status: "successful", result: transfer.id, transfer_amount: 10_000, message: null },
  ]);
  await gateway.advance(untilTomorrow);
  expect(await transfersOf(gateway)).toHaveLength(2);
  expect((await gateway.call("GET", "/balance")).json.transferable).toBe(balance - 20_000);
});

test("a part of the balance is rounded down, all of it is paid out by default, and nothing to pay is skipped", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway);
  const { json: part } = await aTransferSchedule(gateway, { percentage_of_balance: "12.5" });
  expect(part.transfer).toMatchObject({ amount: null, percentage_of_balance: 12.5 });
  const [first] = await transfersOf(gateway);
  expect(first.amount).toBe(Math.floor(balance / 8));
  await gateway.call("DELETE", part.location);
  const { json: all } = await aTransferSchedule(gateway, {});
  expect(all.transfer).toMatchObject({ amount: null, percentage_of_balance: 100 });
  expect((await gateway.call("GET", "/balance")).json.transferable).toBe(0);
  await gateway.advance(untilTomorrow);
  expect((await occurrencesOf(gateway, all))[1]).toMatchObject({
    status: "skipped",
    result: null,
    transfer_amount: 0,
    scheduled_on: "2026-01-16",
  });
  await cardCharge(gateway);
  await gateway.advance(days(1));
  expect((await occurrencesOf(gateway, all))[2]).toMatchObject({ status: "successful" });
});

test("an amount that is too small for a transfer can be ordered, as the Java library's own tests do, and its dates are skipped", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway);
  const { status, json } = await aTransferSchedule(gateway, { amount: 2_000 });
  expect(status).toBe(200);
  expect(json).toMatchObject({ status: "running", transfer: { amount: 2_000 } });
  await gateway.advance(untilTomorrow);
  const skipped = { status: "skipped", result: null, transfer_amount: 0 };
  expect(await occurrencesOf(gateway, json)).toMatchObject([skipped, skipped]);
  expect(await transfersOf(gateway)).toEqual([]);
  expect((await gateway.call("GET", "/balance")).json.transferable).toBe(balance);
});

test("a balance that is too low is tried again on banking days, and suspends the schedule the third time", async () => {
  const gateway = await aGateway();
  const { json } = await aTransferSchedule(gateway, { amount: 10_000 });
  for (let day = 0; day < 6; day += 1) await gateway.advance(days(1));
  const occurrences = await occurrencesOf(gateway, json);
  expect(occurrences).toMatchObject([
    { status: "failed", message: "insufficient balance", retry_on: null, result: null },
    { status: "failed", message: "insufficient balance", retry_on: "2026-01-16" },
    { status: "failed", message: "insufficient balance", retry_on: "2026-01-19" }, // after a weekend
  ]);
  expect((await gateway.call("GET", json.location)).json.status).toBe("suspended");
  expect(await transfersOf(gateway)).toEqual([]);
});

test("a recipient that cannot be paid fails the date without another try, and the schedule goes on", async () => {
  const gateway = await aGateway();
  await aBalance(gateway);
  const { json: recipient } = await aRecipient(gateway);
  const { json } = await aTransferSchedule(gateway, { recipient: recipient.id, amount: 10_000 });
  expect(json.occurrences.data).toMatchObject([{ status: "failed", message: "recipient is not verified and active" }]);
  await gateway.call("PATCH", `/recipients/${recipient.id}/verify`);
  await gateway.advance(untilTomorrow);
  expect((await occurrencesOf(gateway, json))[1]).toMatchObject({ status: "successful", scheduled_on: "2026-01-16" });
  const { json: refused } = await aTransferSchedule(gateway, {
    recipient: await aPayee(gateway, "0000000004"),
    amount: 10_000,
  });
  expect(refused.occurrences.data).toMatchObject([{ status: "failed", message: "the bank refused the transfer" }]);
});

test("schedules are listed by what they do and by their recipient, and found by the search", async () => {
  const gateway = await aGateway();
  await aBalance(gateway);
  const { json: charging } = await aSchedule(gateway);
  const { json: paying } = await aTransferSchedule(gateway, { amount: 10_000 }, { start_date: "2026-02-01" });
  const ids = async (path: string) => (await gateway.call("GET", path)).json.data.map(({ id }: { id: string }) => id);
  expect(await ids("/schedules")).toEqual([charging.id, paying.id]);
  expect(await ids("/charges/schedules")).toEqual([charging.id]);
  expect(await ids("/transfers/schedules")).toEqual([paying.id]);
  expect(await ids(`/recipients/${paying.transfer.recipient}/schedules`)).toEqual([paying.id]);
  expect(await ids("/search?scope=transfer_schedule&filters[active]=true")).toEqual([paying.id]);
  expect(await ids("/search?scope=charge_schedule")).toEqual([charging.id]);
  const { json: older } = await gateway.call("GET", paying.location, { headers: { "Omise-Version": "2017-11-02" } });
  expect(Object.keys(older.transfer).join()).toBe("recipient,amount,percentage_of_balance,currency");
  expect(older.transfer.currency).toBe("thb");
});

test.each([
  [
    { amount: 10_000, percentage_of_balance: 5 },
    "bad_request",
    "amount cannot be used together with percentage_of_balance",
  ],
  [
    { percentage_of_balance: 101 },
    "bad_request",
    "percentage_of_balance must be above 0 and at most 100, with two decimals at most",
  ],
  [{ amount: 0 }, "invalid_transfer", "amount must be greater than 0"],
  [{ amount: 5_000_000_001 }, "invalid_transfer", "amount must be less than or equal to 5000000000 (thb subunits)"],
  [
    { recipient: "recp_test_5z4ykxh42cn7qsxw1w5" },
    "not_found",
    "recipient recp_test_5z4ykxh42cn7qsxw1w5 was not found",
  ],
])("%j is refused with %s", async (transfer, code, message) => {
  const gateway = await aGateway();
  const { json } = await aTransferSchedule(gateway, transfer);
  expect([json.code, json.message.replace("transfer.", "").replace("transfer ", "")]).toEqual([code, message]);
});

test("a schedule both charges and pays out never, and live mode refuses to pay out", async () => {
  const gateway = await aGateway();
  const charge = { customer: "cust_test_5z4ykxh42cn7qsxw1w5", amount: 10_000 };
  const { json } = await aTransferSchedule(gateway, { amount: 10_000 }, { charge });
  expect([json.code, json.message]).toEqual(["bad_request", "charge cannot be used together with transfer"]);
  const key = gateway.liveSecretKey;
  const body = { name: "Somchai", type: "individual", bank_account: { brand: "scb", number: "1234567890", name: "S" } };
  const { json: recipient } = await gateway.call("POST", "/recipients", { key, body });
  const order = {
    every: 1,
    period: "day",
    end_date: "2026-12-31",
    transfer: { recipient: recipient.id, amount: 10_000 },
  };
  const live = await gateway.call("POST", "/schedules", { key, body: order });
  expect([live.status, live.json.code]).toEqual([400, "invalid_transfer"]);
});
