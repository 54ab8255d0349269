import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { aMerchant, aRealGateway, type Merchant } from "../examples/merchant.ts";
import { launchBrowser } from "../kit/browser.ts";
import { paymentForm, typeCard } from "./omisejs-shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The page polls every second or two. */
const soon = { timeout: 10_000 };
const phone = { viewport: { width: 390, height: 844 } };

describe("the guides' flows, from the shop's cart to its thank-you page", () => {
  test("K PLUS", async () => {
    const { merchant, page, complaints } = await aCustomer();
    await order(page, merchant, "Celadon tea set");
    await chooseKplus(page);
    await page.getByRole("button", { name: "Successful" }).click();

    await page.getByRole("heading", { name: "Thank you!" }).waitFor();
    expect(page.url()).toMatch(new RegExp(`^${merchant.url}/orders/[\\w-]{22}$`));
    await expect.poll(() => moments(page), soon).toHaveLength(6);
    expect((await moments(page)).toSorted()).toEqual([
      "Charge created",
      "Customer returned",
      "Order paid",
      "Order placed",
      "Webhook charge.complete, signature valid",
      "Webhook charge.create, signature valid",
    ]);
    expect(merchant.shipped()).toHaveLength(1);
    const { json } = await merchant.api("GET", "/charges");
    expect(json.data).toMatchObject([
      {
        status: "successful",
        amount: 245000,
        source: { type: "mobile_banking_kbank" },
        description: expect.stringMatching(/^Order DF-\d+$/),
      },
    ]);
    expect(complaints).toEqual([]);
  });

  test("white-label installments: KTC over 4 months", async () => {
    const { merchant, page, complaints } = await aCustomer();
    await order(page, merchant, "First Rain vase");
    const form = await openForm(page);
    await form.getByRole("radio", { name: "Card installments" }).check();
    await form.getByRole("radio", { name: "KTC" }).check();
    await form.getByRole("radio", { name: /^4 months/ }).check();
    await typeCard(form);
    await form.getByRole("button", { name: /^Pay/ }).click();
    await page.getByRole("button", { name: "Successful" }).click();

    await page.getByRole("heading", { name: "Thank you!" }).waitFor();
    await expect.poll(() => moments(page), soon).toHaveLength(6);
    expect(merchant.shipped()).toHaveLength(1);
    const { json } = await merchant.api("GET", "/charges");
    expect(json.data).toMatchObject([
      { status: "successful", amount: 590000, source: { type: "installment_wlb_ktc", installment_term: 4 } },
    ]);
    expect(complaints).toEqual([]);
  });

  test("a card that needs no authentication is paid without leaving the shop", async () => {
    const { merchant, page } = await aCustomer();
    await order(page, merchant, "Wood-kiln cup");
    const form = await openForm(page);
    await form.getByRole("radio", { name: "Credit or debit card" }).check();
    await typeCard(form);
    await form.getByRole("button", { name: /^Pay/ }).click();
    await page.getByRole("heading", { name: "Thank you!" }).waitFor();
    expect(merchant.shipped()).toHaveLength(1);
  });
});

test("a payment that fails says why, and the same order can be paid again", async () => {
  const { merchant, page, complaints } = await aCustomer();
  await order(page, merchant, "Celadon tea set");
  await chooseKplus(page);
  await page.getByText("Or let it fail with a code").click();
  await page.getByRole("button", { name: /^insufficient_fund/ }).click();
  await page.getByRole("heading", { name: "The payment did not go through" }).waitFor();
  await expect.poll(() => page.getByText("There was not enough money").isVisible()).toBe(true);
  expect(merchant.shipped()).toEqual([]);

  await chooseKplus(page);
  await page.getByRole("button", { name: "Successful" }).click();
  await page.getByRole("heading", { name: "Thank you!" }).waitFor();
  expect(merchant.shipped()).toHaveLength(1);
  const { json } = await merchant.api("GET", "/charges");
  expect(json.data.map(({ status }: { status: string }) => status)).toEqual(["failed", "successful"]);
  expect(complaints).toEqual([]);
});

