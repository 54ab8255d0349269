import { expect, test } from "vitest";
import { aGateway } from "../kit/gateway.ts";

test.each<[string, object]>([
  ["an empty form value", { body: { webhook_uri: "" } }],
  ["an empty text of JSON", { json: { webhook_uri: "" } }],
  ["null", { json: { webhook_uri: null } }],
])("%s takes the webhook address away, and leaves what is not named", async (_, options) => {
  const gateway = await aGateway();
  const given = { webhook_uri: "http://localhost:9/hook", chain_return_uri: "https://shop.example/done" };
  await gateway.call("PATCH", "/account", { json: given });
  const { json } = await gateway.call("PATCH", "/account", options);
  expect(json).toMatchObject({ webhook_uri: null, chain_return_uri: given.chain_return_uri });
  expect((await gateway.call("GET", "/account")).json.webhook_uri).toBeNull();
});

test("an update without it keeps the webhook address", async () => {
  const gateway = await aGateway();
  const uri = "http://localhost:9/hook";
  await gateway.call("PATCH", "/account", { json: { webhook_uri: uri } });
  const { json } = await gateway.call("PATCH", "/account", { json: { chain_enabled: true } });
  expect(json).toMatchObject({ webhook_uri: uri, chain_enabled: true });
});

test("what a merchant says of an order is kept with the source and shown in the charge", async () => {
  const gateway = await aGateway();
  const billing = { city: "Bangkok", country: "TH", postal_code: "10100", street1: "1 Example Road" };
  const item = { sku: "3427842", name: "Shoes", brand: null, category: "Shoes", amount: 500000, quantity: 1 };
  const { json: source } = await gateway.call("POST", "/sources", {
    key: gateway.publicKey,
    json: {
      ...{ amount: 500000, currency: "THB", type: "mobile_banking_kbank", billing },
      shipping: { city: "", country: "" }, // the official Go library sends it so where there is none
      items: [{ ...item, item_uri: "https://shop.example/shoes" }],
    },
  });
  const kept = {
    billing,
    shipping: null,
    items: [{ ...item, item_uri: "https://shop.example/shoes", image_uri: null }],
  };
  expect(source).toMatchObject(kept);
  const { json: charge } = await gateway.call("POST", "/charges", {
    json: { amount: 500000, currency: "THB", return_uri: "https://shop.example/done", source: source.id },
  });
  expect(charge.source).toMatchObject(kept);
});

test("items of a form are numbers and texts as those of JSON are", async () => {
  const gateway = await aGateway();
  const { json } = await gateway.call("POST", "/sources", {
    body: {
      ...{ amount: 150000, currency: "THB", type: "mobile_banking_kbank" },
      items: [{ sku: "1", name: "a", amount: 100, quantity: 2 }],
    },
  });
  expect(json.items).toMatchObject([{ sku: "1", name: "a", amount: 100, quantity: 2, brand: null }]);
});
