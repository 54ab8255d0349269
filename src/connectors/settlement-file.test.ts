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
  paidAt: ["paid at"],
  paid: { column: ["status"], values: ["paid"] },
};

const head = "Status,Charge ID,Reference,Amount,Currency,Fee,VAT,Paid At\r\n";

test("paid payments are read by the names of their columns, with amounts in main units and times of Bangkok", () => {
  const text = `\uFEFF${head}Paid,up_1,PREF1,"1,500.25",thb,10.50,0.74,2026-11-30 23:59:59\r\nfailed,up_2,,9,THB,,,2026-11-30 10:00:00\r\nPAID,up_3,other,300,JPY,,,2026-11-30T10:00:00Z`;
  expect(readSettlement(form, text)).toEqual([
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

test.each([
  ["a missing column", "Charge ID,Amount\r\nup_1,10", /no column paid at/],
  [
    "an amount that is finer than the currency",
    `${head}paid,up_1,,1.005,THB,,,2026-11-30`,
    /^line 2 has no id, amount/,
  ],
  ["a negative amount", `${head}paid,up_1,,-1,THB,,,2026-11-30`, /^line 2/],
  ["a day that there is not", `${head}paid,up_1,,1,THB,,,30/11/2026`, /^line 2/],
  ["a quote that is never closed", `${head}paid,"up_1,,1,THB,,,2026-11-30`, /line 2 cannot be read/],
])("a file with %s is refused as a whole", (_, text, message) => {
  expect(() => readSettlement(form, text)).toThrow(message);
});

test("cells in quotes may have commas, quotes and line breaks", () => {
  expect(csvRows('a,"b, ""c""\r\nd"\n,\ne')).toEqual([["a", 'b, "c"\r\nd'], ["", ""], ["e"]]);
});

test("each upstream's file is read by the first names of its columns, which its page of the first live day names as assumed", () => {
  for (const { settlementFile, assumed, name } of upstreams) {
    if (!settlementFile) continue;
    const { payment, amount, paidAt, paid } = settlementFile;
    const names = [payment[0], amount[0], paidAt[0], ...(paid ? [paid.column[0]] : [])];
    const text = `${names.join()}\nup_1,10.00,2026-11-30 10:00:00,${paid?.values[0] ?? ""}`;
    expect(readSettlement(settlementFile, text), name).toMatchObject([
      { payment: "up_1", amount: 1_000, currency: "THB" },
    ]);
    expect(
      assumed.some(({ fact }) => /columns/.test(fact)),
      name,
    ).toBe(true);
  }
});
