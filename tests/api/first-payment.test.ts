import { expect, test } from "vitest";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  test(`a K PLUS payment is created, paid, told and settled in the ledger, on ${engine}`, async () => {
    const receiver = await aReceiver();
    const gateway = await aGateway({ engine });
    await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
    const created = await kplusCharge(gateway);
    expect(created.json).toMatchObject({ status: "pending", fee: 1000, fee_vat: 70, net: 148930 });

    const paid = await gateway.call("POST", `/charges/${created.json.id}/mark_as_paid`);
    expect(paid.json).toMatchObject({ status: "successful", paid: true, refundable: false });

    await receiver.arrived(2);
    expect(receiver.received.map((each) => each.json.key).sort()).toEqual(["charge.complete", "charge.create"]);
    expect((await gateway.call("GET", "/balance")).json).toMatchObject({
      total: 148930,
      transferable: 148930,
      on_hold: 0,
    });
  });

  test(`card and installment charges are paid and refunded, on ${engine}`, async () => {
    const gateway = await aGateway({ engine });
    const card = await cardCharge(gateway);
    expect(card.json).toMatchObject({
      status: "successful",
      fee: 3650,
      fee_vat: 256,
      net: 96094,
      can_perform_void: true,
    });
    const part = await gateway.call("POST", `/charges/${card.json.id}/refunds`, { body: { amount: 10000 } });
    expect(part.json).toMatchObject({ object: "refund", amount: 10000, status: "closed", voided: false });

    const installment = await installmentCharge(gateway);
    expect(installment.json).toMatchObject({ status: "pending", fee: 14600, fee_vat: 1022, net: 384378 });
  });
}
