import { expect, test } from "vitest";
import { days, hours } from "../../src/domain/base/time.ts";
import { aToken, cardCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aBalance, aPayee, aRecipient, aTransfer } from "../kit/payout-builders.ts";

const balanceOf = async (gateway: TestGateway): Promise<number> =>
  (await gateway.call("GET", "/balance")).json.transferable;
const get = async (gateway: TestGateway, { location }: { location: string }) =>
  (await gateway.call("GET", location)).json;
const mark = (gateway: TestGateway, { id }: { id: string }, as: string) =>
  gateway.call("POST", `/transfers/${id}/mark_as_${as}`);
const keysOf = async (gateway: TestGateway, about: string): Promise<string[]> => {
  const { json } = await gateway.call("GET", "/events?limit=100");
  return json.data
    .filter((event: { data: { id: string } }) => event.data.id === about)
    .map(({ key }: { key: string }) => key);
};

test("a transfer is the whole balance to the default recipient by default, and holds nothing", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway);
  const { status, json } = await gateway.call("POST", "/transfers", { body: { metadata: { payroll: 1 } } });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    object: "transfer",
    amount: balance,
    fee: 2_804,
    fee_vat: 196,
    total_fee: 3_000,
    net: balance - 3_000,
    sent: false,
    paid: false,
    sendable: true,
    currency: "THB",
    bank_account: { bank_code: "test", account_number: "123456789" },
    transactions: [],
    metadata: { payroll: "1" },
    schedule: null,
    split_transfer_group_id: null,
  });
  expect(await balanceOf(gateway)).toBe(balance);
  const { json: expanded } = await gateway.call("GET", `${json.location}?expand=true`);
  expect(expanded.recipient).toMatchObject({ object: "recipient", default: true });
});

test("a transfer is sent on the next banking day at nine in Bangkok and paid on the one after, each told once", async () => {
  const gateway = await aGateway(); // Thursday, 15 January 2026, 10:00 in Bangkok
  const balance = await aBalance(gateway);
  const { json } = await aTransfer(gateway);
  await gateway.advance(hours(23) - 1_000);
  expect(await get(gateway, json)).toMatchObject({ sent: false });
  await gateway.advance(1_000); // Friday, 9:00
  const sent = await get(gateway, json);
  expect(sent).toMatchObject({ sent: true, paid: false, sendable: false, sent_at: "2026-01-16T02:00:00Z" });
  expect(sent.transactions).toMatchObject([
    { key: "transfer.sent.debit", direction: "debit", amount: 50_000, origin: json.id, created_at: sent.sent_at },
  ]);
  expect(await balanceOf(gateway)).toBe(balance - 50_000);
  await gateway.advance(days(2)); // a weekend
  expect(await get(gateway, json)).toMatchObject({ paid: false });
  await gateway.advance(days(1));
  expect(await get(gateway, json)).toMatchObject({ sent: true, paid: true, paid_at: "2026-01-19T02:00:00Z" });
  expect(await keysOf(gateway, json.id)).toEqual(["transfer.create", "transfer.send", "transfer.pay"]);
  expect(await balanceOf(gateway)).toBe(balance - 50_000);
});

test("marking sends and pays at once, each once; what has come further is refused", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway);
  const { json: one } = await aTransfer(gateway);
  expect((await mark(gateway, one, "sent")).json).toMatchObject({ sent: true, paid: false });
  expect((await mark(gateway, one, "sent")).json).toMatchObject({
    code: "invalid_transfer",
    message: "transfer was already sent",
  });
  expect((await mark(gateway, one, "paid")).json).toMatchObject({ sent: true, paid: true });
  expect((await mark(gateway, one, "paid")).json.code).toBe("invalid_transfer");
  const { json: other } = await aTransfer(gateway, { amount: 20_000 });
  expect((await mark(gateway, other, "paid")).json).toMatchObject({ sent: true, paid: true });
  expect(await keysOf(gateway, other.id)).toEqual(["transfer.create", "transfer.send", "transfer.pay"]);
  await gateway.advance(days(5));
  expect(await balanceOf(gateway)).toBe(balance - 70_000);
});

