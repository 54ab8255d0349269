import { expect, test } from "vitest";
import { cardCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aShopIn } from "../kit/paying.ts";

const older = { "omise-version": "2017-11-02" };

/** An account in Japan beside the first one. */
async function inJapan(gateway?: TestGateway) {
  return (await aShopIn(gateway ?? (await aGateway()), "JP")).gateway;
}

test("an account says its country and currency, and everything that it is measured by is in that", async () => {
  const shop = await inJapan();
  const { json: account } = await shop.call("GET", "/account");
  expect(account).toMatchObject({ country: "JP", currency: "JPY" });
  expect(account.supported_currencies.slice(0, 3)).toEqual(["JPY", "THB", "USD"]);
  expect(account.transfer_config).toMatchObject({ min_transfer_amount: "0", fee: "0" });
  const { json: capability } = await shop.call("GET", "/capability");
  expect(capability).toMatchObject({
    country: "JP",
    banks: [],
    limits: {
      charge_amount: { min: 100, max: 6_000_000 },
      transfer_amount: { min: 0, max: 0 },
      installment_amount: { min: 100 },
    },
  });
  const { json: backends } = await shop.call("GET", "/capability", { headers: older });
  expect(backends.payment_backends).toContainEqual({
    paypay: { type: "paypay", currencies: ["jpy"], amount: { min: 100, max: 6_000_000 } },
  });
  expect((await shop.call("GET", "/balance")).json).toMatchObject({ currency: "JPY", total: 0 });
});

test("a charge in yen has no conversion, fees in whole yen without VAT, and goes to a balance in yen", async () => {
  const shop = await inJapan();
  const { json } = await cardCharge(shop, { amount: 3_000, currency: "jpy" });
  expect(json).toMatchObject({
    status: "successful",
    currency: "JPY",
    funding_currency: "JPY",
    funding_amount: 3_000,
    fee: 110, // 3.65 % of 3000 is 109.5
    fee_vat: 0,
    net: 2_890,
    transaction_fees: { vat_rate: "0.0" },
  });
  const { json: refund } = await shop.call("POST", `/charges/${json.id}/refunds`, { body: { amount: 1_000 } });
  expect(refund).toMatchObject({ amount: 1_000, currency: "JPY", status: "closed" });
  expect((await shop.call("GET", "/balance")).json).toMatchObject({ currency: "JPY", total: 1_890 });
  for (const [amount, message] of [
    [99, "amount must be greater than or equal to 100 (jpy subunits)"],
    [6_000_001, "amount must be less than or equal to 6000000 (jpy subunits)"],
  ] as const)
    expect((await cardCharge(shop, { amount, currency: "JPY" })).json).toMatchObject({
      code: "invalid_charge",
      message,
    });
});

test("a charge in baht is converted into yen, and books agree", async () => {
  const shop = await inJapan();
  expect((await shop.call("GET", "/forex/thb")).json).toMatchObject({ base: "THB", quote: "JPY", rate: 4.6926325669 });
  const { json } = await cardCharge(shop, { amount: 100_000, currency: "THB" });
  // 1000 baht, at 0.2131 baht for a yen
  expect(json).toMatchObject({ currency: "THB", amount: 100_000, funding_currency: "JPY", funding_amount: 4_693 });
  const { json: dollars } = await cardCharge(shop, { amount: 1_000, currency: "USD" });
  expect(dollars).toMatchObject({ funding_amount: 1_527, status: "successful" });
});

test("what is known of Thailand's banks only is refused with that reason", async () => {
  const shop = await inJapan();
  await cardCharge(shop, { amount: 90_000, currency: "JPY" });
  const recipient = await shop.call("POST", "/recipients", {
    body: {
      name: "Yamada",
      type: "individual",
      bank_account: { brand: "bbl", number: "1234567890", name: "Yamada" },
    },
  });
  expect(recipient.json).toMatchObject({
    code: "invalid_recipient",
    message: "recipients of accounts in JP are not supported: no bank there is known",
  });
  const { json, headers } = await shop.call("POST", "/transfers", { body: { amount: 5_000 } });
  expect([json.code, json.message]).toEqual([
    "invalid_transfer",
    "transfers of accounts in JP are not supported: no bank there is known",
  ]);
  expect(headers.get("chamra-hint")).toBe("transfers of accounts in JP are not supported by Chamra yet");
  expect((await shop.call("GET", "/recipients")).json.total).toBe(0);
});

test("links, sessions and schedules of an account take its currency, by its own limits", async () => {
  const shop = await inJapan();
  const link = (amount: number, currency: string) =>
    shop.call("POST", "/links", { body: { amount, currency, title: "Tea", description: "Green" } });
  expect((await link(100, "JPY")).json).toMatchObject({ object: "link", currency: "JPY", amount: 100 });
  expect((await link(99, "JPY")).json).toMatchObject({ code: "invalid_link" });
  expect((await link(10_000, "SGD")).json).toMatchObject({ message: "currency is currently not supported" });
  const token = await shop.call("POST", "/customers", { body: { description: "Yamada" } });
  const schedule = await shop.call("POST", "/schedules", {
    body: {
      every: 1,
      period: "month",
      on: { days_of_month: [1] },
      end_date: "2027-01-15",
      charge: { customer: token.json.id, amount: 50 },
    },
  });
  expect(schedule.json.message).toContain("greater than or equal to 100 (jpy subunits)");
});

test("files for spreadsheets call amounts after the account's currency, and yen have no decimals", async () => {
  const gateway = await aGateway();
  const shop = await inJapan(gateway);
  await cardCharge(shop, { amount: 3_000, currency: "JPY" });
  const account = (await shop.call("GET", "/account")).json;
  const seat = await signedIn(gateway, "owner", { team: account.team });
  const { text } = await seat.test.get("/export/charges.csv");
  const [head = "", row = ""] = text.split("\r\n");
  const named = Object.fromEntries(
    head.split(",").map((name: string, at: number) => [name, row.split(",")[at]] as const),
  );
  expect(named).toMatchObject({ amount_minor: "3000", amount_jpy: "3000" });
  expect(head).not.toContain("baht");
  expect((await seat.test.get("/settlements")).json).toMatchObject({ currency: "JPY" });
});

test("a cardholder is asked for yen by their issuer", async () => {
  const shop = await inJapan();
  const { json } = await cardCharge(shop, {
    amount: 3_000,
    currency: "JPY",
    authentication: "3DS",
    return_uri: "https://shop.example/back",
  });
  const page = await shop.call("GET", new URL(json.authorize_uri).pathname, { key: null });
  expect(page.text).toContain("3,000");
  expect((await shop.call("POST", `/charges/${json.id}/mark_as_paid`)).json).toMatchObject({ status: "successful" });
});
