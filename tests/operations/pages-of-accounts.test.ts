import { expect, test } from "vitest";
import { revise } from "../../src/domain/base/row.ts";
import { visit } from "../../src/operations/payment/payer.ts";
import { kplusCharge } from "../kit/builders.ts";
import { findCharge, firstAccount } from "../kit/find.ts";
import { aGateway } from "../kit/gateway.ts";

test("payers of two accounts whose ids end alike are each shown their own charge, and nobody else's page is found", async () => {
  const { gateway, ...rest } = await aGateway({ meddles: true });
  const { store, newPageId } = gateway;
  const charge = await findCharge(store, (await kplusCharge({ gateway, ...rest })).json.id);
  const account = await firstAccount(store);
  if (!charge?.page) throw new Error("there is no page");
  const twin = {
    ...account,
    id: `account_test_6000000000000${account.id.slice(-6)}`,
    team: "acct_twin",
    version: 1,
  } as const;
  const theirs = { ...charge, account: twin.id, page: newPageId("page", twin), version: 1 };
  await store.save({ insert: { accounts: [twin], charges: [theirs] } });
  expect(await visit(gateway, charge.page)).toMatchObject({
    account: { id: account.id },
    charge: { page: charge.page },
  });
  expect(await visit(gateway, theirs.page)).toMatchObject({ account: { id: twin.id }, charge: { page: theirs.page } });
  expect(await visit(gateway, newPageId("page", twin))).toBeUndefined();
});

test("the address of a page that was given out before pages named their account still leads to its charge", async () => {
  const testing = await aGateway();
  const { store } = testing.gateway;
  const { json } = await kplusCharge(testing);
  const charge = await findCharge(store, json.id);
  if (!charge) throw new Error("there is no charge");
  const old = "pay2_test_62abcdefghij0k7wq3z";
  await store.save({ update: { charges: [revise(charge, { page: old })] } });
  const page = await fetch(`${testing.url}/payments/${old}/authorize`);
  expect(await page.text()).toContain("1,500.00");
  expect((await fetch(`${testing.url}/payments/pay2_test_62abcdefghij0k7wq3y/authorize`)).status).toBe(404);
});
