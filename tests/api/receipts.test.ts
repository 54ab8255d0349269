import { expect, test } from "vitest";
import { days, hours } from "../../src/domain/base/time.ts";
import { cardCharge, installmentCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";

const environment = {
  CHAMRA_SELLER_NAME: "Operator Co., Ltd.",
  CHAMRA_SELLER_ADDRESS: "1 Silom Road\\nBangkok 10500",
  CHAMRA_SELLER_TAX_ID: "0105500000000",
};

test("the fees of a day are invoiced once it is over, and agree with the ledger; days without fees have no receipt", async () => {
  const gateway = await aGateway({ environment });
  const { json: charge } = await cardCharge(gateway);
  const { json: dollars } = await cardCharge(gateway, { amount: 10_000, currency: "USD" });
  const { json: voided } = await cardCharge(gateway, { amount: 50_000 });
  await gateway.call("POST", `/charges/${voided.id}/refunds`, { body: { amount: 50_000 } });
  const { json: refunded } = await cardCharge(gateway, { amount: 40_000 });
  await gateway.call("POST", `/charges/${refunded.id}/refunds`, { body: { amount: 1_000 } });
  const list = async () => (await gateway.call("GET", "/receipts")).json;
  expect(await list()).toMatchObject({ object: "receipt_list", total: 0, data: [] });

  await gateway.advance(days(1));
  const { data, total } = await list();
  expect(total).toBe(1);
  const fee = charge.fee + dollars.fee + refunded.fee;
  const vat = charge.fee_vat + dollars.fee_vat + refunded.fee_vat;
  expect(data[0]).toMatchObject({
    charge_fee: fee + voided.fee,
    voided_fee: voided.fee,
    transfer_fee: 0,
    subtotal: fee,
    vat,
    wht: 0,
    total: fee + vat,
    credit_note: false,
    currency: "THB",
    company_name: "Operator Co., Ltd.",
    company_address: "1 Silom Road\nBangkok 10500",
    company_tax_id: "0105500000000",
    customer_address: null,
    adjustment_transaction: null,
  });
  expect(data[0].number).toBe(`CHTH${data[0].issued_on.replaceAll("-", "")}0001`);

  await gateway.advance(days(3));
  expect((await list()).total).toBe(1);
  await cardCharge(gateway);
  await gateway.advance(days(1));
  const { data: both } = await list();
  expect(both.map(({ number }: { number: string }) => number.slice(-4))).toEqual(["0001", "0002"]);
  expect((await gateway.call("GET", both[1].location)).json).toEqual(both[1]);
});

test("a day is invoiced an hour after it has ended in Bangkok, without what came since", async () => {
  const gateway = await aGateway();
  await cardCharge(gateway);
  const total = async () => (await gateway.call("GET", "/receipts")).json.total;
  const midnight = Math.ceil((gateway.now() + hours(7)) / days(1)) * days(1) - hours(7);
  await gateway.advance(midnight + hours(1) - 1 - gateway.now());
  await cardCharge(gateway); // of the next day
  expect(await total()).toBe(0);
  await gateway.advance(1);
  const { json } = await gateway.call("GET", "/receipts");
  expect([json.total, json.data[0].charge_fee]).toEqual([1, 3_650]);
});

test("a receipt has the recorded keys in their order; older versions have a date, and empty texts", async () => {
  const gateway = await aGateway();
  const source = { type: "installment_wlb_ktc", installment_term: 4, zero_interest_installments: true };
  const { json: charge } = await installmentCharge(gateway, { source });
  await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);
  await gateway.advance(days(1));
  const { json } = await gateway.call("GET", "/receipts");
  const recorded =
    "object id livemode location credit_note charge_fee transaction_fee subtotal transfer_fee voided_fee vat wht total company_address company_name company_tax_id currency customer_address customer_email customer_name customer_statement_name customer_tax_id number created_at issued_on adjustment_transaction";
  expect(Object.keys(json.data[0])).toEqual(recorded.split(" "));
  const { json: older } = await gateway.call("GET", "/receipts", { headers: { "Omise-Version": "2015-11-17" } });
  const recordedIn2015 =
    "object id number location date customer_name customer_address customer_tax_id customer_email customer_statement_name company_name company_address company_tax_id charge_fee voided_fee transfer_fee subtotal vat wht total credit_note currency";
  expect(older.object).toBe("list");
  expect(Object.keys(older.data[0])).toEqual(recordedIn2015.split(" "));
  const [receipt] = json.data;
  expect(charge.interest).toBeGreaterThan(0); // what the merchant pays of it is invoiced as a fee is
  expect([receipt.charge_fee, receipt.vat]).toEqual([
    charge.fee + charge.interest,
    charge.fee_vat + charge.interest_vat,
  ]);
  expect(older.data[0]).toMatchObject({
    date: `${receipt.issued_on}T16:59:59Z`,
    customer_address: "",
    customer_tax_id: "",
    currency: "thb",
  });
  const day = receipt.created_at.slice(0, 10);
  const ofDay = await gateway.call("GET", `/receipts?from=${day}&to=${day}`);
  expect(ofDay.json).toMatchObject({ total: 1, from: `${day}T00:00:00Z`, to: `${day}T23:59:59Z` });
  const { json: found } = await gateway.call("GET", `/receipts/search?query=${receipt.number}`);
  expect(found.data).toEqual([receipt]);
});

test("a merchant says what receipts tell of them from then on, and what they withhold; months are summed", async () => {
  const gateway = await aGateway();
  const billing = { name: "Somchai Co., Ltd.", address: "2 Rama IV", tax_id: "0-1055-00000-00-1", withholds_tax: true };
  await cardCharge(gateway);
  await gateway.advance(days(1));
  const { test: before } = await signedIn(gateway, "owner");
  const { status, json } = await before.post("/settings", { billing });
  expect([status, json.billing]).toEqual([200, { ...billing, tax_id: "0105500000001" }]);
  expect((await before.post("/settings", { billing: { name: "A", tax_id: "123" } })).status).toBe(400);
  await cardCharge(gateway);
  await gateway.advance(days(1));
  const { json: list } = await gateway.call("GET", "/receipts");
  const said = list.data.map((each: Record<string, unknown>) => [each.customer_tax_id, each.wht, each.total]);
  expect(said).toEqual([
    [null, 0, 3_906],
    ["0105500000001", 110, 3_796], // 3 % of 36.50 baht
  ]);
  const { test: mode } = await signedIn(gateway, "admin");
  const { test: supporter } = await signedIn(gateway, "support");
  const month = list.data[0].issued_on.slice(0, 7);
  const { json: months } = await mode.get("/receipts/months");
  expect(months.data).toEqual([{ month, receipts: 2, subtotal: 7_300, vat: 512, wht: 110, total: 7_702 }]);
  expect((await mode.get(`/receipts/months/${month}`)).json.data).toEqual(list.data);
  expect((await mode.get("/receipts/months/1999-01")).status).toBe(404);
  expect((await supporter.get("/receipts/months")).status).toBe(403);
  const csv = await mode.get("/export/receipts.csv");
  expect([csv.status, csv.text.split("\r\n").length]).toEqual([200, 4]); // head, two rows, the end
});
