// @playwright/test: name the file orders.spec.ts. The payer's page is walked to its end, at the shop's return_uri.
import { expect, test } from "@playwright/test";
import { type Chamra, startChamra } from "chamra/testing";

let chamra: Chamra;
test.beforeAll(async () => {
  chamra = await startChamra();
});
test.afterAll(() => chamra.close());

test("a payer comes back from the bank's page, and the order is paid", async ({ page }) => {
  const charge = await chamra.request("POST", "/charges", {
    amount: 150000,
    currency: "THB",
    return_uri: "http://127.0.0.1:3000/orders/1/complete", // your shop, which runs
    source: { type: "mobile_banking_kbank" },
  });
  await chamra.payer.walk(page, charge);
  expect((await chamra.request("GET", `/charges/${charge.id}`)).status).toBe("successful");
});
