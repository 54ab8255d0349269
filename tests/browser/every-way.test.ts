import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aLink } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { axeFaults, choose, complaintsOf, frameOf, paymentForm } from "./omisejs-shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const shot = async (page: Page, name: string) => {
  if (process.env["SHOTS"]) await page.screenshot({ path: `${process.env["SHOTS"]}/${name}.png`, fullPage: true });
};

async function aPayer(dark = false): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({
    viewport: { width: 360, height: 780 },
    colorScheme: dark ? "dark" : "light",
    locale: "en",
  });
  onTestFinished(() => page.close());
  return { page, complaints: complaintsOf(page) };
}

test("a payer chooses among the groups of methods, scans PromptPay's code with the test phone, and comes back paid", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway, { amount: 450_000, multiple: true });
  const { page, complaints } = await aPayer();
  await page.goto(link.payment_uri);
  const form = paymentForm(page);
  await form.getByRole("radio", { name: "PromptPay" }).waitFor();
  const groups = await form.locator(".group").allInnerTexts();
  expect(groups).toEqual(["QR codes", "Mobile banking", "Wallets", "Buy now, pay later", "Internet banking"]);
  expect(await form.locator(".fold[open] .group").allInnerTexts()).toEqual(["QR codes"]); // the group of what is chosen
  await form.locator("summary", { hasText: "Wallets" }).press("Enter");
  await form.getByRole("radio", { name: "ShopeePay", exact: true }).waitFor();
  expect(await axeFaults(page.mainFrame())).toEqual([]);
  expect(await axeFaults(frameOf(page))).toEqual([]);
  await shot(page, "form");
  await choose(form, "PromptPay");
  await form.getByRole("button", { name: "Pay ฿4,500.00" }).click();
  await page.getByRole("heading", { name: "Scan to pay with PromptPay" }).waitFor();
  expect(await axeFaults(page.mainFrame())).toEqual([]);
  await shot(page, "promptpay");
  await page.getByRole("link", { name: "Pay it on the test phone" }).click();
  await page.getByRole("heading", { name: "Confirm the payment" }).waitFor();
  expect(await axeFaults(page.mainFrame())).toEqual([]);
  await shot(page, "phone");
  await page.getByRole("button", { name: "Pay from the account with money" }).click();
  await page.getByRole("heading", { name: "Paid" }).waitFor();
  expect(await axeFaults(page.mainFrame())).toEqual([]);
  await shot(page, "phone-paid");
  await page.getByRole("link", { name: "Return to Demo Shop" }).click();
  await page.getByRole("heading", { name: "Payment successful" }).waitFor();
  expect(complaints).toEqual([]);
});

test("a payer gives the number of their wallet, gets its code wrong, then right; in Thai and in the dark", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway, { amount: 450_000, multiple: true });
  const { page, complaints } = await aPayer(true);
  await page.goto(`${link.payment_uri}?lang=th`);
  const form = paymentForm(page);
  await choose(form, "ทรูมันนี่ วอลเล็ท");
  const pay = form.getByRole("button", { name: /^ชำระเงิน/ });
  await pay.click();
  await form.getByText("กรอกหมายเลขโทรศัพท์ 9 ถึง 15 หลัก").waitFor();
  await form.getByLabel("หมายเลขโทรศัพท์").fill("081-234-5678");
  await pay.click();
  await page.getByRole("link", { name: "ไปที่ ทรูมันนี่ วอลเล็ท" }).click();
  await page.getByRole("button", { name: "จ่ายจากบัญชีที่มีเงิน" }).click();
  await page.getByRole("alert").waitFor();
  expect(await axeFaults(page.mainFrame())).toEqual([]);
  await shot(page, "otp-dark");
  await page.getByLabel(/รหัส 6 หลักที่ส่งไปยัง ••••••5678/).fill("123456");
  await page.getByRole("button", { name: "จ่ายจากบัญชีที่มีเงิน" }).click();
  await page.getByRole("link", { name: "กลับไปที่ Demo Shop" }).click();
  await page.getByRole("heading", { name: "ชำระเงินสำเร็จ" }).waitFor();
  await page.goto(`${gateway.url}/phone?lang=th`);
  expect(await axeFaults(page.mainFrame())).toEqual([]);
  await shot(page, "scan-dark");
  expect(complaints).toEqual([]);
});
