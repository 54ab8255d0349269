import { expect, test } from "vitest";
import { hours } from "../../src/domain/base/time.ts";
import type { Shows } from "../../src/domain/payment/journey.ts";
import type { Method } from "../../src/domain/payment/method.ts";
import { onThePhone } from "../../src/methods/on-the-phone.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { phonePathOf } from "../kit/paying.ts";

const charge = (gateway: TestGateway, source: Record<string, unknown>, patch: Record<string, unknown> = {}) =>
  gateway.call("POST", "/charges", { body: { amount: 100_000, currency: "THB", source, ...patch } });

/** Widths of bars and spaces of a drawn barcode, in turn, without the quiet zone. */
function widthsOf(svg: string): number[] {
  const [, ...drawn] = svg.matchAll(/<rect x="(\d+)" y="0" width="(\d+)"/g); // the ground comes first
  const bars = drawn.map(([, at, width]) => [Number(at), Number(width)] as const);
  return bars.flatMap(([at, width], index) => {
    const [before = 0, length = 0] = bars[index - 1] ?? [];
    return index === 0 ? [width] : [at - before - length, width];
  });
}

/** Values of the symbols of Code 128 that these tests meet: digits, the bar, a shift, the return of set A; the start and the stop. */
const symbols: Readonly<Record<string, string>> = {
  "211214": "start",
  "123122": "0",
  "123221": "1",
  "223211": "2",
  "221132": "3",
  "221231": "4",
  "213212": "5",
  "223112": "6",
  "312131": "7",
  "311222": "8",
  "321122": "9",
  "111143": "|",
  "411311": "shift",
  "413111": "return of set A",
};

test("a bill has numbers to pay under and a barcode of them, in the recorded order, until its time is over", async () => {
  const gateway = await aGateway();
  const { json } = await charge(gateway, { type: "bill_payment_tesco_lotus" });
  expect(json).toMatchObject({ status: "pending", authorize_uri: null, fee: 3_650, fee_vat: 256, net: 96_094 });
  const { references } = json.source;
  expect(Object.keys(references)).toEqual([
    ...["expires_at", "device_id", "customer_amount", "customer_currency", "customer_exchange_rate"],
    ...["omise_tax_id", "reference_number_1", "reference_number_2", "barcode", "payment_code", "va_code"],
  ]);
  expect(references.omise_tax_id).toMatch(/^\d{13}$/);
  expect(references.reference_number_1).toMatch(/^\d{18}$/);
  expect(references.reference_number_2).toMatch(/^\d{18}$/);
  expect(references.expires_at).toBe(json.expires_at);
  expect(Date.parse(json.expires_at) - Date.parse(json.created_at)).toBe(hours(24));

  const picture = await gateway.call("GET", new URL(references.barcode).pathname, { key: null });
  expect(picture.headers.get("content-type")).toContain("image/svg+xml");
  const widths = widthsOf(picture.text);
  const read: string[] = [];
  for (let at = 0; at + 6 <= widths.length - 13; at += 6) read.push(symbols[widths.slice(at, at + 6).join("")] ?? "?");
  const [start, ...content] = read;
  const { omise_tax_id: tax, reference_number_1: first, reference_number_2: second } = references;
  const text = `|${tax}00\r${first}\r${second}\r100000`;
  const expected = [...text].flatMap((character) => (character === "\r" ? ["shift", "return of set A"] : [character]));
  expect(start).toBe("start");
  expect(content).toEqual(expected);
});

test("with a way back the bill's payer has a page with the numbers", async () => {
  const gateway = await aGateway();
  const { json } = await charge(gateway, { type: "bill_payment_tesco_lotus" }, { return_uri: "https://shop.example/" });
  const { text } = await gateway.call("GET", new URL(json.authorize_uri).pathname, {
    key: null,
    headers: { accept: "text/html" },
  });
  for (const part of [json.source.references.reference_number_1, "Lotus", "<svg"]) expect(text).toContain(part);
});

test.each([
  ["280000000000000011", "failed", "insufficient_balance"],
  ["280000000000000013", "failed", "failed_processing"],
  ["280000000000000017", "failed", "invalid_barcode"],
  ["280000000000001234", "successful", null],
])("the scanned code %s makes a charge that is %s at once (%s), in the same answer", async (barcode, status, code) => {
  const gateway = await aGateway();
  for (const type of ["barcode_alipay", "barcode_wechat", "alipayplus_upm", "wechat_pay_upm"]) {
    const { json } = await charge(gateway, { type, barcode });
    expect([json.status, json.failure_code, json.source.barcode], type).toEqual([status, code, barcode]);
    const { json: events } = await gateway.call("GET", `/charges/${json.id}/events`);
    expect(
      events.data.map(({ key }: { key: string }) => key),
      type,
    ).toEqual(["charge.create", "charge.complete"]);
  }
});

test("a scanned code whose payer has to confirm waits, and its store is kept", async () => {
  const gateway = await aGateway();
  const store = { store_id: "1", store_name: "Main Store", terminal_id: "POS-1" };
  const { json } = await charge(gateway, { type: "barcode_alipay", barcode: "280000000000000009", ...store });
  expect(json).toMatchObject({ status: "pending", fee: 1_650, fee_vat: 116, source: { ...store, flow: "offline" } });
  expect(Date.parse(json.source.references.expires_at) - Date.parse(json.created_at)).toBe(hours(24));
  expect((await gateway.call("POST", `/charges/${json.id}/mark_as_paid`)).json.status).toBe("successful");
});

