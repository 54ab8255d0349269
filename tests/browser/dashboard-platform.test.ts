import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge } from "../kit/builders.ts";
import { aChain } from "../kit/chain-builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aReceipt } from "../kit/receipt-builders.ts";
import { aMember, expectSound, narrow, settled, wide } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("an owner says whom tax invoices name, and prints that of a month; on a phone it is read in Thai", async () => {
  const gateway = await aGateway({ environment: { CHAMRA_SELLER_NAME: "Operator Co., Ltd." } });
  const { json: dollars } = await cardCharge(gateway, { amount: 10_000, currency: "USD" });
  await gateway.call("POST", `/charges/${dollars.id}/refunds`, { body: { amount: 2_500 } });
  await aReceipt(gateway);
  const { page, open, complaints } = await aMember(browser, gateway, "owner", { viewport: wide });
  await open("/test/settings");
  await page.getByRole("textbox", { name: "Name on tax invoices" }).fill("Somchai Co., Ltd.");
  await page.getByRole("textbox", { name: "Tax number" }).fill("0105500000001");
  await page.getByRole("button", { name: "Save: Tax invoices" }).click();
  await page.getByText("Saved").waitFor();
  await expectSound(page, "settings of tax invoices");

  await open(`/test/charges/${dollars.id}`);
  const money = await page.getByRole("main").textContent();
  for (const said of ["USD 100.00", "In THB", "฿3,254.39", "Refunded in USD", "−USD 25.00"])
    expect(money).toContain(said);
  await expectSound(page, "a charge in dollars");

  await open("/test/receipts");
  await expect.poll(() => page.getByRole("main").textContent()).toContain("CHTH202601150001");
  await expectSound(page, "receipts");
  await expect.poll(() => page.getByRole("main").textContent()).not.toContain("upstream");
  await page.getByRole("link", { name: "January 2026" }).click();
  await page.getByRole("button", { name: "Print" }).waitFor();
  await settled(page);
  await expectSound(page, "a tax invoice");
  await page.emulateMedia({ media: "print" });
  await expect.poll(() => page.getByText("Operator Co., Ltd.").isVisible()).toBe(true);
  await expect.poll(() => page.getByRole("button", { name: "Print" }).isVisible()).toBe(false);
  await expect.poll(() => page.getByRole("navigation").first().isVisible()).toBe(false);
  expect(complaints).toEqual([]);

  const phone = await aMember(browser, gateway, "developer", { locale: "th", viewport: narrow });
  await phone.open("/test/receipts/2026-01");
  await expect.poll(() => phone.page.getByRole("main").textContent()).toContain("ใบเสร็จรับเงิน / ใบกำกับภาษี");
  await expectSound(phone.page, "a tax invoice on a phone");
  await phone.open("/test/receipts");
  await expectSound(phone.page, "receipts on a phone");
  const thai = await aMember(browser, gateway, "finance", { locale: "th", viewport: narrow });
  for (const [visitor, words] of [
    [page, ["sends its own tax invoices", "The operator of this server has taken no fees."]],
    [thai.page, ["เป็นผู้ออกใบกำกับภาษีเอง", "ยังไม่ได้เรียกเก็บค่าธรรมเนียม"]],
  ] as const) {
    await visitor.goto("/dashboard/live/receipts");
    await settled(visitor);
    for (const each of words) await expect.poll(() => visitor.getByRole("main").textContent()).toContain(each);
    await expectSound(visitor, "receipts of live mode");
  }
  expect([...phone.complaints, ...thai.complaints]).toEqual([]);
});

test("a merchant on a phone lets a platform act for them, which finds the key and revokes it", async () => {
  const gateway = await aGateway();
  const { merchant } = await aChain(gateway);
  const { json: account } = await gateway.call("PATCH", "/account", {
    key: merchant.secretKey,
    body: { chain_enabled: true },
  });
  const { page, open, complaints } = await aMember(browser, gateway, "owner", { locale: "th", viewport: narrow });
  await open(`/test/chains/allow?platform=${account.id}&state=1`);
  await expect.poll(() => page.getByRole("main").textContent()).toContain("อนุญาตให้ Another Shop ดำเนินการแทนคุณหรือไม่");
  await expectSound(page, "a consent on a phone");
  await page.getByRole("button", { name: "อนุญาต" }).click();
  await page.getByRole("link", { name: "ไปที่หน้าคีย์" }).waitFor();
  expect((await gateway.call("GET", "/chains", { key: merchant.secretKey })).json.total).toBe(1);
  expect(complaints).toEqual([]);

  const platform = await aMember(browser, gateway, "owner", { viewport: wide });
  await platform.open("/test/chains");
  const main = platform.page.getByRole("main");
  await expect.poll(() => main.textContent()).toMatch(/another@example\.com.*ckey_test_/s);
  await expectSound(platform.page, "chains");
  await platform.page.getByRole("button", { name: "Revoke: another@example.com" }).click();
  await platform.page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await main.getByText("Revoked").waitFor();
  expect((await gateway.call("GET", "/chains")).json.data[0].revoked).toBe(true);
  expect(platform.complaints).toEqual([]);
});
