import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { summedMax } from "../../src/storage/ledger/ledger.ts";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aGatewayWithCharges } from "../kit/many-charges.ts";
import { aMovedGateway, rowsOf } from "../kit/moved-gateway.ts";
import { aFolder, engines } from "../storage/engine.ts";

test.each(engines)(
  "a file has what the search finds, amounts in satang and baht, newest first (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine });
    const seat = await signedIn(gateway, "viewer");
    await gateway.call("PATCH", "/account", { body: { metadata_export_keys: { charge: ["order"] } } });
    await cardCharge(gateway, { description: "first", metadata: { order: "A-1" } });
    await gateway.advance(1_000);
    await installmentCharge(gateway);
    await gateway.advance(1_000);
    const { json: last } = await kplusCharge(gateway, { metadata: { order: 'A"2, really' } });

    const answer = await seat.test.get("/export/charges.csv");
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="charges-test-2026-01-15.csv"');
    const rows = rowsOf(answer.text);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      id: last.id,
      status: "pending",
      amount_satang: "150000",
      amount_baht: "1500.00",
      net_satang: "",
      "metadata.order": 'A"2, really',
    });
    expect(rows[1]).toMatchObject({ bank: "ktc", installment_term: "4", interest_paid_by: "customer" });
    expect(rows[2]).toMatchObject({
      status: "successful",
      fee_satang: "3650",
      fee_vat_baht: "2.56",
      net_baht: "960.94",
      created_at_bangkok: "2026-01-15 10:00:00",
      "metadata.order": "A-1",
    });
    expect(rowsOf((await seat.test.get("/export/charges.csv?status=successful&metadata_key=order")).text)).toHaveLength(
      1,
    );
    expect((await seat.live.get("/export/charges.csv")).text.split("\r\n")).toHaveLength(2);
  },
);

const sumOf = (rows: Record<string, string>[], column: string) =>
  rows.reduce((sum, row) => sum + Number(row[column]), 0);

test.each(engines)(
  "transactions come with gross, fee, interest, VAT and net, and all nets together are the balance (%s)",
  async (engine) => {
    const { gateway, paid, voided, term, returned, undone } = await aMovedGateway(engine);
    const seat = await signedIn(gateway, "viewer");
    const answer = await seat.test.get("/export/transactions.csv");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="transactions-test-2026-01-15.csv"');
    const rows = rowsOf(answer.text);
    const { json: balance } = await gateway.call("GET", "/balance");
    expect(rows).toHaveLength(6);
    expect(sumOf(rows, "net_satang")).toBe(balance.total);
    expect(rows[0]?.balance_after_satang, "the newest line closes with the balance").toBe(String(balance.total));
    for (const [at, row] of rows.entries())
      expect(Number(row.balance_after_satang) - Number(row.net_satang)).toBe(
        Number(rows[at + 1]?.balance_after_satang ?? 0),
      );
    for (const row of rows) {
      const kept = ["fee", "fee_vat", "interest", "interest_vat"].map((name) => Number(row[`${name}_satang`]));
      expect(kept.reduce((left, part) => left - part, Number(row.gross_satang))).toBe(Number(row.net_satang));
    }
    const ofCharge = (id: string, kind: string) => rows.find((row) => row.charge === id && row.kind === kind);
    expect(ofCharge(paid.id, "charge.captured.net")).toMatchObject({
      id: paid.transaction,
      refund: "",
      method: "card",
      gross_baht: "1000.00",
      fee_satang: "3650",
      fee_vat_satang: "256",
      interest_satang: "0",
      net_baht: "960.94",
      created_at_bangkok: "2026-01-15 10:00:00",
      transferable_at_bangkok: "2026-01-15 10:00:00",
      description: "'=kept",
      metadata: '{"order":"A-1","lines":["1","2"]}',
      "metadata.order": "A-1",
    });
    expect(ofCharge(paid.id, "refund.created.debit")).toMatchObject({
      refund: returned.id,
      gross_satang: "-30000",
      fee_satang: "0",
      net_baht: "-300.00",
    });
    expect(ofCharge(voided.id, "charge.voided.net")).toMatchObject({
      refund: undone.id,
      gross_satang: "-200000",
      fee_baht: "-73.00",
      fee_vat_satang: "-511",
      net_satang: "-192189",
    });
    expect(ofCharge(term.id, "charge.captured.net")).toMatchObject({
      interest_satang: "12800",
      interest_vat_satang: "896",
    });

    const { json: list } = await seat.test.get("/ledger/transactions?limit=100");
    expect(list.total).toBe(6);
    expect(list.data.find(({ id }: { id: string }) => id === paid.transaction)).toMatchObject({
      object: "ledger_transaction",
      amount: 96_094,
      direction: "credit",
      origin: paid.id,
      charge: paid.id,
      gross: 100_000,
      fee: 3_650,
      fee_vat: 256,
      interest: 0,
      interest_vat: 0,
      net: 96_094,
    });
    const { json: sums } = await seat.test.get("/ledger/sums");
    expect(sums.sums).toEqual({
      count: 6,
      gross: sumOf(rows, "gross_satang"),
      fee: sumOf(rows, "fee_satang"),
      interest: sumOf(rows, "interest_satang"),
      vat: sumOf(rows, "fee_vat_satang") + sumOf(rows, "interest_vat_satang"),
      net: balance.total,
    });

    const first = "to=2026-01-15T03:00:00Z";
    expect(rowsOf((await seat.test.get(`/export/transactions.csv?${first}`)).text)).toHaveLength(4);
    expect((await seat.test.get(`/ledger/sums?${first}`)).json.sums).toMatchObject({ count: 4 });
    expect((await seat.live.get("/ledger/sums")).json.sums).toMatchObject({ count: 0, gross: 0, net: 0 });
    expect((await seat.live.get("/export/transactions.csv")).text.split("\r\n")).toHaveLength(2);
    const { json: wire } = await gateway.call("GET", `/transactions/${paid.transaction}`);
    expect(wire, "what programs get is as it was").not.toHaveProperty("gross");
  },
);

