import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway } from "../kit/gateway.ts";
import { aBalance, aPayee, aTransfer } from "../kit/payout-builders.ts";
import { aMember, expectSound, narrow, settled, wide } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("an owner adds a recipient, pays out an amount, and plans to pay out a part of the balance", async () => {
  const gateway = await aGateway();
  const balance = await aBalance(gateway);
  const { page, open, complaints } = await aMember(browser, gateway, "owner", { viewport: wide });
  await open("/test/payouts");
  await page.getByRole("button", { name: "New recipient" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Malee Jaidee");
  await dialog.getByRole("combobox", { name: "Bank" }).fill("siam");
  await page.getByRole("option", { name: "Siam Commercial Bank" }).click();
  await dialog.getByLabel("Account number").fill("111-2-33333-4");
  await dialog.getByLabel("Name of the account").fill("Malee Jaidee");
  await expectSound(page, "the dialog of a new recipient");
  await dialog.getByRole("button", { name: "Add recipient" }).click();
  await page.getByRole("button", { name: "Verify: Malee Jaidee" }).click();
  await page.getByRole("button", { name: "Deactivate: Malee Jaidee" }).waitFor();

  await page.getByRole("button", { name: "New transfer" }).click();
  await dialog.getByRole("combobox", { name: "Recipient" }).click();
  await page.getByRole("option", { name: /Malee Jaidee/ }).click();
  await dialog.getByText("An amount").click();
  await dialog.getByLabel("Amount in baht").fill("5,000");
  await expect.poll(() => dialog.textContent()).toContain("At most");
  await expect.poll(() => dialog.textContent()).toContain("฿30.00 of that are its fee");
  await dialog.getByLabel("Amount in baht").fill("500");
  await expectSound(page, "the dialog of a new transfer");
  await dialog.getByRole("button", { name: "Create transfer" }).click();
  await page.getByRole("button", { name: /^Send now/ }).click();
  await page.getByRole("button", { name: /^Mark as paid/ }).click();
  await page.getByRole("cell", { name: "Paid out" }).waitFor();
  expect((await gateway.call("GET", "/transfers")).json.data).toMatchObject([{ amount: 50_000, paid: true }]);
  expect((await gateway.call("GET", "/balance")).json.transferable).toBe(balance - 50_000);
  await settled(page);
  await expectSound(page, "payouts");

  await page.getByRole("button", { name: "New regular transfer" }).click();
  await dialog.getByLabel("Per cent of the balance").fill("50");
  await dialog.getByRole("textbox", { name: "Numbers" }).fill("28");
  await dialog.getByLabel("Last date").fill("2026-12-31");
  await dialog.getByRole("button", { name: "Create the schedule" }).click();
  await page.getByRole("heading", { name: "Next dates" }).waitFor();
  await expect.poll(() => page.getByRole("main").textContent()).toContain("50 % of the balance");
  expect(complaints).toEqual([]);
});

test("payouts on a phone, in Thai, show why a transfer failed, and support may change nothing", async () => {
  const gateway = await aGateway();
  await aBalance(gateway);
  const { json } = await aTransfer(gateway, { recipient: await aPayee(gateway, "0000000005") });
  await gateway.call("POST", `/transfers/${json.id}/mark_as_paid`);
  const { page, open, complaints } = await aMember(browser, gateway, "support", { locale: "th", viewport: narrow });
  await open("/test/payouts");
  await page.getByText("ธนาคารนำเงินเข้าบัญชีไม่ได้").waitFor();
  await expectSound(page, "payouts on a phone");
  await expect
    .poll(() => page.getByRole("button", { name: "โอนเงิน", exact: true }).getAttribute("aria-disabled"))
    .toBe("true");
  await open("/live/payouts");
  await page.getByText("ยังไม่มีธนาคารที่เชื่อมต่อเพื่อโอนเงินออก").waitFor();
  expect(complaints).toEqual([]);
});
