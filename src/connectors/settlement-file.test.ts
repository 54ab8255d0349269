import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { csvRows, readSettlement } from "./settlement-file.ts";
import type { SettlementFile } from "./upstream.ts";
import { upstreams } from "./upstreams.ts";

const form: SettlementFile = {
  payment: ["id", "charge id"],
  reference: ["reference"],
  referenceIn: (text) => (text.startsWith("P") ? text.slice(1) : undefined),
  amount: ["amount"],
  currency: ["currency"],
  costs: ["fee", "vat"],
  interest: ["interest"],
  paidAt: ["paid at"],
  paid: { column: ["status"], values: ["paid"] },
};

const head = "Status,Charge ID,Reference,Amount,Currency,Fee,VAT,Paid At\r\n";

test("paid payments are read by the names of their columns, with amounts in main units and times of Bangkok", async () => {
  const text = `\uFEFF${head}Paid,up_1,PREF1,"1,500.25",thb,10.50,0.74,2026-11-30 23:59:59\r\nfailed,up_2,,9,THB,,,2026-11-30 10:00:00\r\nPAID,up_3,other,300,JPY,,,2026-11-30T10:00:00Z`;
  const { payments, refunds } = await readSettlement(form, text);
  expect(refunds).toBeUndefined();
  expect(payments).toEqual([
    {
      ...{ payment: "up_1", reference: "REF1", amount: 150_025, currency: "THB", costs: 1_124 },
      paidAt: Date.parse("2026-11-30T16:59:59Z"),
    },
    {
      ...{ payment: "up_3", reference: "other", amount: 300, currency: "JPY", costs: 0 },
      paidAt: Date.parse("2026-11-30T10:00:00Z"),
    },
  ]);
});

test("a line with a negative amount, or of the kind of refunds, is a refund of the payment that it names, and has no costs", async () => {
  const told = { ...form, refunds: { column: ["kind"], values: ["refund"] } };
  const text = `Kind,${head}sale,paid,up_1,PREF1,10,THB,,,2026-11-30\r\nSale,-,up_2,PREF1,-4.50,THB,,,2026-11-30\r\nRefund,-,up_3,,1,THB,x,,2026-11-30`;
  const { payments, refunds } = await readSettlement(told, text);
  expect(payments).toMatchObject([{ payment: "up_1", amount: 1_000 }]);
  const paidAt = Date.parse("2026-11-29T17:00:00Z");
  expect(refunds).toEqual([
    { payment: "up_2", of: "REF1", reference: null, amount: 450, currency: "THB", paidAt },
    { payment: "up_3", of: "up_3", reference: null, amount: 100, currency: "THB", paidAt },
  ]);
});

test("interest is a part of the costs, and is told apart where the file has a column of it", async () => {
  const text = "id,amount,fee,interest,paid at\nup_1,100,3.90,10,2026-11-30";
  expect((await readSettlement(form, text)).payments).toMatchObject([{ costs: 1_390, interest: 1_000 }]);
});

test.each([
  ["a missing column", "Charge ID,Amount\r\nup_1,10", /no column paid at/],
  [
    "an amount that is finer than the currency",
    `${head}paid,up_1,,1.005,THB,,,2026-11-30`,
    /^line 2 has no id, amount/,
  ],
  ["an amount that is negative twice", `${head}paid,up_1,,--1,THB,,,2026-11-30`, /^line 2/],
  ["a day that there is not", `${head}paid,up_1,,1,THB,,,30/11/2026`, /^line 2/],
  ["a cell without an end", `${head}paid,"${"x".repeat(15_000_000)}`, /line 2 cannot be read/],
  ["a cell that is far too long", `${head}paid,"${'""'.repeat(9_000_000)}"`, /line 2 has a cell of more than/],
  ["a text that is far too long", `${head}paid,${"x".repeat(15_000_000)}`, /line 2 has a cell of more than/],
  ["far too many columns", `${head}${",".repeat(15_000_000)}`, /line 2 has more than 200 columns/],
  ["far too many lines", `${head}${"\n".repeat(15_000_000)}`, /more than 500000 lines/],
  ["a quote within a text", `${head}paid,up"1,,1,THB,,,2026-11-30`, /line 2 cannot be read/],
  ["a quote that is never closed", `${head}paid,"up_1,,1,THB,,,2026-11-30`, /line 2 cannot be read/],
])("a file with %s is refused as a whole", async (_, text, message) => {
  await expect(readSettlement(form, text)).rejects.toThrow(message);
});

test("cells in quotes may have commas, quotes and line breaks", () => {
  expect([...csvRows('a,"b, ""c""\r\nd"\n,\ne')]).toEqual([["a", 'b, "c"\r\nd'], ["", ""], ["e"]]);
});

test("each upstream's file is read by the first names of its columns, which its page of the first live day names as assumed", async () => {
  for (const { settlementFile, assumed, name } of upstreams) {
    if (!settlementFile) continue;
    const { payment, amount, paidAt, paid } = settlementFile;
    const names = [payment[0], amount[0], paidAt[0], ...(paid ? [paid.column[0]] : [])];
    const text = `${names.join()}\nup_1,10.00,2026-11-30 10:00:00,${paid?.values[0] ?? ""}`;
    expect((await readSettlement(settlementFile, text)).payments, name).toMatchObject([
      { payment: "up_1", amount: 1_000, currency: "THB" },
    ]);
    expect(
      assumed.some(({ fact }) => /columns/.test(fact)),
      name,
    ).toBe(true);
  }
});

test("whoever waits gets their turn while a large file is read", async () => {
  const lines = Array.from({ length: 50_000 }, (_, at) => `paid,up_${at},,1.00,THB,,,2026-11-30\n`);
  let turns = 0;
  let reading = true;
  const others = (async () => {
    for (; reading; turns += 1) await turn();
  })();
  const { payments } = await readSettlement(form, `${head}${lines.join("")}`);
  reading = false;
  await others;
  expect(payments).toHaveLength(50_000);
  expect(turns).toBeGreaterThanOrEqual(100);
});