test("more transactions than can be added up while somebody waits are not, and fewer days are", async () => {
  const folder = aFolder();
  const gateway = await aGateway({ environment: { CHAMRA_DATA: folder }, meddles: true });
  await cardCharge(gateway);
  const db = new DatabaseSync(join(folder, "chamra.db"));
  db.exec(`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${summedMax})
    insert into entries (id, account, livemode, key, origin, currency, amount, transferable_at, created_at)
    select id || n, account, livemode, key, origin || n, currency, 0, transferable_at, created_at - 86400000
    from numbers, entries`);
  db.close();
  const seat = await signedIn(gateway, "viewer");
  expect((await seat.test.get("/ledger/sums")).json.sums).toBeNull();
  expect((await seat.test.get("/ledger/sums?to=2026-01-15")).json.sums).toMatchObject({ count: summedMax });
  expect((await seat.test.get("/ledger/sums?from=2026-01-15")).json.sums).toMatchObject({ count: 1, net: 96_094 });
});

test.each(engines)("refunds come with what each took from the balance (%s)", async (engine) => {
  const { gateway, paid, voided, returned, undone } = await aMovedGateway(engine);
  const seat = await signedIn(gateway, "viewer");
  const answer = await seat.test.get("/export/refunds.csv");
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="refunds-test-2026-01-15.csv"');
  const rows = rowsOf(answer.text);
  expect(rows).toHaveLength(2);
  expect(rows.find(({ id }) => id === returned.id)).toMatchObject({
    status: "closed",
    voided: "false",
    charge: paid.id,
    amount_baht: "300.00",
    net_satang: "-30000",
    transaction: returned.transaction,
    transferable_at_bangkok: "2026-01-15 10:00:01",
    card_last_digits: "4242",
    charge_description: "'=kept",
    metadata: '{"case":"late"}',
    "metadata.case": "late",
  });
  expect(rows.find(({ id }) => id === undone.id)).toMatchObject({
    voided: "true",
    charge: voided.id,
    amount_satang: "200000",
    net_baht: "-1921.89",
    metadata: "",
  });
  expect(rowsOf((await seat.test.get("/export/refunds.csv?to=2026-01-15T03:00:00Z")).text)).toEqual([]);
});

test.each(engines)(
  "charges come with payer, metadata, the day from which their money can be transferred, and what refunds left (%s)",
  async (engine) => {
    const { gateway, paid, voided } = await aMovedGateway(engine);
    const { json: waiting } = await kplusCharge(gateway);
    const seat = await signedIn(gateway, "viewer");
    const rows = rowsOf((await seat.test.get("/export/charges.csv")).text);
    const row = (id: string) => rows.find((each) => each.id === id);
    expect(row(paid.id)).toMatchObject({
      payer_name: "Somchai Prasert",
      refunded_baht: "300.00",
      net_satang: "96094",
      net_after_refunds_baht: "660.94",
      transferable_at: "2026-01-15T03:00:00Z",
      metadata: '{"order":"A-1","lines":["1","2"]}',
      "metadata.order": "A-1",
    });
    expect(row(voided.id)).toMatchObject({ net_satang: "192189", net_after_refunds_satang: "0" });
    expect(row(waiting.id)).toMatchObject({ net_after_refunds_satang: "", transferable_at: "", metadata: "" });
    const { json: balance } = await gateway.call("GET", "/balance");
    expect(sumOf(rows, "net_after_refunds_satang")).toBe(balance.total);
    const left = async (id: string) => (await seat.test.get(`/charges/${id}/overview`)).json.net_left;
    expect([await left(paid.id), await left(voided.id), await left(waiting.id)]).toEqual([66_094, 0, null]);
  },
);

