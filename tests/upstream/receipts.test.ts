import { describe, expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { setRoutes } from "../../src/operations/upstream/route.ts";
import { cardCharge } from "../kit/builders.ts";
import { engines } from "../storage/engine.ts";
import { advanceBoth, aPair, type Pair, paidByCard } from "./live.ts";

/** A live charge that the gateway's own bank carries: while no route leads to the upstream. */
async function ownCharge({ ours, live, ask }: Pair, amount: number) {
  await setRoutes(ours.gateway, live, []);
  const { json } = await cardCharge({ ...ours, publicKey: ours.livePublicKey, call: ask }, { amount });
  await setRoutes(ours.gateway, live, live.routes);
  return json;
}

describe.each(engines)("on %s", (engine) => {
  test("what an upstream took for a charge is on no receipt, nor what it gave back with a void: the upstream invoices it", async () => {
    const pair = await aPair(["card"], { engine, live: true });
    const receipts = async () => (await pair.ask("GET", "/receipts")).json;
    const { json: charge } = await paidByCard(pair, 100_000);
    const { json: voided } = await paidByCard(pair, 50_000);
    const refund = await pair.ask("POST", `/charges/${voided.id}/refunds`, { body: { amount: 50_000 } });
    expect([charge.fee, refund.json.voided]).toEqual([3_650, true]);
    for (let day = 0; day < 3; day += 1) await advanceBoth(pair, days(1));
    expect(await receipts(), "a day with nothing else").toMatchObject({ total: 0 });
    const book = await pair.ours.gateway.store.receipt.book(pair.live.id);
    expect(book?.since, "it was looked at").toBeGreaterThan(pair.ours.now() - days(2));

    await paidByCard(pair, 70_000);
    const own = await ownCharge(pair, 30_000);
    expect([own.status, own.fee, own.fee_vat]).toEqual(["successful", 1_095, 77]);
    await advanceBoth(pair, days(1));
    const { total, data } = await receipts();
    expect(total).toBe(1);
    expect(data[0]).toMatchObject({ charge_fee: 1_095, voided_fee: 0, vat: 77, total: 1_172, credit_note: false });
  });
});
