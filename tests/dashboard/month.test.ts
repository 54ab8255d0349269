import { expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { aMonth } from "../kit/a-month.ts";
import { signedIn } from "../kit/dashboard.ts";
import { upload } from "../kit/dispute-builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { rowsOf } from "../kit/moved-gateway.ts";
import { aTransfer } from "../kit/payout-builders.ts";
import { engines } from "../storage/engine.ts";

type Row = Record<string, string>;

const sumOf = (rows: readonly Row[], column: string): number =>
  rows.reduce((sum, row) => sum + Number(row[`${column}_satang`]), 0);

test.each(engines)(
  "after a month the settlement report, the ledger, the receipts and every export agree to the satang (%s)",
  { timeout: 60_000 },
  async (engine) => {
    const gateway = await aGateway({ engine });
    const { toWin, toLose, payee } = await aMonth(gateway);
    await upload(gateway, toWin.id);
    await gateway.call("PATCH", `/disputes/${toWin.id}`, { body: { message: "Signed for on the 12th" } });
    await gateway.call("PATCH", `/disputes/${toWin.id}/close`, { body: { status: "won" } });
    await gateway.call("PATCH", `/disputes/${toLose.id}/accept`);
    await aTransfer(gateway, { amount: 123_456, recipient: payee });
    for (let day = 0; day < 4; day += 1) await gateway.advance(days(1)); // it is sent, paid, and all days have their receipt

    const { test: seat } = await signedIn(gateway, "finance");
    const span = "from=2026-01-15&to=2026-02-28";
    const exported = async (what: string): Promise<Row[]> =>
      rowsOf((await seat.get(`/export/${what}.csv?${span}`)).text);
    const { json: balance } = await gateway.call("GET", "/balance");
    const { json: byDay } = await seat.get(`/settlements?by=day&${span}`);
    const { json: byPayout } = await seat.get(`/settlements?by=payout&${span}`);
    const [transactions, charges, refunds] = [
      await exported("transactions"),
      await exported("charges"),
      await exported("refunds"),
    ];
    const [transfers, disputes, receipts, settlements] = [
      await exported("transfers"),
      await exported("disputes"),
      await exported("receipts"),
      await exported("settlements"),
    ];

    // the month had everything in it
    const kinds = new Set(transactions.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      "charge.captured.net",
      "charge.voided.net",
      "dispute.started.debit",
      "dispute.won.credit",
      "refund.created.debit",
      "transfer.sent.debit",
    ]);
    expect(new Set(charges.map(({ status }) => status))).toEqual(new Set(["successful", "failed", "expired"]));
    expect(charges.some(({ currency }) => currency === "USD")).toBe(true);
    expect(transfers.filter(({ status }) => status === "paid").length).toBeGreaterThan(3);
    expect(disputes.map(({ status }) => status).sort()).toEqual(["lost", "won"]);

    // settlement = ledger
    expect(byDay.total.closing).toBe(balance.total);
    expect(sumOf(transactions, "net")).toBe(balance.total);
    expect(byPayout.total, "by payout it is the same money").toEqual(byDay.total);
    expect(byDay.total.count).toBe(transactions.length);
    for (const name of [
      "gross",
      "refunded",
      "disputed",
      "fee",
      "fee_vat",
      "interest",
      "interest_vat",
      "net",
      "paid_out",
    ])
      expect(sumOf(settlements, name), `${name} of the file`).toBe(byDay.total[name]);

    // each part of the report = what its own export says
    const total = byDay.total;
    const ofKind = (...wanted: string[]) => transactions.filter(({ kind }) => wanted.includes(kind ?? ""));
    expect(sumOf(ofKind("charge.captured.net"), "gross")).toBe(total.gross);
    expect(-sumOf(ofKind("charge.voided.net", "refund.created.debit"), "gross")).toBe(total.refunded);
    expect(sumOf(ofKind("charge.voided.net", "refund.created.debit"), "net")).toBe(sumOf(refunds, "net"));
    const lost = disputes.filter(({ status }) => status === "lost");
    expect(total.disputed).toBe(sumOf(lost, "amount"));
    const gone = transfers.filter(({ status }) => status === "paid" || status === "sent");
    expect(total.paid_out).toBe(sumOf(gone, "net"));
    expect(total.payout_fee + total.payout_fee_vat).toBe(sumOf(gone, "fee") + sumOf(gone, "fee_vat"));
    // what a charge has left is less what its dispute took
    const paid = charges.filter(({ status }) => status === "successful");
    expect(sumOf(paid, "net_after_refunds") - sumOf(gone, "amount")).toBe(balance.total);

    // receipts = fees of the report
    const signed = (column: string) =>
      receipts.reduce((sum, row) => sum + (row.credit_note === "true" ? -1 : 1) * Number(row[`${column}_satang`]), 0);
    expect(signed("subtotal")).toBe(total.fee + total.interest + total.payout_fee);
    expect(signed("vat")).toBe(total.fee_vat + total.interest_vat + total.payout_fee_vat);
    const { json: months } = await seat.get("/receipts/months");
    const ofMonths = (name: string) =>
      months.data.reduce((sum: number, month: Record<string, number>) => sum + (month[name] ?? 0), 0);
    expect([ofMonths("subtotal"), ofMonths("vat")]).toEqual([signed("subtotal"), signed("vat")]);
  },
);