test("transfers never take more than the balance has: what it lacks is refused, tried again, and fails in the end", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway);
  const over = await aTransfer(gateway, { amount: balance + 1 });
  expect([over.status, over.json.code, over.json.message]).toEqual([400, "invalid_transfer", "insufficient balance"]);
  const [{ json: first }, { json: second }, { json: hasty }] = [
    await aTransfer(gateway, { amount: balance }),
    await aTransfer(gateway, { amount: balance }),
    await aTransfer(gateway, { amount: balance, fail_fast: true }),
  ];
  expect((await mark(gateway, first, "sent")).json.sent).toBe(true);
  expect((await mark(gateway, second, "sent")).json).toMatchObject({
    code: "invalid_transfer",
    message: "insufficient balance",
  });
  expect(await get(gateway, second)).toMatchObject({ sendable: false, failure_code: null });
  await gateway.advance(days(1));
  expect(await get(gateway, hasty)).toMatchObject({
    failure_code: "insufficient_balance",
    failure_message: "the balance was not sufficient",
  });
  expect(await get(gateway, second)).toMatchObject({ failure_code: null });
  for (let day = 0; day < 5; day += 1) {
    await gateway.advance(hours(23));
    await gateway.advance(hours(1));
  }
  expect(await get(gateway, second)).toMatchObject({
    sent: false,
    failure_code: "insufficient_balance",
    transactions: [],
  });
  expect(await keysOf(gateway, second.id)).toEqual(["transfer.create", "transfer.fail"]);
  expect(await balanceOf(gateway)).toBe(0);
});

test("what waits for money is sent once there is some", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway);
  const [{ json: first }, { json: second }] = [await aTransfer(gateway, { amount: balance }), await aTransfer(gateway)];
  await mark(gateway, first, "sent");
  await gateway.advance(hours(23)); // Friday 9:00: nothing to send it with
  await cardCharge(gateway, { amount: 100_000 });
  await gateway.advance(hours(1)); // Friday 10:00
  expect(await get(gateway, second)).toMatchObject({ sent: true });
});

test("a transfer that the bank could not credit gives all its money back, and one that it refused takes none", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway, 2);
  const { json: returned } = await aTransfer(gateway, { recipient: await aPayee(gateway, "0000000005") });
  await mark(gateway, returned, "sent");
  expect(await balanceOf(gateway)).toBe(balance - 50_000);
  const { json: failed } = await mark(gateway, returned, "paid");
  expect(failed).toMatchObject({ sent: false, paid: false, failure_code: "transfer_pay_failure" });
  expect(failed.transactions).toMatchObject([
    { key: "transfer.sent.debit", direction: "debit", amount: 50_000 },
    { key: "transfer.failed.credit", direction: "credit", amount: 50_000 },
  ]);
  expect(await balanceOf(gateway)).toBe(balance);
  const { json: refused } = await aTransfer(gateway, { recipient: await aPayee(gateway, "0000000004") });
  expect((await mark(gateway, refused, "sent")).json).toMatchObject({
    sent: false,
    failure_code: "transfer_send_failure",
    transactions: [],
  });
  expect(await balanceOf(gateway)).toBe(balance);
  const { json: transactions } = await gateway.call("GET", "/search?scope=transaction&filters[kind]=transfer_failed");
  expect(transactions.data).toMatchObject([{ origin: returned.id }]);
});

test("a transfer is changed and deleted only before it is sent", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway);
  const { json } = await aTransfer(gateway);
  const patched = await gateway.call("PATCH", json.location, { body: { amount: 60_000, metadata: { a: "b" } } });
  expect(patched.json).toMatchObject({ amount: 60_000, net: 57_000, metadata: { a: "b" } });
  expect((await gateway.call("PATCH", json.location, { body: { amount: balance + 1 } })).json.code).toBe(
    "invalid_transfer",
  );
  const { json: other } = await aTransfer(gateway);
  await mark(gateway, json, "sent");
  expect((await gateway.call("PATCH", json.location, { body: { amount: 50_000 } })).json).toMatchObject({
    code: "invalid_transfer",
  });
  const late = await gateway.call("DELETE", json.location);
  expect([late.status, late.json.code]).toEqual([422, "failed_deletion"]);
  expect((await gateway.call("DELETE", other.location)).json).toMatchObject({
    id: other.id,
    deleted: true,
    sent: false,
  });
  expect((await gateway.call("GET", other.location)).json.code).toBe("not_found");
  expect((await gateway.call("GET", "/transfers")).json.data.map(({ id }: { id: string }) => id)).toEqual([json.id]);
  await gateway.advance(days(5));
  expect(await balanceOf(gateway)).toBe(balance - 60_000);
});