describe("webhook and return race", () => {
  test("the webhook first: the order is paid before its customer is back", async () => {
    const { merchant, page } = await aCustomer();
    await page.route("**/authorize*", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      const response = await route.fetch({ maxRedirects: 0 }); // the bank's answer, which sends the customer back
      await merchant.post.delivered("charge.complete");
      expect(merchant.shipped()).toHaveLength(1);
      return route.fulfill({ response });
    });
    await payByKplus(page, merchant);
    const story = await moments(page);
    const webhook = "Webhook charge.complete, signature valid";
    expect(story.indexOf(webhook)).toBeLessThan(story.indexOf("Order paid"));
    expect(story.indexOf("Order paid")).toBeLessThan(story.indexOf("Customer returned"));
    expect(merchant.shipped()).toHaveLength(1);
  });

  test("the return first: the charge is read there and then, and the webhook changes nothing", async () => {
    const { merchant, page } = await aCustomer();
    merchant.post.copies = 0;
    await payByKplus(page, merchant);
    expect(merchant.shipped()).toHaveLength(1);
    expect(await moments(page)).not.toContain("Webhook charge.complete, signature valid");

    await merchant.post.release();
    await expect.poll(() => moments(page), soon).toContain("Webhook charge.complete, signature valid");
    expect(merchant.shipped()).toHaveLength(1);
  });

  test("every webhook twice: the order is paid once", async () => {
    const { merchant, page } = await aCustomer();
    merchant.post.copies = 2;
    await payByKplus(page, merchant);
    await merchant.post.delivered("charge.complete");
    expect((await moments(page)).filter((moment) => moment === "Order paid")).toHaveLength(1);
    expect(merchant.shipped()).toHaveLength(1);
  });
});

test("a customer who comes back before the bank has answered sees the page wait, and then move on by itself", async () => {
  const { merchant, page } = await aCustomer();
  merchant.post.copies = 0;
  await order(page, merchant, "Celadon tea set");
  const address = page.url();
  await chooseKplus(page);
  await page.goto(`${address}/return`);
  await page.getByRole("heading", { name: "Waiting for your payment" }).waitFor();
  await expect
    .poll(() => page.getByRole("link", { name: "Go on with the payment" }).getAttribute("href"))
    .toMatch(/\/authorize/);

  const { json } = await merchant.api("GET", "/charges");
  await merchant.api("POST", `/charges/${json.data[0].id}/mark_as_paid`);
  await page.getByRole("heading", { name: "Thank you!" }).waitFor();
  expect(merchant.shipped()).toHaveLength(1);
});

test("a customer who goes back may choose another way; the first charge is closed", async () => {
  const { merchant, page } = await aCustomer();
  await order(page, merchant, "First Rain vase");
  const address = page.url();
  await chooseKplus(page);
  await page.goto(address);
  await page.getByRole("link", { name: "Pay another way" }).click();
  const form = await openForm(page);
  await form.getByRole("radio", { name: "Credit or debit card" }).check();
  await typeCard(form);
  await form.getByRole("button", { name: /^Pay/ }).click();
  await page.getByRole("heading", { name: "Thank you!" }).waitFor();
  const { json } = await merchant.api("GET", "/charges");
  expect(json.data.map(({ status }: { status: string }) => status)).toEqual(["expired", "successful"]);
});

