import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aCustomer, anotherCard, customerCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 60_000 }); // a machine that does much else at once draws pages slowly

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const cardsOf = (page: Page) => page.getByRole("table", { name: "Cards" }).locator("tbody tr");

test("a customer is found, edited and charged again, loses a card, and is deleted", async () => {
  const gateway = await aGateway();
  await aCustomer(gateway, { email: "other@example.com" });
  const customer = await aCustomer(gateway, { email: "malee@example.com" });
  await anotherCard(gateway, customer.id, "5555555555554444");
  const { page, open, complaints } = await aMember(browser, gateway, "owner");
  await open("/test/customers");
  await page.getByRole("searchbox").fill("malee");
  await page.getByRole("button", { name: "Search" }).click();
  await expect.poll(() => page.getByRole("link", { name: /example\.com/ }).count()).toBe(1);
  await expectSound(page, "customers");
  await page.getByRole("link", { name: "malee@example.com" }).click();
  await heading(page, "malee@example.com").waitFor();
  await page.getByText("Nothing was charged yet.").waitFor();
  await expectSound(page, "a customer");

  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Description").fill("Regular");
  await dialog.getByLabel("Metadata").fill("[]");
  await dialog.getByText("This is no JSON object.").waitFor();
  await dialog.getByLabel("Metadata").fill('{ "member": "M-7" }');
  await expectSound(page, "the dialog that edits");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("definition").filter({ hasText: "M-7" }).waitFor();
  const { json: edited } = await gateway.call("GET", customer.location);
  expect(edited).toMatchObject({ email: "malee@example.com", description: "Regular", metadata: { member: "M-7" } });

  await page.getByRole("button", { name: "Make default: MasterCard •••• 4444" }).click();
  await cardsOf(page).filter({ hasText: "MasterCard •••• 4444Default" }).waitFor();
  await page.getByRole("button", { name: "Charge: Visa •••• 4242" }).click();
  await dialog.getByLabel("Amount").fill("250");
  await expectSound(page, "the dialog that charges");
  await dialog.getByRole("button", { name: "Charge ฿250.00" }).click();
  await heading(page, /฿250\.00.*Successful/).waitFor();
  await page.getByRole("link", { name: customer.id }).click();
  await page.getByRole("table", { name: "Charges" }).getByText("฿250.00").waitFor();

  await page.getByRole("button", { name: "Delete card: Visa •••• 4242" }).click();
  await dialog.getByRole("button", { name: "Delete card" }).click();
  await expect.poll(() => cardsOf(page).count()).toBe(1);
  await page.getByRole("button", { name: "Delete customer" }).click();
  await dialog.getByRole("button", { name: "Delete customer" }).click();
  await heading(page, "Customers").waitFor();
  expect((await gateway.call("GET", customer.location)).status).toBe(404);
  expect(complaints).toEqual([]);
});

test("on a phone, in Thai, who only looks sees customers and what they may not do", async () => {
  const gateway = await aGateway();
  const customer = await aCustomer(gateway);
  await customerCharge(gateway, customer.id);
  const options = { viewport: narrow, locale: "th", colorScheme: "dark" } as const;
  const { page, open, complaints } = await aMember(browser, gateway, "viewer", options);
  await open("/test/customers");
  await heading(page, "ลูกค้า").waitFor();
  await expectSound(page, "customers");
  await page.getByRole("link", { name: customer.email }).click();
  await heading(page, customer.email).waitFor();
  const remove = page.getByRole("button", { name: "ลบลูกค้า" });
  await expect.poll(() => remove.getAttribute("aria-disabled")).toBe("true");
  await page.getByText("฿1,000.00").waitFor();
  await page.mouse.move(0, 0); // away from a button that says why it is disabled
  await expectSound(page, "a customer");
  expect(complaints).toEqual([]);
});
