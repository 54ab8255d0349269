import { expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { setRate } from "../../src/operations/forex/rate.ts";
import { cardCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";

test("a rate is told for a currency in any case, and refused in the words recorded for one that is not taken", async () => {
  const gateway = await aGateway({ live: true });
  const { status, json } = await gateway.call("GET", "/forex/uSd");
  expect([status, json]).toEqual([
    200,
    { object: "forex", rate: 32.5438629959, location: "/forex/usd", livemode: false, base: "USD", quote: "THB" },
  ]);
  expect(Object.keys(json)).toEqual(["object", "rate", "location", "livemode", "base", "quote"]); // recorded in 2025
  const { json: older } = await gateway.call("GET", "/forex/USD", { headers: { "Omise-Version": "2017-11-02" } });
  expect(Object.entries(older)).toEqual([
    ["object", "forex"],
    ["from", "usd"],
    ["to", "thb"],
    ["rate", 32.5438629959],
    ["location", "/forex/usd"],
  ]);
  expect((await gateway.call("GET", "/forex/thb")).json).toMatchObject({ rate: 1, base: "THB", quote: "THB" });
  for (const [currency, key] of [
    ["xxx", gateway.secretKey],
    ["usd", gateway.liveSecretKey], // real money is converted by the operator's rates only
  ]) {
    const refused = await gateway.call("GET", `/forex/${currency}`, { key: key ?? null });
    expect([refused.status, refused.json.code, refused.json.message]).toEqual([
      400,
      "bad_request",
      "currency is not currently supported",
    ]);
  }
  const { json: account } = await gateway.call("GET", "/account");
  const { json: capability } = await gateway.call("GET", "/capability");
  const recorded = "THB JPY USD EUR GBP SGD AUD CHF CNY DKK HKD MYR".split(" ");
  expect(account.supported_currencies).toEqual(recorded);
  expect(capability.payment_methods[0]).toMatchObject({ name: "card", currencies: recorded });
});

test("a charge in dollars is converted by the rate of its day and keeps it, through refunds to the last satang", async () => {
  const gateway = await aGateway({ live: true });
  const { gateway: core } = gateway;
  const { json: charge } = await cardCharge(gateway, { amount: 10_000, currency: "usd" });
  expect(charge).toMatchObject({
    status: "successful",
    amount: 10_000,
    currency: "USD",
    captured_amount: 10_000,
    funding_amount: 325_439,
    funding_currency: "THB",
    fee: 11_879,
    fee_vat: 832,
    net: 312_728,
  });
  const balance = async () => (await gateway.call("GET", "/balance")).json.total;
  expect(await balance()).toBe(312_728);

  await setRate(core, "USD", "40");
  await setRate(core, "USD", "36.5"); // the same day again
  expect((await cardCharge(gateway, { amount: 10_000, currency: "USD" })).json.funding_amount).toBe(365_000);
  expect((await cardCharge(gateway, { amount: 1_000, currency: "JPY" })).json.funding_amount).toBe(21_310);
  expect((await cardCharge(gateway, {})).json).toMatchObject({ funding_amount: 100_000, funding_currency: "THB" });

  const before = await balance();
  const refund = (amount: number) => gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount } });
  const refunds = [await refund(3_333), await refund(3_333), await refund(3_334)].map(({ json }) => json);
  expect(refunds.map(({ amount, currency }) => [amount, currency])).toEqual([
    [3_333, "USD"],
    [3_333, "USD"],
    [3_334, "USD"],
  ]);
  expect(refunds.map(({ funding_amount }) => funding_amount)).toEqual([108_469, 108_468, 108_502]);
  expect(refunds.every(({ funding_currency }) => funding_currency === "THB")).toBe(true);
  expect(await balance()).toBe(before - 325_439);
  const { json: transaction } = await gateway.call("GET", `/transactions/${charge.transaction}`);
  expect(transaction).toMatchObject({ currency: "THB", amount: 312_728 });

  await setRate(core, "USD", "50", "2030-01-01");
  gateway.pass(days(1));
  expect((await gateway.call("GET", "/forex/usd")).json.rate).toBe(36.5);
  const live = { key: gateway.liveSecretKey };
  expect((await gateway.call("GET", "/forex/usd", live)).json).toMatchObject({ rate: 36.5, livemode: true });
});

test("a charge in a foreign currency is voided whole on its day, and captured in part by its own rate", async () => {
  const gateway = await aGateway();
  const { json: voided } = await cardCharge(gateway, { amount: 10_000, currency: "EUR" });
  await gateway.call("POST", `/charges/${voided.id}/refunds`, { body: { amount: 10_000 } });
  expect((await gateway.call("GET", "/balance")).json.total).toBe(0);

  const { json: held } = await cardCharge(gateway, {
    amount: 10_000,
    currency: "EUR",
    capture: false,
    authorization_type: "pre_auth",
  });
  expect(held.funding_amount).toBe(377_105);
  await setRate(gateway.gateway, "EUR", "99");
  const { json: part } = await gateway.call("POST", `/charges/${held.id}/capture`, { body: { capture_amount: 5_000 } });
  expect(part).toMatchObject({ amount: 10_000, captured_amount: 5_000, funding_amount: 188_553, fee: 6_882 });
});

test("methods without a card take baht only, and a rate that is no decimal or no day is not set", async () => {
  const gateway = await aGateway();
  const body = {
    amount: 150_000,
    currency: "USD",
    return_uri: "https://shop.example",
    source: { type: "mobile_banking_kbank" },
  };
  const { json } = await gateway.call("POST", "/charges", { body });
  expect([json.code, json.message]).toEqual(["invalid_charge", "currency is currently not supported"]);
  const { gateway: core } = gateway;
  for (const [currency, rate, since] of [
    ["USD", "0", undefined],
    ["USD", "0.00", undefined],
    ["USD", "-1", undefined],
    ["USD", "1e3", undefined],
    ["USD", "1.12345678901", undefined],
    ["USD", "32.5", "2026-02-30"],
    ["XXX", "32.5", undefined],
    ["THB", "2", undefined],
  ] as const) {
    await expect(setRate(core, currency, rate, since)).rejects.toMatchObject({ code: "bad_request" });
  }
  expect(await core.store.exchangeRate.all()).toEqual([]);
});