test.each(["transactions", "refunds"])(
  "%s are written page after page, and that they were stands in the audit log",
  async (what) => {
    const gateway = await aGateway();
    const seat = await signedIn(gateway, "viewer");
    for (let at = 0; at < 8; at++) {
      const { json: charge } = await cardCharge(gateway);
      for (let part = 0; part < 13; part++)
        await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 2_000 } });
    }
    expect(rowsOf((await seat.test.get(`/export/${what}.csv?from=2026-01-01`)).text)).toHaveLength(
      what === "refunds" ? 104 : 112,
    );
    const owner = await signedIn(gateway, "owner");
    const { json: log } = await owner.team.get("/audit");
    expect(log.data[0]).toMatchObject({ act: `GET /export/${what}.csv`, member: { id: seat.member.id } });
    const { status, json } = await seat.test.get(`/export/${what}.csv?from=yesterday`);
    expect([status, json.code]).toEqual([400, "bad_request"]);
  },
);

test("the file begins with a byte order mark, so that Thai letters survive Excel", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "viewer");
  const response = await fetch(`${gateway.url}/dashboard/api/test/export/charges.csv`, {
    headers: { cookie: seat.cookie },
  });
  expect([...new Uint8Array(await response.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
});

test.each(["=1+1", "+66", "-1", "@sum", "\t=1", '=HYPERLINK("http://evil.example","x")'])(
  "a description %j is no formula in a spreadsheet",
  async (description) => {
    const gateway = await aGateway();
    const seat = await signedIn(gateway, "viewer");
    await kplusCharge(gateway, { description });
    const [row] = rowsOf((await seat.test.get("/export/charges.csv")).text);
    expect(row?.description).toBe(`'${description}`);
  },
);

test.each(engines)(
  "20,000 charges are exported a page at a time: who reads slowly makes the gateway wait, and memory stays as it was (%s)",
  {
    timeout: 60_000,
  },
  async (engine) => {
    const gateway = await aGatewayWithCharges(engine, 20_000, { metadata: { note: "n".repeat(3_000) } });
    await gateway.call("PATCH", "/account", { body: { metadata_export_keys: { charge: ["note"] } } });
    const seat = await signedIn(gateway, "viewer");
    const { search } = gateway.gateway.store;
    let [pages, asking] = [0, 0];
    const { bare } = search;
    search.bare = (...asked) => {
      pages += 1;
      asking += 1;
      return bare(...asked).finally(() => {
        asking -= 1;
      });
    };
    const response = await fetch(`${gateway.url}/dashboard/api/test/export/charges.csv`, {
      headers: { cookie: seat.cookie },
    });
    const body = response.body?.getReader();
    await body?.read();
    // until all buffers are full: the database is not asked any more, however often the event loop turns
    for (let [quiet, before] = [0, -1]; quiet < 200; await turn()) {
      quiet = asking === 0 && pages === before ? quiet + 1 : 0;
      before = pages;
    }
    expect(pages).toBeLessThan(150);

    const heapBefore = heapInUse();
    let [lines, heapMost, looked] = [0, 0, pages];
    for (;;) {
      const { done, value } = (await body?.read()) ?? { done: true };
      if (done || !value) break;
      for (const byte of value) if (byte === 10) lines += 1;
      if (pages < looked + 20) continue;
      looked = pages;
      heapMost = Math.max(heapMost, heapInUse());
    }
    expect([pages, lines]).toEqual([201, expect.any(Number)]);
    expect(lines).toBeGreaterThan(19_000); // the first ones were read before
    expect(heapMost).toBeGreaterThan(0);
    expect((heapMost - heapBefore) / 2 ** 20).toBeLessThan(30); // all of the file has 120
  },
);

test("a filter of nonsense is refused before anything is sent", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "viewer");
  const { status, json } = await seat.test.get("/export/charges.csv?from=yesterday");
  expect([status, json.code]).toEqual([400, "bad_request"]);
});

/** Bytes that are in use, without what was thrown away and is not collected yet. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}
