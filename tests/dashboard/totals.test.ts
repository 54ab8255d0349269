import { describe, expect, test } from "vitest";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

describe.each(engines)("on %s", (engine) => {
  test("sums are those of the charges found, whether columns or texts decide", async () => {
    const gateway = await aGateway({ engine });
    const seat = await signedIn(gateway, "support");
    const sums = async (query: Record<string, string>) =>
      (await seat.test.get(`/search/charges/totals?${new URLSearchParams(query)}`)).json;
    expect(await sums({})).toEqual({ object: "charge_totals", complete: true, data: [] });

    const metadata = { order: "A-1" };
    const { json: paid } = await cardCharge(gateway, { metadata });
    const { json: refunded } = await cardCharge(gateway, { description: "blue shirt", metadata });
    await gateway.call("POST", `/charges/${refunded.id}/refunds`, { body: { amount: 25_000 } });
    const { json: held } = await cardCharge(gateway, { capture: false });
    const { json: pending } = await kplusCharge(gateway, { description: "blue hat" });
    await installmentCharge(gateway);
    const feesOf = (charge: { fee: number; fee_vat: number }) => charge.fee + charge.fee_vat;
    const fees = feesOf(paid) + feesOf(refunded);

    const captured = paid.amount + refunded.amount;
    const two = {
      currency: "THB",
      count: 2,
      paid_count: 2,
      amount: captured,
      captured,
      refunded: 25_000,
      fees,
      net: paid.net + refunded.net,
    };
    expect((await sums({ status: "successful" })).data).toEqual([two]);
    expect((await sums({ metadata_key: "order" })).data).toEqual([two]);
    const { data } = await sums({ q: "blue" });
    expect(data).toMatchObject([
      { count: 2, paid_count: 1, amount: refunded.amount + pending.amount, net: refunded.net },
    ]);
    expect((await sums({ q: held.id })).data).toMatchObject([
      { count: 1, paid_count: 0, captured: 0, fees: 0, net: 0 },
    ]);
    expect((await sums({ method: "card" })).data).toMatchObject([{ count: 3, paid_count: 2, fees }]);
    expect((await sums({})).data).toMatchObject([{ count: 5, fees }]);
    expect((await sums({ status: "expired" })).data).toEqual([]);
  });
});
