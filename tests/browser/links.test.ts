import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aLink } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { axeFaults, choose, complaintsOf, paymentForm, phone, typeCard } from "./omisejs-shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("a payer pays a link by card on a phone, and reads that it was paid; the next one reads that it is", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway, { amount: 450000, title: "Two bowls", description: "Indigo, 18 cm" });
  const { page, complaints } = await aPayer();
  await page.goto(link.payment_uri);
  const form = paymentForm(page);
  await form.getByRole("radio").first().waitFor();
  expect(await page.getByRole("main").textContent()).toMatch(
    /Demo Shop.*TEST MODE.*THB 4,500\.00.*Two bowlsIndigo, 18 cm/s,
  );
  // each method of the account that takes the amount, those of one family under one name
  expect(await form.getByRole("radio").evaluateAll((all) => all.length)).toBeGreaterThanOrEqual(3);
  expect(await axeFaults(page.mainFrame())).toEqual([]);

  await choose(form, "Credit or debit card");
  await typeCard(form, { number: "4111111111140011" });
  await form.getByRole("button", { name: "Pay ฿4,500.00" }).press("Enter");
  await page.getByRole("heading", { name: "Payment failed" }).waitFor();
  expect(page.url()).toContain(`${link.payment_uri}/complete?charge=chrg_test_`);
  expect(await axeFaults(page.mainFrame())).toEqual([]);
  await page.getByRole("link", { name: "Try again" }).click();

  await choose(form, "Credit or debit card");
  await typeCard(form);
  await form.getByRole("button", { name: "Pay ฿4,500.00" }).click();
  await page.getByRole("heading", { name: "Payment successful" }).waitFor();
  await expect.poll(() => page.getByText("Demo Shop has your payment.").isVisible()).toBe(true);
  expect(await usedOf(gateway, link)).toBe(true);

  await page.goto(link.payment_uri);
  await page.getByRole("heading", { name: "This link has been paid" }).waitFor();
  expect(await axeFaults(page.mainFrame())).toEqual([]);
  expect(complaints).toEqual([]);
});

test("a payer who leaves for their bank comes back to the link's own page, in the language they chose", async () => {
  const gateway = await aGateway();
  const link = await aLink(gateway, { multiple: true });
  const { page, complaints } = await aPayer({
    viewport: { width: 1200, height: 800 },
    colorScheme: "dark",
    locale: "en",
  });
  await page.goto(link.payment_uri);
  await page.getByRole("link", { name: "ไทย" }).click();
  const form = paymentForm(page);
  await choose(form, "K PLUS");
  await form.getByRole("button", { name: /^ชำระเงิน/ }).click();
  await page.waitForURL(/\/payments\/pay2_test_\w+\/authorize/);
  await page.goBack();
  await choose(form, "K PLUS"); // the page is new: what the form made before is spent
  await form.getByRole("button", { name: /^ชำระเงิน/ }).click();
  await page.getByRole("button", { name: "Successful" }).click();
  await page.getByRole("heading", { name: "ชำระเงินสำเร็จ" }).waitFor();
  expect(page.url()).toMatch(/\/complete\?charge=chrg_test_\w+&lang=th$/);
  expect(await axeFaults(page.mainFrame())).toEqual([]);
  await page.getByRole("link", { name: "ชำระอีกครั้ง" }).click();
  await form.getByRole("radio", { name: "K PLUS" }).waitFor();
  expect(await usedOf(gateway, link)).toBe(false);
  expect(complaints).toEqual([]);
});

async function usedOf(gateway: TestGateway, { id }: { id: string }): Promise<boolean> {
  return (await gateway.call("GET", `/links/${id}`)).json.used;
}

async function aPayer(context: BrowserContextOptions = phone): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage(context);
  onTestFinished(() => page.close());
  return { page, complaints: complaintsOf(page) };
}
