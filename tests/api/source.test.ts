import { expect, test } from "vitest";
import { aGateway } from "../kit/gateway.ts";

const given = { amount: 150_000, currency: "THB", type: "mobile_banking_kbank", platform_type: "IOS" };

test("a payer's phone number is shown under both names it has, in every version and in the charge too", async () => {
  const gateway = await aGateway();
  const phone = { phone_number: "+66812345678", mobile_number: "+66812345678" };
  const { json: source } = await gateway.call("POST", "/sources", {
    body: { ...given, phone_number: "+66812345678" },
    key: gateway.publicKey,
  });
  expect(source).toMatchObject(phone);
  const { json: charge } = await gateway.call("POST", "/charges", {
    body: { amount: 150_000, currency: "THB", return_uri: "https://example.com/back", source: source.id },
  });
  expect(charge.source).toMatchObject(phone);
  for (const version of ["2014-07-27", "2015-11-17", "2017-11-02", "2019-05-29"]) {
    const { json } = await gateway.call("GET", `/sources/${source.id}`, { headers: { "Omise-Version": version } });
    expect(json, version).toMatchObject(phone);
  }
});

test("a source without a phone number has none under either name", async () => {
  const gateway = await aGateway();
  const { json } = await gateway.call("POST", "/sources", { body: given });
  expect(json).toMatchObject({ phone_number: null, mobile_number: null });
});
