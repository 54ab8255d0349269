import { expect, test } from "vitest";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";

/**
 * What the official plug-ins for WooCommerce, Magento, PrestaShop and OpenCart ask of the API beside cards, as they ask it: forms, addresses with a slash at the end,
 * sources inside charges, empty values for what they do not know.
 */
const order = { amount: "150000", currency: "thb", description: "WooCommerce order id 345", capture: "true" };

function charge(
  gateway: TestGateway,
  source: Record<string, unknown>,
  patch: Record<string, unknown> = {},
): Promise<Answer> {
  return gateway.call("POST", "/charges/", {
    body: {
      ...order,
      return_uri: "https://shop.example/?wc-api=omise_callback&order_id=345&token=aB3",
      metadata: { order_id: "345" },
      source,
      ...patch,
    },
  });
}

const bowl = {
  sku: "BOWL-1",
  name: "Bowl",
  quantity: "2",
  amount: "75000",
  item_uri: "",
  image_uri: "",
  brand: "",
  category: "",
};
const address = { street1: "1 Silom", street2: "", city: "Bangkok", state: "", postal_code: "10500", country: "TH" };

/** The sources of the plug-ins, by the payer's choice in the shop. */
const redirecting: Record<string, unknown>[] = [
  { type: "truemoney", phone_number: "0812345678" },
  { type: "truemoney_jumpapp" },
  { type: "rabbit_linepay" },
  { type: "shopeepay" },
  { type: "shopeepay_jumpapp", platform_type: "ANDROID" },
  { type: "alipay" },
  { type: "alipay_cn", platform_type: "WEB" },
  { type: "alipay_hk", platform_type: "WEB" },
  { type: "kakaopay", platform_type: "WEB" },
  { type: "touch_n_go", platform_type: "WEB" },
  { type: "wechat_pay", ip: "203.0.113.1" },
  { type: "grabpay", platform_type: "IOS" },
  { type: "atome", phone_number: "+66812345678", shipping: address, items: [bowl] },
  { type: "points_citi" },
  ...["bay", "bbl"].map((bank) => ({ type: `internet_banking_${bank}` })),
  ...["bay", "bbl", "kbank", "ktb", "scb"].map((bank) => ({ type: `mobile_banking_${bank}`, platform_type: "WEB" })),
];

test("each method that a plug-in sends its payer away for makes a pending charge with an address to go to", async () => {
  const gateway = await aGateway();
  for (const source of redirecting) {
    const { status, json } = await charge(gateway, source);
    expect([status, json.status, json.failure_code], String(source["type"])).toEqual([200, "pending", null]);
    expect(json.authorize_uri, String(source["type"])).toMatch(/\/payments\/pay2_test_\w{19}\/authorize/);
    expect(json, String(source["type"])).toMatchObject({
      ...{ amount: 150_000, currency: "THB", paid: false, authorized: false, capture: true },
      metadata: { order_id: "345" },
      source: { type: source["type"] },
    });
  }
});

test("the capability names every method of a plug-in's settings page, with its currencies", async () => {
  const gateway = await aGateway();
  const { json } = await gateway.call("GET", "/capability");
  const offered = new Map<string, string[]>(
    json.payment_methods.map((each: never) => [each["name"], each["currencies"]]),
  );
  for (const { type } of [
    ...redirecting,
    { type: "promptpay" },
    { type: "bill_payment_tesco_lotus" },
    { type: "installment_kbank" },
  ])
    expect(offered.get(String(type)), String(type)).toEqual(["THB"]);
});

test("PromptPay's picture is fetched by the shop's server, cut from <svg, and shown while the plug-in asks again and again", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  const { json } = await charge(gateway, { type: "promptpay" }, { webhook_endpoints: [receiver.url] });
  const { download_uri: address, id } = json.source.scannable_code.image;
  expect(id).toMatch(/^docu_test_/);
  const picture = await (await fetch(address)).text();
  expect(picture.slice(picture.indexOf("<svg"))).toMatch(/^<svg [^>]+>.*<\/svg>$/s);
  expect(Date.parse(json.expires_at)).toBeGreaterThan(Date.parse(json.created_at));
  await gateway.call("POST", `/charges/${json.id}/mark_as_paid`);
  const { json: after } = await gateway.call("GET", `/charges/${json.id}`);
  expect(after).toMatchObject({ status: "successful", paid: true, refunded_amount: 0, funding_amount: 150_000 });
  await gateway.clockwork.runDue();
  const complete = receiver.received.map(({ json: event }) => event).find(({ key }) => key === "charge.complete");
  expect(complete.data).toMatchObject({ object: "charge", id: json.id, status: "successful" });
});

test("a bill's numbers and barcode are where the plug-ins print them from", async () => {
  const gateway = await aGateway();
  const { json } = await charge(gateway, { type: "bill_payment_tesco_lotus" });
  const { references } = json.source;
  for (const name of ["omise_tax_id", "reference_number_1", "reference_number_2"])
    expect(references[name]).toMatch(/^\d+$/);
  const picture = await fetch(references.barcode);
  expect(picture.headers.get("content-type")).toContain("image/svg+xml");
  // WooCommerce reads x and width of what is in a group inside a group, Magento what stands between the first rectangle and the first end of a group
  const [, ground, bars = ""] =
    /^<svg [^>]+><g>(<rect [^>]+\/>)<g [^>]+>(.+)<\/g><\/g><\/svg>$/.exec((await picture.text()).trim()) ?? [];
  expect(ground).toContain('x="0"');
  expect(bars.replace(/<rect x="\d+" y="0" width="[1-4]" height="\d+"\/>/g, "")).toBe("");
});

test("installments by a source that the page made need no card, and are refunded in full with a reason", async () => {
  const gateway = await aGateway();
  const made = await gateway.call("POST", "/sources/", {
    key: gateway.publicKey,
    json: { amount: 400_000, currency: "THB", type: "installment_kbank", installment_term: 4 },
  });
  const { json } = await gateway.call("POST", "/charges/", {
    body: { ...order, amount: "400000", return_uri: "https://shop.example/", source: made.json.id },
  });
  expect(json).toMatchObject({
    status: "pending",
    card: null,
    source: { installment_term: 4, type: "installment_kbank" },
  });
  await gateway.call("POST", new URL(json.authorize_uri).pathname, { key: null, body: { outcome: "successful" } });
  const part = await gateway.call("POST", `/charges/${json.id}/refunds/`, { body: { amount: 100_000 } });
  expect(part.json.code).toBe("failed_refund");
  const body = { amount: 400_000, metadata: { reason: "returned" } };
  const whole = await gateway.call("POST", `/charges/${json.id}/refunds/`, { body });
  expect(whole.json).toMatchObject({ object: "refund", voided: false, metadata: { reason: "returned" } });
});