test.each([
  [{ amount: 2_999 }, 400, "invalid_transfer", "amount must be greater than or equal to 3000 (thb subunits)"],
  [
    { recipient: "recp_test_5z4ykxh42cn7qsxw1w5" },
    404,
    "not_found",
    "recipient recp_test_5z4ykxh42cn7qsxw1w5 was not found",
  ],
  [{ amount: "much" }, 400, "bad_request", "amount is not a number"],
])("%j is refused with %i %s", async (body, status, code, message) => {
  const gateway = await aGateway();
  await aBalance(gateway);
  const { status: answered, json } = await aTransfer(gateway, body);
  expect([answered, json.code, json.message]).toEqual([status, code, message]);
});

test("a transfer of thirty baht is allowed, whose fee is all of it, and one of an empty balance is not", async () => {
  const gateway = await aGateway();
  expect((await gateway.call("POST", "/transfers", { body: {} })).json.code).toBe("invalid_transfer");
  await aBalance(gateway);
  expect((await aTransfer(gateway, { amount: 3_000 })).json).toMatchObject({ net: 0, total_fee: 3_000 });
});

test("to a recipient that is not verified a transfer is made, cannot be sent, and goes once it can", async () => {
  const gateway = await aGateway();
  await aBalance(gateway);
  const { json: recipient } = await aRecipient(gateway);
  const { json } = await aTransfer(gateway, { recipient: recipient.id });
  expect(json.sendable).toBe(false);
  expect((await mark(gateway, json, "sent")).json.message).toBe("recipient is not verified and active");
  await gateway.advance(hours(23));
  expect(await get(gateway, json)).toMatchObject({ sent: false, failure_code: null });
  await gateway.call("PATCH", `/recipients/${recipient.id}/verify`);
  expect(await get(gateway, json)).toMatchObject({ sendable: true });
  await gateway.advance(hours(1));
  expect(await get(gateway, json)).toMatchObject({ sent: true, bank_account: { bank_code: "scb" } });
});

test("the same idemp_key gives the transfer that was made first", async () => {
  const gateway = await aGateway();
  await aBalance(gateway);
  const { json: first } = await aTransfer(gateway, { idemp_key: "payroll-1" });
  const { json: again } = await aTransfer(gateway, { idemp_key: "payroll-1", amount: 20_000 });
  expect(again).toEqual(first);
  expect((await gateway.call("GET", "/transfers")).json.total).toBe(1);
});

test("what a refund will take is in reserve until its bank has answered, and no transfer takes it", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway);
  const token = await aToken(gateway);
  const { json: charge } = await gateway.call("POST", "/charges", {
    body: { amount: 100_000, currency: "THB", card: token },
  });
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 40_000 } });
  const { json } = await gateway.call("GET", "/balance");
  expect(json).toMatchObject({ total: 2 * balance - 40_000, reserve: 0, on_hold: 0 });
  expect(json.total).toBe(json.transferable + json.reserve + json.on_hold);
  expect((await aTransfer(gateway, { amount: json.transferable + 1 })).json.message).toBe("insufficient balance");
});

test("live mode refuses transfers and says why", async () => {
  const gateway = await aGateway();
  const { status, json, headers } = await gateway.call("POST", "/transfers", {
    key: gateway.liveSecretKey,
    body: { amount: 50_000 },
  });
  expect([status, json.code]).toEqual([400, "invalid_transfer"]);
  expect(json.message).toContain("live mode");
  expect(headers.get("chamra-hint")).toContain("live mode");
});

test("older versions show one fee and one transaction, and a deleted transfer shortly", async () => {
  const gateway = await aGateway();
  await aBalance(gateway);
  const headers = { "Omise-Version": "2017-11-02" };
  const { json } = await aTransfer(gateway);
  await mark(gateway, json, "sent");
  const { json: older } = await gateway.call("GET", json.location, { headers });
  expect(Object.keys(older).slice(0, 17).join()).toBe(
    "object,id,livemode,location,recipient,bank_account,sent,paid,amount,currency,fee,fail_fast,failure_code,failure_message,transaction,created,sent_at",
  );
  expect(older).toMatchObject({
    fee: 3_000,
    currency: "thb",
    transaction: (await get(gateway, json)).transactions[0].id,
  });
  const { json: other } = await aTransfer(gateway, { amount: 3_000 });
  expect((await gateway.call("DELETE", other.location, { headers })).json).toEqual({
    object: "transfer",
    id: other.id,
    livemode: false,
    deleted: true,
  });
});