test("TrueMoney asks its payer for the code sent to their number, and takes nothing without it", async () => {
  const gateway = await aGateway();
  const source = { type: "truemoney", phone_number: "0812345678" };
  const { json } = await charge(gateway, source, { return_uri: "https://shop.example/" });
  const page = await gateway.call("GET", new URL(json.authorize_uri).pathname, {
    key: null,
    headers: { accept: "text/html" },
  });
  expect(json.source.provider_references).toBeNull();
  const path = await phonePathOf(gateway, json.id);
  expect(page.text).toContain(`href="${path}?lang=en"`);
  expect((await gateway.call("GET", path, { key: null })).text).toContain("Code sent to ••••••5678, six digits");
  for (const otp of ["", "12345", "12345x"])
    expect((await gateway.call("POST", path, { key: null, body: { purse: "full", otp } })).status).toBe(200);
  expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe("pending");
  await gateway.call("POST", path, { key: null, body: { purse: "full", otp: "123456" } });
  expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe("successful");
});

test("the test phone finds a bill by its barcode's text and by its number, shows its numbers, and pays it as a counter does", async () => {
  const gateway = await aGateway();
  const { json } = await charge(gateway, { type: "bill_payment_tesco_lotus" });
  const { json: other } = await charge(gateway, { type: "bill_payment_tesco_lotus" });
  const { omise_tax_id: tax, reference_number_1: first, reference_number_2: second } = json.source.references;
  const place = `/phone/pay/${json.source.provider_references.reference_number_1}`;
  const spaced = `${first.slice(0, 9)} ${first.slice(9)}`;
  for (const code of [
    `|${tax}00\r${first}\r${second}\r100000`,
    `|${tax}00\n${first}\n${second}\n100000`,
    first,
    spaced,
  ])
    expect((await gateway.call("POST", "/phone", { key: null, body: { code } })).headers.get("location"), code).toBe(
      place,
    );
  for (const code of [tax, second, `|${tax}00\r${second}\r${first}\r100000`])
    expect((await gateway.call("POST", "/phone", { key: null, body: { code } })).text, code).toContain(
      "No payment of test mode",
    );
  const { text } = await gateway.call("GET", place, { key: null });
  for (const part of ["Pay at the counter", first, second, "Reference 1"]) expect(text).toContain(part);
  expect(text).not.toContain("the empty account");
  await gateway.call("POST", place, { key: null, body: { purse: "full" } });
  expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe("successful");
  expect((await gateway.call("GET", `/charges/${other.id}`)).json.status).toBe("pending");
});

/** Methods as one writes them in their own file; each shows its payer something else. */
const madeUp: { shows: Exclude<Shows, null>; parameters?: Method["parameters"]; answers: object }[] = [
  { shows: "qr", answers: { source: { scannable_code: { type: "qr" } } } },
  { shows: "barcode", answers: { source: { scannable_code: { type: "barcode" } } } },
  {
    shows: "references",
    answers: { source: { references: { reference_number_1: expect.stringMatching(/^\d{18}$/) } } },
  },
  {
    shows: "references",
    parameters: { barcode: "required" },
    answers: { source: { references: { device_id: null, expires_at: expect.any(String) } } },
  },
];

test.each(madeUp)(
  "a made-up method on the phone whose merchant shows $shows ($parameters) works from its one object alone",
  async ({ shows, parameters = {}, answers }) => {
    const method = onThePhone({
      type: "toy_code",
      family: "toy",
      journey: { kind: "code", flow: "offline", shows },
      parameters,
      label: { en: "Toy code" },
      mark: "TC",
      evidence: { from: "nobody", assumed: [] },
    });
    const gateway = await aGateway({ methods: [method] });
    const barcode = parameters.barcode && "280000000000000009";
    const { json } = await charge(gateway, { type: "toy_code", ...(barcode && { barcode }) });
    expect(json).toMatchObject({ status: "pending", ...answers });
    const { reference_number_1: reference } = json.source.provider_references;
    if (shows !== "references") {
      const { pathname } = new URL(json.source.scannable_code.image.download_uri);
      const read = await gateway.call("POST", "/phone", { key: null, body: { code: `${gateway.url}${pathname}` } });
      expect(read.headers.get("location")).toBe(`/phone/pay/${reference}`);
    }
    await gateway.call("POST", `/phone/pay/${reference}`, { key: null, body: { purse: "full" } });
    expect((await gateway.call("GET", `/charges/${json.id}`)).json).toMatchObject({ status: "successful", ...answers });
  },
);

test("a made-up method whose source needs the payer's telephone number asks for a one-time code; one that only takes it does not", async () => {
  const toy = (type: string, phoneNumber: "required" | "optional") =>
    onThePhone({
      type,
      family: "wallet",
      journey: { kind: "page", flow: "redirect", host: "bank" },
      parameters: { phoneNumber },
      label: { en: type },
      mark: "TW",
      evidence: { from: "nobody", assumed: [] },
    });
  const gateway = await aGateway({
    methods: [toy("toy_needs", "required"), toy("toy_takes", "optional")],
  });
  const screenOf = async (type: string) => {
    const back = { return_uri: "https://shop.example/" };
    const { json } = await charge(gateway, { type, phone_number: "0812345678" }, back);
    await gateway.call("GET", new URL(json.authorize_uri).pathname, { key: null, headers: { accept: "text/html" } });
    const path = await phonePathOf(gateway, json.id);
    return (await gateway.call("GET", path, { key: null })).text;
  };
  expect(await screenOf("toy_needs")).toContain("••••••5678");
  expect(await screenOf("toy_takes")).not.toContain("5678");
});
