// jest: name the file orders.test.js. It needs no flag for ECMAScript modules.
const { startChamra } = require("chamra/testing");

let chamra;
beforeAll(async () => {
  chamra = await startChamra();
}, 30_000);
afterAll(() => chamra.close());

test("an order is paid when its payer has paid", async () => {
  const charge = await chamra.request("POST", "/charges", {
    amount: 150000,
    currency: "THB",
    return_uri: "http://localhost:3000/orders/1/complete",
    source: { type: "mobile_banking_kbank" },
  });
  await chamra.payer.pay(charge);
  expect((await chamra.webhooks.next("charge.complete")).data.paid).toBe(true);
});
