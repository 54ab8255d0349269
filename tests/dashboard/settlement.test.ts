import { expect, test } from "vitest";
import { days, hours, minutes } from "../../src/domain/base/time.ts";
import { cardCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aDispute } from "../kit/dispute-builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMovedGateway, rowsOf } from "../kit/moved-gateway.ts";
import { aBalance, aTransfer } from "../kit/payout-builders.ts";
import { engines } from "../storage/engine.ts";

test.each(engines)("the settlement report closes with the balance of the ledger, day by day (%s)", async (engine) => {
  const { gateway } = await aMovedGateway(engine);
  await gateway.advance(hours(14) + minutes(1)); // a minute past midnight in Bangkok, and the same day in London
  const { json: later } = await cardCharge(gateway, { amount: 50_000 });
  const seat = await signedIn(gateway, "finance");
  const { json: report } = await seat.test.get("/settlements");
  const { json: balance } = await gateway.call("GET", "/balance");

  expect(report).toMatchObject({ object: "settlement_report", livemode: false, currency: "THB", by: "day" });
  expect(report.rows).toHaveLength(2);
  const [first, second] = report.rows;
  expect(first).toMatchObject({
    from: "2026-01-14T17:00:00Z",
    to: "2026-01-15T16:59:59Z",
    payout: null,
    count: 6,
    gross: 100_000 + 200_000 + 120_000 + 400_000,
    refunded: 30_000 + 200_000,
    disputed: 0,
    fee: 3_650 + 4_380 + 14_600,
    interest: 12_800,
    interest_vat: 896,
    opening: 0,
  });
  expect(second).toMatchObject({ count: 1, gross: 50_000, net: later.net, opening: first.closing });
  for (const row of [...report.rows, report.total]) {
    expect(row.gross - row.refunded - row.disputed - row.fee - row.fee_vat - row.interest - row.interest_vat).toBe(
      row.net,
    );
    expect(row.opening + row.net - row.paid_out - row.payout_fee - row.payout_fee_vat).toBe(row.closing);
  }
  expect(report.total).toMatchObject({ opening: 0, closing: balance.total, count: 7 });

  const file = await seat.test.get("/export/settlements.csv");
  const rows = rowsOf(file.text);
  expect(rows.map(({ closing_satang }) => Number(closing_satang))).toEqual([first.closing, second.closing]);
  expect(rows[0]).toMatchObject({ gross_baht: "8200.00", interest_vat_satang: "896", transactions: "6" });
});

test("a period begins with the balance of before, and one without transactions ends with it", async () => {
  const gateway = await aGateway();
  const { json: before } = await cardCharge(gateway);
  await gateway.advance(days(2));
  await cardCharge(gateway);
  const { test: seat } = await signedIn(gateway, "finance");
  const from = "2026-01-16T00:00:00%2B07:00";
  const { json: report } = await seat.get(`/settlements?from=${from}`);
  expect(report.rows).toHaveLength(1);
  expect(report.rows[0]).toMatchObject({ opening: before.net, closing: 2 * before.net });
  const { json: quiet } = await seat.get(`/settlements?from=${from}&to=2026-01-16T23:59:59%2B07:00`);
  expect(quiet).toMatchObject({ rows: [], total: { count: 0, opening: before.net, closing: before.net } });
  expect((await seat.get("/settlements?by=week")).json).toMatchObject({ object: "error", code: "bad_request" });
});

test.each(engines)(
  "by payout a row ends with each transfer that was sent, and disputes have a column (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine });
    const send = async (amount: number) => {
      const { json } = await aTransfer(gateway, { amount });
      await gateway.call("POST", `/transfers/${json.id}/mark_as_sent`);
      await gateway.advance(hours(1));
      return json.id;
    };
    const funds = await aBalance(gateway, 3);
    await gateway.advance(minutes(1));
    const first = await send(100_000);
    const won = await aDispute(gateway);
    await gateway.call("PATCH", `/disputes/${won.id}/close`, { body: { status: "won" } });
    const lost = await aDispute(gateway);
    await gateway.advance(minutes(1));
    const second = await send(50_000);
    const { json: later } = await cardCharge(gateway);

    const { test: seat } = await signedIn(gateway, "finance");
    const { json: report } = await seat.get("/settlements?by=payout");
    expect(report.rows).toHaveLength(3);
    expect(report.rows[0]).toMatchObject({
      payout: first,
      count: 4,
      gross: 300_000,
      net: funds,
      paid_out: 97_000,
      payout_fee: 2_804,
      payout_fee_vat: 196,
      closing: funds - 100_000,
    });
    expect(report.rows[1]).toMatchObject({ payout: second, gross: 200_000, disputed: lost.amount, paid_out: 47_000 });
    expect(report.rows[2]).toMatchObject({ payout: null, count: 1, gross: later.amount, paid_out: 0 });
    const { json: balance } = await gateway.call("GET", "/balance");
    expect(report.total).toMatchObject({ disputed: lost.amount, closing: balance.total, payout: null });
  },
);
