// vitest: name the file orders.test.ts.
import { startChamra } from "chamra/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

let chamra: Awaited<ReturnType<typeof startChamra>>;
beforeAll(async () => {
  chamra = await startChamra();
}, 30_000);
afterAll(() => chamra.close());

test("a card that its bank refuses pays nothing", async () => {
  const card = { name: "Somchai Prasert", number: "4111111111140011", expiration_month: 12, expiration_year: 2030 };
  const token = await chamra.request("POST", "/tokens", { card: { ...card, security_code: "123" } }, chamra.publicKey);
  const charge = await chamra.request("POST", "/charges", { amount: 100000, currency: "THB", card: token.id });
  expect(charge).toMatchObject({ status: "failed", paid: false });
  expect((await chamra.webhooks.next("charge.create")).data.id).toBe(charge.id);
});
