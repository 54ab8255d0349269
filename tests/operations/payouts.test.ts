import { expect, test } from "vitest";
import { days, minutes } from "../../src/domain/base/time.ts";
import { cardCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aTransfer } from "../kit/payout-builders.ts";
import { addFault, endFaults } from "../kit/rules.ts";

test("what a refund will take is in reserve until its bank has answered, and no transfer takes it", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway, { amount: 100_000 });
  const { total } = (await gateway.call("GET", "/balance")).json;
  const { json: transfer } = await aTransfer(gateway, { amount: total });
  await addFault(gateway, "answer_nonsense");
  const { json: refund } = await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 40_000 } });
  expect(refund.status).toBe("pending");
  expect((await gateway.call("GET", "/balance")).json).toMatchObject({
    total,
    transferable: total - 40_000,
    reserve: 40_000,
    on_hold: 0,
  });
  expect((await gateway.call("GET", transfer.location)).json.sendable).toBe(false);
  const sent = await gateway.call("POST", `/transfers/${transfer.id}/mark_as_sent`);
  expect(sent.json.message).toBe("insufficient balance");
  await endFaults(gateway);
  await gateway.advance(minutes(2));
  expect((await gateway.call("GET", "/balance")).json).toMatchObject({ total: total - 40_000, reserve: 0 });
});

test("a refund may leave a balance below zero, from which nothing is paid out until charges have filled it", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway, { amount: 100_000 });
  const { json: all } = await gateway.call("POST", "/transfers", { body: {} });
  await gateway.call("POST", `/transfers/${all.id}/mark_as_paid`);
  await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 50_000 } });
  expect((await gateway.call("GET", "/balance")).json).toMatchObject({ total: -50_000, transferable: -50_000 });
  expect((await aTransfer(gateway, { amount: 3_000 })).json.message).toBe("insufficient balance");
  await cardCharge(gateway, { amount: 100_000 });
  const { json: later } = await aTransfer(gateway, { amount: 3_000 });
  await gateway.advance(days(1));
  expect((await gateway.call("GET", later.location)).json.sent).toBe(true);
});