test("an empty cart stays in the shop, in the customer's language", async () => {
  const { merchant, page } = await aCustomer({ locale: "th-TH" });
  await page.goto(merchant.url);
  await page.getByRole("button", { name: "ไปชำระเงิน" }).click();
  await expect.poll(() => page.getByRole("alert").textContent()).toBe("กรุณาเลือกสินค้าอย่างน้อยหนึ่งชิ้น");
  await page.getByRole("link", { name: "English" }).click();
  await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent()).toBe("Handmade ceramics from Lampang");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page is accessible, ${colorScheme}`, async () => {
    const { merchant, page } = await aCustomer({ colorScheme, locale: "th-TH", bypassCSP: true });
    merchant.post.copies = 0; // no reload while axe runs
    await page.goto(merchant.url);
    expect(await faults(page)).toEqual([]);
    await page.getByLabel("จำนวน: ชุดน้ำชาศิลาดล").selectOption("1");
    await page.getByRole("button", { name: "ไปชำระเงิน" }).click();
    const address = page.url();
    expect(await faults(page)).toEqual([]);
    await chooseKplus(page, "เลือกวิธีชำระเงิน");
    await page.goto(address);
    expect(await faults(page)).toEqual([]);
    await page.goBack();
    await page.getByRole("button", { name: "Failed", exact: true }).click();
    await page.getByRole("heading", { name: "ชำระเงินไม่สำเร็จ" }).waitFor();
    expect(await faults(page)).toEqual([]);
    await chooseKplus(page, "เลือกวิธีชำระเงิน");
    await page.getByRole("button", { name: "Successful" }).click();
    await page.getByRole("heading", { name: "ขอบคุณที่อุดหนุน" }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.goto(`${merchant.url}/nowhere`);
    expect(await faults(page)).toEqual([]);
  });
}

test("/demo is this shop, opened by its first visitor, and a payment there comes to its end", async () => {
  const { publicUrl: gateway } = await aRealGateway();
  const { page, complaints } = await aPage();
  await page.goto(`${gateway}/demo`);
  await page.getByLabel("Quantity: Celadon tea set").selectOption("1");
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await chooseKplus(page);
  await page.getByRole("button", { name: "Successful" }).click();
  await page.getByRole("heading", { name: "Thank you!" }).waitFor();
  expect(page.url()).toMatch(new RegExp(`^${gateway}/demo/orders/[\\w-]{22}$`));
  await expect.poll(() => moments(page), soon).toContain("Webhook charge.complete, signature valid");
  expect(complaints).toEqual([]);
});

test("/demo opens only where links lead to this machine, and says so elsewhere", async () => {
  const { url } = await aRealGateway({ CHAMRA_PUBLIC_URL: "https://pay.example.com" });
  const { page } = await aPage();
  const answer = await page.goto(`${url}/demo`);
  expect(answer?.status()).toBe(404);
  await expect.poll(() => page.getByText("gives out links to https://pay.example.com").isVisible()).toBe(true);
});

/** A customer of a new shop with its own gateway. */
async function aCustomer(options: BrowserContextOptions = {}) {
  const merchant = await aMerchant();
  return { merchant, ...(await aPage(options)) };
}

async function aPage(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ ...phone, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, complaints };
}

async function order(page: Page, { url }: Merchant, product: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel(`Quantity: ${product}`).selectOption("1");
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.getByRole("heading", { name: "Review and pay" }).waitFor();
}

async function openForm(page: Page, button = "Choose how to pay") {
  await page.getByRole("button", { name: button }).click();
  const form = paymentForm(page);
  await form.getByRole("radio", { name: "K PLUS" }).waitFor();
  return form;
}

async function chooseKplus(page: Page, button?: string): Promise<void> {
  const form = await openForm(page, button);
  await form.getByRole("radio", { name: "K PLUS" }).check();
  await form.getByRole("button", { name: /^(Pay|ชำระ)/ }).click();
  await page.getByRole("button", { name: "Successful" }).waitFor();
}

async function payByKplus(page: Page, merchant: Merchant): Promise<void> {
  await order(page, merchant, "Celadon tea set");
  await chooseKplus(page);
  await page.getByRole("button", { name: "Successful" }).click();
  await page.getByRole("heading", { name: "Thank you!" }).waitFor();
}

/** The timeline without times and ids. */
async function moments(page: Page): Promise<string[]> {
  const texts = await page.locator(".timeline li p").allTextContents();
  return texts.map((text) => text.replace(/\s*(chrg_test_\w+|DF-\d+)$/, "").trim());
}

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))`,
  );
}
