import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aGatewayWithCharges } from "../kit/many-charges.ts";
import { engines } from "../storage/engine.ts";

/** The rows of a file by the names of its columns. */
function rowsOf(csv: string): Record<string, string>[] {
  const [head = [], ...rows] = csv
    .replace(/^\uFEFF/, "")
    .split("\r\n")
    .filter((line) => line !== "")
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
      ),
    );
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
}

test.each(engines)(
  "a file has what the search finds, amounts in satang and baht, newest first (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine });
    const seat = await signedIn(gateway, "support");
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

test("the file begins with a byte order mark, so that Thai letters survive Excel", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "support");
  const response = await fetch(`${gateway.url}/dashboard/api/test/export/charges.csv`, {
    headers: { cookie: seat.cookie },
  });
  expect([...new Uint8Array(await response.arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
});

test.each(["=1+1", "+66", "-1", "@sum", "\t=1", '=HYPERLINK("http://evil.example","x")'])(
  "a description %j is no formula in a spreadsheet",
  async (description) => {
    const gateway = await aGateway();
    const seat = await signedIn(gateway, "support");
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
    const seat = await signedIn(gateway, "support");
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
    // until all buffers on the way are full: the database is not asked, and nobody goes on however often the event loop turns
    for (let [quiet, before] = [0, -1]; quiet < 200; await turn()) {
      quiet = asking === 0 && pages === before ? quiet + 1 : 0;
      before = pages;
    }
    expect(pages).toBeLessThan(150);

    const heapBefore = process.memoryUsage().heapUsed;
    let [lines, heapMost] = [0, 0];
    for (;;) {
      const { done, value } = (await body?.read()) ?? { done: true };
      if (done || !value) break;
      for (const byte of value) if (byte === 10) lines += 1;
      heapMost = Math.max(heapMost, process.memoryUsage().heapUsed);
    }
    expect([pages, lines]).toEqual([201, expect.any(Number)]);
    expect(lines).toBeGreaterThan(19_000); // the first ones were read before
    expect((heapMost - heapBefore) / 2 ** 20).toBeLessThan(150);
  },
);

test("a filter of nonsense is refused before anything is sent", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "support");
  const { status, json } = await seat.test.get("/export/charges.csv?from=yesterday");
  expect([status, json.code]).toEqual([400, "bad_request"]);
});
